"""The list of digests of a pack, in plain text: `digests`. By it each message is held against the record."""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256

from mailservice.cases.letters import phrases
from mailservice.exports.pack.dossier import Dossier

_HOW = """\
How each is checked

  A message: it stands in messages.mbox, the first as number 1. Take the lines between its line "From MAILER-DAEMON …" and the
  empty line before the next such line, and one ">" off each line that begins with ">From ", ">>From " and so on: that is all
  the file adds. The SHA-256 of what is left is listed here. Of a message marked "not as it came" the first is the original's.
  A file of this pack: sha256sum -c --ignore-missing digests.txt, in its folder, says OK of each that is as it was made. It says
  as well that some lines are no such digests: those are the words here.
  An attachment: save it from its message. Its SHA-256 is listed below the message.
  The record: where the service runs, mailservice record verify reckons every entry, email and letter anew. It says where a digest
  of an original, an entry or a seal is not as it was.
"""


def digests(told: Dossier, messages: Sequence[bytes], files: Mapping[str, bytes]) -> bytes:
    """Return the list; `messages` are those of the mbox, in its order, `files` the pack's other files by their names."""
    return "\n".join([*_lines(told, messages, files), ""]).encode("utf-8")


def _lines(told: Dossier, messages: Sequence[bytes], files: Mapping[str, bytes]) -> Iterator[str]:
    yield told.title
    yield f"{told.partnership}. As of {phrases.moment(told.at)}."
    yield ""
    yield from told.proofs or ("No entry of the record is named here.",)
    yield ""
    yield _HOW
    yield "SHA-256 of each file of this pack"
    yield ""
    yield from (f"{sha256(data).hexdigest()}  {name}" for name, data in files.items())
    yield ""
    yield "SHA-256 of each original, as the record keeps it"
    for one in told.entries:
        if not one.number:
            continue
        yield ""
        kind = "email, which came" if one.kind == "mail" else "letter of ours, of"
        yield f"{one.number:4}  {one.digest}  {kind} {phrases.moment(one.at)}"
        here = sha256(messages[one.number - 1]).hexdigest()
        if here != one.digest:
            yield f"      not as it came; in this pack  {here}"
        yield from (f"      {file.digest}  {file.name}, {file.size:,} bytes" for file in one.attached)
