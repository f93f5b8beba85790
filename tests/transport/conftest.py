"""What the mail stories share."""

from pathlib import Path

import pytest

from tests.transport import certificates


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a certificate for localhost, for which nobody vouches unless told; its key lies beside it, in key.pem."""
    return certificates.certificate(tmp_path_factory.mktemp("tls"))
