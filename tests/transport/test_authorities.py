"""A private authority vouches for a server by one setting, also one that was made in an older form; nothing else is weakened."""

import socket
import ssl
import subprocess
import threading
from pathlib import Path

import pytest

from mailservice.transport.authorities import context
from tests import servers

OF_THE_AUTHORITY = "basicConstraints=critical,CA:TRUE\nsubjectKeyIdentifier=hash\n"  # and no keyUsage
OF_THE_SERVER = "subjectAltName=DNS:mail.nscp.example\nbasicConstraints=CA:FALSE\n"


@pytest.fixture(autouse=True)
def _as_python_3_13(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hold certificates to the forms of RFC 5280, as newer versions of Python do by themselves."""
    usual = ssl.create_default_context

    def strict(**given: str) -> ssl.SSLContext:
        made = usual(**given)  # type: ignore[arg-type]  # the keyword arguments of the function it stands for
        made.verify_flags |= ssl.VERIFY_X509_STRICT
        return made

    monkeypatch.setattr(ssl, "create_default_context", strict)


def signed(folder: Path, by: str = "ca", days: str = "2") -> Path:
    """Make an authority without keyUsage, and a server's certificate of it; return the server's, its key in it too."""
    openssl = servers.program("openssl")
    (folder / "ca.ext").write_text(OF_THE_AUTHORITY)
    (folder / "mail.ext").write_text(OF_THE_SERVER)

    def run(*words: str) -> None:
        subprocess.run([openssl, *words], cwd=folder, check=True, capture_output=True, timeout=20)

    for one in (by, "mail"):
        run(
            "req", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={one}", "-keyout", f"{one}.key", "-out", f"{one}.csr"
        )
    run(
        "x509",
        "-req",
        "-in",
        f"{by}.csr",
        "-signkey",
        f"{by}.key",
        "-days",
        "2",
        "-extfile",
        "ca.ext",
        "-out",
        f"{by}.pem",
    )
    issued = ("-CA", f"{by}.pem", "-CAkey", f"{by}.key", "-CAcreateserial", "-days", days, "-extfile", "mail.ext")
    run("x509", "-req", "-in", "mail.csr", *issued, "-out", "mail.pem")
    both = folder / "both.pem"
    both.write_text((folder / "mail.pem").read_text() + (folder / "mail.key").read_text())
    return both


def met(server: Path, held_to: ssl.SSLContext, name: str = "mail.nscp.example") -> str:
    """Meet a server with this certificate once; return OpenSSL's words where it is not believed."""
    ours, theirs = socket.socketpair()
    shown = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    shown.load_cert_chain(server)

    def serve() -> None:
        with theirs:
            try:
                shown.wrap_socket(theirs, server_side=True).close()
            except OSError:
                return

    other = threading.Thread(target=serve)
    other.start()
    try:
        with ours:
            held_to.wrap_socket(ours, server_hostname=name).close()
    except ssl.SSLCertVerificationError as refused:
        return refused.verify_message
    finally:
        other.join(10)
    return ""


def test_an_authority_of_an_older_form_vouches_where_the_settings_name_it(tmp_path: Path) -> None:
    server = signed(tmp_path)
    strict = ssl.create_default_context(cafile=str(tmp_path / "ca.pem"))
    assert "key usage" in met(server, strict) or "Key Usage" in met(server, strict), "the form does matter to Python"
    assert met(server, context(str(tmp_path / "ca.pem"))) == ""


def test_name_and_dates_and_who_vouches_are_held_to_as_ever(tmp_path: Path) -> None:
    folders = [tmp_path / one for one in ("first", "other", "late")]
    for folder in folders:
        folder.mkdir()
    first, other, late = signed(folders[0]), signed(folders[1]), signed(folders[2], days="-1")
    assert "mismatch" in met(first, context(str(folders[0] / "ca.pem")), "imap.elsewhere.example")
    assert met(other, context(str(folders[0] / "ca.pem"))) != ""
    assert "expired" in met(late, context(str(folders[2] / "ca.pem")))


def test_without_a_private_authority_nothing_is_relaxed() -> None:
    assert context().verify_flags & ssl.VERIFY_X509_STRICT
