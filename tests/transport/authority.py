"""A certificate authority of the tests' own, and the certificates that it vouches for, as servers of the world have them."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests import servers


@dataclass(frozen=True)
class Authority:
    """An authority in a folder of its own: `file` is what one trusts."""

    folder: Path

    @property
    def file(self) -> Path:
        """Its own certificate."""
        return self.folder / "authority.pem"

    def vouched(self, name: str, *, days: int = 2) -> tuple[Path, Path]:
        """Make a certificate for a name and its key; one that lasts less than no day has ended."""
        key, asked, made = (self.folder / f"{name}.{end}" for end in ("key", "csr", "pem"))
        extension = self.folder / f"{name}.ext"
        extension.write_text(f"subjectAltName=DNS:{name}\n")
        self._do(
            "req", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={name}", "-keyout", str(key), "-out", str(asked)
        )
        by = ["-CA", str(self.file), "-CAkey", str(self.folder / "authority.key"), "-CAcreateserial"]
        self._do(
            "x509", "-req", "-in", str(asked), *by, "-days", str(days), "-extfile", str(extension), "-out", str(made)
        )
        return made, key

    def _do(self, *words: str) -> None:
        subprocess.run([servers.program("openssl"), *words], check=True, capture_output=True, timeout=20)


def authority(folder: Path) -> Authority:
    """Found an authority."""
    made = Authority(folder)
    folder.mkdir(parents=True, exist_ok=True)
    key = str(folder / "authority.key")
    more = ["-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign"]
    made._do(  # noqa: SLF001 - its own, just made
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-subj",
        "/CN=Tests",
        "-days",
        "3",
        *more,
        "-keyout",
        key,
        "-out",
        str(made.file),
    )
    return made
