"""The files of an installation, as this machine lets them be read: by us, and secrets by whom else. Start at `why_unread`."""

import os
import pwd
from pathlib import Path

# systemd lays secrets there for one service, while it runs, and sees to their rights itself (systemd.exec, LoadCredential).
_CREDENTIALS = Path("/run/credentials")
_GROUP, _ALL, _PUT, _ENTER = 0o070, 0o007, 0o022, 0o011
_STICKY = 0o1000


def why_unread(file: Path) -> str:
    """Return why nothing is to be had from a file, and what to type; it could not be read, or holds no secret."""
    me = _name(os.geteuid())
    if _laid_by_systemd(file) and not os.access(file, os.R_OK, effective_ids=True):
        return "systemd lays it there for the service alone, and only while it runs"
    if closed := next((one for one in reversed(file.parents) if one.is_dir() and not _entered(one)), None):
        return f"{me} may not enter {closed}, which is {_whose(closed)}; sudo chgrp {me} {closed} && sudo chmod g+x {closed}"
    if not file.exists():
        return "there is no such file; put the secret there, alone in it"
    if file.is_dir():
        return "this is a folder; name the file in it"
    if not os.access(file, os.R_OK, effective_ids=True):
        return f"{me} may not read it, for it is {_whose(file)}; sudo chown {me} {file} && sudo chmod 600 {file}"
    return "it is empty, no text, or more than one line; put the secret into it, and nothing else"


def open_to_others(file: Path) -> tuple[str, str] | None:
    """Return who else may read a secret, or put another in its place, and the command that mends it; None where nobody may."""
    try:
        mode, folder = file.stat(), file.parent.stat()
    except OSError:
        return None  # it is not there, or not ours to look at: whoever reads it tells
    if _laid_by_systemd(file):
        return None
    if folder.st_mode & _PUT and not folder.st_mode & _STICKY:
        said = f"others on this machine may put another {file.name} into {file.parent} ({_bits(folder)})"
        return said, f"chmod go-w {file.parent}"
    ours = mode.st_uid == os.geteuid()
    # Root's file may be lent to us by our group: what only that may read is read by us alone.
    wide = mode.st_mode & (_ALL | (_GROUP if ours else 0))
    if not wide or not folder.st_mode & _ENTER:
        return None
    return f"others on this machine may read {file} ({_bits(mode)})", f"chmod {'600' if ours else 'o='} {file}"


def _laid_by_systemd(file: Path) -> bool:
    own = os.environ.get("CREDENTIALS_DIRECTORY")
    return file.is_relative_to(_CREDENTIALS) or (own is not None and file.is_relative_to(own))


def _entered(folder: Path) -> bool:
    return os.access(folder, os.X_OK, effective_ids=True)


def _whose(place: Path) -> str:
    found = place.stat()
    return f"{_name(found.st_uid)}'s ({_bits(found)})"


def _bits(found: os.stat_result) -> str:
    return f"{found.st_mode & 0o777:o}"


def _name(user: int) -> str:
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return str(user)
