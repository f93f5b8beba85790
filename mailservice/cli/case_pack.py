"""`mailservice case pack REF --to FOLDER`: a case for whoever needs all of it, or for one side, as page, PDF and mbox."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from mailservice.cases.letters import phrases
from mailservice.cli.options import Config, Reference
from mailservice.cli.shelf import opened
from mailservice.errors import Problem, UserError
from mailservice.exports.pack import cuts as cutting
from mailservice.exports.pack import sharing
from mailservice.exports.pack.cuts import Cuts
from mailservice.exports.pack.kept import Kept
from mailservice.exports.pack.packing import PAGE, Pack, pack, zipped
from mailservice.exports.pack.work import called

To = Annotated[
    Path, typer.Option("--to", metavar="FOLDER", help="The folder to make; a name ending in .zip makes a zip.")
]
For = Annotated[str, typer.Option("--for", metavar="SIDE", help="Only what this agency, or this person's side, had.")]
Redact = Annotated[Path | None, typer.Option("--redact", metavar="FILE", help="What is to be blacked out, as TOML.")]

_ME = "mailservice case pack"


def case_pack(reference: Reference, to: To, side: For = "", redact: Redact = None, config: Config = None) -> None:
    """Write a case as a pack: a page, a PDF, every message as it came, and a list of digests. The same record, the same bytes.

    With --for it holds what one side had, and no word more: what its people wrote, what was sent to them, and our letters.
    With --redact it is blacked out by a file of names = [...], passages = [...] and attachments = [...]; a file that is no
    text is withheld unless it stands in looked_into = [...].
    """
    with opened(config) as shelf:
        cuts = cutting.load(_read(redact), str(redact)) if redact else Cuts()
        _refuse(to, cuts)
        kept = shelf.kept(shelf.number(reference))
        made = pack(kept, _side(kept, side) if side else "", cuts)
    _lay(made.files, to)
    for line in _told(made, to):
        typer.echo(line)


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as fault:
        raise UserError(
            [Problem(str(file), "", f"cannot be read ({fault.strerror}): give the path of a TOML file")]
        ) from None


def _refuse(to: Path, cuts: Cuts) -> None:
    if to.exists() or not to.absolute().parent.is_dir():
        raise UserError(
            [Problem(str(to), "", "give a folder, or a zip, that is not there yet, within a folder that is")]
        )
    if cuts.holds(to.name):
        raise UserError([Problem(_ME, "--to", "its name says what is to be blacked out; give it another, like pack-1")])


def _side(kept: Kept, named: str) -> str:
    """Return the side that is meant: by its agency's id or name, or by the name or address of one of its people."""
    wanted, names = named.casefold().strip(), called(kept)
    known, people = sharing.sides(kept), sharing.people(kept)
    called_so = [one for one in known if wanted in {one.casefold(), names.get(one, one).casefold(), *people[one]}]
    found = called_so or [one for one in known if wanted and wanted in names.get(one, one).casefold()]
    if len(found) == 1:
        return found[0]
    which = ", ".join(f"{one} ({names.get(one, one)})" for one in known)
    what = "may be more than one side" if found else "is no side of this case"
    raise UserError([Problem(_ME, "--for", f"{named!r} {what}: write one of {which}, or somebody's address")])


def _lay(files: Mapping[str, bytes], to: Path) -> None:
    """Write all of it, or nothing: under another name first."""
    under_way = to.with_name(f".{to.name}.under-way")
    try:
        if to.suffix.lower() == ".zip":
            under_way.write_bytes(zipped(files))
            under_way.chmod(0o600)
        else:
            under_way.mkdir(mode=0o700)
            for name, data in files.items():
                (under_way / name).write_bytes(data)
                (under_way / name).chmod(0o600)
        under_way.rename(to)
    except OSError as fault:
        raise UserError([Problem(str(to), "", f"cannot be written ({fault.strerror}); give another folder")]) from None


def _told(made: Pack, to: Path) -> list[str]:
    size = sum(map(len, made.files.values()))
    lines = [f"written: {to} ({phrases.listed([*made.files])}; {size / 1024:,.0f} KB). Open {PAGE} first."]
    if made.missing:
        lines.append(f"Not found in any text, so nothing was blacked out for it: {'; '.join(made.missing)}.")
        lines.append(
            "Pictures and other files that are no text were not searched; look for it there, and spelled otherwise."
        )
    if made.withheld:
        lines.append(f"Withheld, for nobody could look into it: {'; '.join(made.withheld)}.")
    return lines
