"""What the mail stories share."""

import subprocess
from pathlib import Path

import pytest

from tests import servers


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a certificate for localhost, for which nobody vouches unless told; its key lies beside it, in key.pem."""
    folder = tmp_path_factory.mktemp("tls")
    command = [servers.program("openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    command += ["-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    command += ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    subprocess.run(command, check=True, capture_output=True, timeout=20)
    return folder / "cert.pem"
