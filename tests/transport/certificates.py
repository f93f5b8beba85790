"""Certificates as servers have them in real life: good, expired, for another name; each vouched for by nobody unless told."""

import subprocess
from pathlib import Path

from tests import servers


def certificate(
    folder: Path, name: str = "localhost", *, expired: bool = False, days: int = 2, key: str = "ec"
) -> Path:
    """Make a certificate in a folder, its key beside it in key.pem; an expired one ended yesterday."""
    folder.mkdir(parents=True, exist_ok=True)
    openssl = servers.program("openssl")
    secret, made, asked = folder / "key.pem", folder / "cert.pem", folder / "asked.pem"
    extension = folder / "extension"
    extension.write_text(f"subjectAltName=DNS:{name}\n")
    curve = ["-pkeyopt", "ec_paramgen_curve:P-256"] if key == "ec" else []
    _run(
        [
            openssl,
            "req",
            "-newkey",
            key,
            *curve,
            "-nodes",
            "-subj",
            f"/CN={name}",
            "-keyout",
            str(secret),
            "-out",
            str(asked),
        ]
    )
    lasts = ["-days", "-1" if expired else str(days)]
    signed = ["-in", str(asked), "-signkey", str(secret), "-extfile", str(extension), "-out", str(made)]
    _run([openssl, "x509", "-req", *signed, *lasts])
    return made


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=20)
