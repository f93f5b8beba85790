"""A pack as files: start at `files`. Pure: the same record, side and cuts give the same bytes, in a folder or a zip."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass

from mailservice.cases.history.events import Party
from mailservice.exports.pack import sharing
from mailservice.exports.pack.compiling import dossier
from mailservice.exports.pack.cuts import Cuts
from mailservice.exports.pack.digests import digests
from mailservice.exports.pack.dossier import Dossier, Entry, through
from mailservice.exports.pack.kept import Kept
from mailservice.exports.pack.mbox import cut, mbox
from mailservice.exports.pack.page import page
from mailservice.exports.pack.paper import paper
from mailservice.exports.pack.sharing import Share

PAGE, PAPER, MBOX, DIGESTS = "index.html", "case.pdf", "messages.mbox", "digests.txt"
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can tell


@dataclass(frozen=True)
class Pack:
    """The files by their names, in their order; what was to be cut and stands nowhere; and files that nobody looked into."""

    files: Mapping[str, bytes]
    missing: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()


def pack(kept: Kept, side: str = "", cuts: Cuts | None = None, reader: Party | None = None) -> Pack:
    """Return a case's pack: the whole record, or what one side had of it (for one `reader` of it), with or without cuts."""
    cuts = cuts or Cuts()
    share = sharing.had(kept, side, reader) if side else sharing.whole(kept)
    told = dossier(kept, share, cuts)
    messages = [(one.at, _message(share, one, cuts)) for one in told.entries if one.number]
    told = _blacked(told, cuts)
    files = {PAGE: page(told).encode("utf-8"), PAPER: paper(told), MBOX: mbox(messages)}
    files[DIGESTS] = digests(told, [raw for _, raw in messages], files)
    return Pack(files, cuts.missing, tuple(sorted(cuts.withheld)))


def _message(share: Share, entry: Entry, cuts: Cuts) -> bytes:
    """Return a message as the pack has it: as the share has it, but for what is cut."""
    name = entry.name_in_record
    raw = (share.mails.get(name) or share.letters[name]).raw or b""
    return cut(raw, cuts) if cuts else raw


def _blacked(told: Dossier, cuts: Cuts) -> Dossier:
    """Return what is told without what is cut."""
    return through(told, cuts.text) if cuts else told


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return files as a zip that tells neither when nor where it was made; not packed tighter, which differs by machine."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, _FIRST_DAY)
            info.external_attr, info.create_system = 0o600 << 16, 3
            archive.writestr(info, data)
    return made.getvalue()
