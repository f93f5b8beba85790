"""What a start needs, looked at whole: settings, policy, directory, letters, and who hears of an alarm. Start at `ready`.

A first start is refused with every fault of every file. A later one, by the record, goes on with the directory that was taken.
"""

from collections.abc import Collection, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer

from mailservice.directory import Directory
from mailservice.errors import Problem, UserError
from mailservice.files import ROOT
from mailservice.policy.load import load as load_policy
from mailservice.policy.model import Policy
from mailservice.record.database import Database
from mailservice.service import accepted
from mailservice.service.assembly import letters_of
from mailservice.service.kept import opened
from mailservice.settings.directory_file import DirectoryFile, directory_of, stand_ins, understood
from mailservice.settings.loading import Settings, as_policy, load
from mailservice.settings.tidying import tidied
from mailservice.settings.toml_file import Raw, place, read

_DEPUTY = '{ name = "Sam Reed", address = "sam.reed@nscp.example", phone = "01632 960 112" }'
_DUTY = '{ name = "Kit Lowe", address = "kit.lowe@nscp.example", phone = "01632 960 113" }'
NO_PROFILE = (
    'no real case runs while everybody is taken at their word; write profile = "exchange-online", "google" or "rfc8601", '
    "by who receives the mailbox's mail, or trial = true under [service]"
)
NEEDED = {
    "deputies": f"no real case runs without somebody who hears of an alarm that the office leaves; write deputies = [{_DEPUTY}]",
    "duty": f"no real case runs without a duty contact, who hears of an alarm last; write duty = {_DUTY}",
}

_GOES_ON = """The directory as it stands is not what a first start needs. The service goes on, with what was taken before where
the file has faults, and the office hears of those. To be put right:"""


def ready(file: Path, environ: Mapping[str, str]) -> Settings:
    """Return the settings to start with; UserError tells all that this start is refused for."""
    seen = look(file, environ)
    if seen.settings is None or seen.beside or (seen.of_directory and not _goes_on(seen.settings, seen.policy)):
        raise UserError(seen.faults)
    if seen.of_directory:
        typer.echo(_GOES_ON)
        for one in seen.of_directory:
            typer.echo(f"  {one}")
    return seen.settings


@dataclass(frozen=True)
class Seen:
    """What the settings and the files they name are like: whatever could be read, and every fault."""

    settings: Settings | None
    policy: Policy | None
    directory: Directory | None
    beside: tuple[Problem, ...]
    of_directory: tuple[Problem, ...]

    @property
    def faults(self) -> tuple[Problem, ...]:
        """Every fault, those of the directory last."""
        return (*self.beside, *self.of_directory)


def look(file: Path, environ: Mapping[str, str]) -> Seen:
    """Look at the settings and at every file they name, each as far as the others' faults allow."""
    raw = read(file)
    settings, faults = _tried(load, file, environ)
    policy, of_policy = _policy(raw, file, faults)
    named = _named(raw, file, "directory", faults)
    directory, of_directory = _directory(named, policy, live=not _section(raw, "service").get("trial"))
    letters = _tried(letters_of, settings, policy)[1] if settings and policy else ()
    return Seen(settings, policy, directory, (*faults, *_proofless(raw, file), *of_policy, *letters), of_directory)


def _tried(does: Any, *given: Any) -> tuple[Any, tuple[Problem, ...]]:
    try:
        return does(*given), ()
    except UserError as refused:
        return None, refused.problems


def _section(raw: Raw, name: str) -> Raw:
    found = raw.get(name)
    return found if isinstance(found, dict) else {}


def _named(raw: Raw, file: Path, key: str, faults: Collection[Problem]) -> Path | None:
    """Return where a file of [service] lies; None where none is named, or its settings are at fault there."""
    written = _section(raw, "service").get(key)
    told = any(one.key == f"[service] {key}" for one in faults)
    if not isinstance(written, str) or not written or told:
        return None
    beside = file.absolute().parent
    return as_policy(Path(written), beside) if key == "policy" else beside / written


def _policy(raw: Raw, file: Path, faults: Collection[Problem]) -> tuple[Policy | None, tuple[Problem, ...]]:
    found, overlay = _named(raw, file, "policy", faults), _named(raw, file, "overlay", faults)
    return _tried(load_policy, found, overlay) if found else (None, ())


def _proofless(raw: Raw, file: Path) -> tuple[Problem, ...]:
    """Return that a live run lacks a profile of proof (rule 10)."""
    proven = _section(raw, "trust").get("profile", "") not in ("", "trust-network")
    live = not _section(raw, "service").get("trial")
    return (Problem(str(file), "[trust] profile", NO_PROFILE),) if live and not proven else ()


def _directory(file: Path | None, policy: Policy | None, *, live: bool) -> tuple[Directory | None, tuple[Problem, ...]]:
    """Return who is who, and what is wrong with it; of a faulty policy, any stage it names may be one."""
    if file is None:
        return None, ()
    if not file.exists():
        example = ROOT / "deploy" / "directory.example.toml"
        remedy = f"there is no such file; begin with the example, and write in it who is who: cp {example} {file}"
        return None, (Problem(str(file), "", remedy),)
    raw, unread = _tried(read, file)
    if unread:
        return None, unread
    content = understood(raw, ())[0]
    faults = understood(raw, policy.places if policy else _stages(content))[1]
    told = [Problem(str(file), place(tidied(raw), where), remedy) for where, remedy in faults]
    directory = None if faults else directory_of(content)
    lacking = needs(str(file), directory_of(content)) if live else []
    return directory, (*told, *(one for one in lacking if not any(other.key.startswith(one.key) for other in told)))


def _stages(content: DirectoryFile) -> tuple[str, ...]:
    people = [one for agency in content.agency for one in agency.person]
    return tuple({stage for one in people for stage in (*one.stages, *one.hands_over)})


def needs(file: str, directory: Directory) -> list[Problem]:
    """Return whom a live run lacks: who hears of an alarm that the office leaves (rule 17)."""
    return [Problem(file, f"{office} {key}", NEEDED[key]) for office, key, found in stand_ins(directory) if not found]


def _goes_on(settings: Settings, policy: Policy | None) -> bool:
    """Tell whether, by the record, a start like this was accepted before."""
    if policy is None:
        return False
    with closing(Database(settings.database_url)) as record:
        try:
            opened(record, settings, policy.id)
        except UserError:
            return False  # there was no start before
        with record.read(policy.id) as tx:
            return accepted.goes_on(tx, trial=settings.service.trial)
