"""`mailservice trust --profile NAME FILE…`: how sure it is who wrote a mail, step by step, for people and for programs.

Needs no database and no settings: what they would say of the mailbox is told here.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, get_args

import typer

from mailservice.errors import Problem, UserError
from mailservice.mail.trust import domains
from mailservice.mail.trust.judging import judge, keys_wanted
from mailservice.mail.trust.setup import PROFILES, Position, Setup, Verdict
from mailservice.transport import dns

POSITIONS: tuple[str, ...] = get_args(Position)

Files = Annotated[list[Path], typer.Argument(metavar="FILE", help="Mails as files, or folders of .eml files.")]
ProfileName = Annotated[str, typer.Option("--profile", help=f"{', '.join(PROFILES)}; or rfc8601:ID.")]
Ids = Annotated[
    list[str], typer.Option("--authserv-id", help="What the server calls itself in its results; repeat it.")
]
Own = Annotated[list[str], typer.Option("--own-domain", help="A domain of the mailbox and its colleagues; repeat it.")]
Sealers = Annotated[list[str], typer.Option("--sealer", help="A domain whose ARC seal is believed; repeat it.")]
At = Annotated[
    str, typer.Option("--position", help="Where it writes its results: above, below its Received line, end.")
]
Strips = Annotated[bool, typer.Option("--strips", help="It takes away foreign results that bear its id.")]
JsonLines = Annotated[bool, typer.Option("--json-lines", help="One JSON object a mail, for programs.")]


def trust(  # noqa: PLR0913 - each is an option of its own, named at the call
    files: Files,
    profile: ProfileName,
    authserv_id: Ids = [],  # noqa: B006 - typer reads the default and never changes it
    own_domain: Own = [],  # noqa: B006 - as above
    sealer: Sealers = [],  # noqa: B006 - as above
    position: At = "",
    *,
    strips: Strips = False,
    json_lines: JsonLines = False,
) -> None:
    """Tell who wrote each mail, how sure that is under a profile, and why; nothing is done."""
    setup = _setup(profile, authserv_id, own_domain, sealer, position, strips=strips)
    missing = 0
    for path in (one for file in files for one in _mails(file)):
        try:
            raw = path.read_bytes()
        except OSError as fault:
            typer.echo(f"{path}: cannot be read: {fault.strerror}", err=True)
            missing += 1
            continue
        verdict = judge(raw, setup, _keys(raw, setup))
        typer.echo(json.dumps(_facts(path, verdict)) if json_lines else _told(path, verdict))
    if missing:
        raise typer.Exit(1)


def _setup(profile: str, ids: list[str], own: list[str], sealers: list[str], position: str, *, strips: bool) -> Setup:
    name, _, named = profile.partition(":")
    ids = [*ids, *([named] if named else [])]
    faults = [] if name in PROFILES else [Problem("--profile", name, f"choose one of {', '.join(PROFILES)}")]
    if position not in POSITIONS:
        faults.append(Problem("--position", position, "choose above, below or end, or leave it out"))
    if name == "rfc8601" and not ids:
        faults.append(Problem("--authserv-id", "missing", "write what your server calls itself in its results"))
    wrong = [one for one in (*own, *sealers) if not domains.normal(one)]
    faults += [Problem("--own-domain", one, "this is no domain; write one like nscp.example") for one in wrong]
    if faults:
        raise UserError(faults)
    return Setup(
        profile=name,  # type: ignore[arg-type]  # one of PROFILES, as checked above
        authserv_ids=tuple(ids),
        position=position,  # type: ignore[arg-type]  # one of POSITIONS, as checked above
        strips=strips,
        own_domains=tuple(domains.normal(one) for one in own),
        sealers=tuple(domains.normal(one) for one in sealers),
    )


def _mails(path: Path) -> list[Path]:
    return sorted(path.rglob("*.eml")) if path.is_dir() else [path]


def _keys(raw: bytes, setup: Setup) -> Mapping[str, bytes]:
    """Look up the keys that a check of our own needs, and only then."""
    found = ((name, dns.text(name)) for name in keys_wanted(raw, setup))
    return {name: key for name, key in found if key is not None}


def _facts(path: Path, verdict: Verdict) -> dict[str, object]:
    author = verdict.author.address or None
    return {"path": str(path), "verdict": verdict.proof, "author": author, "evidence": list(verdict.evidence)}


def _told(path: Path, verdict: Verdict) -> str:
    steps = (f"  {number}. {line}" for number, line in enumerate(verdict.evidence, 1))
    return "\n".join([f"{path}: {verdict.proof}, by {verdict.author.address or 'nobody'}", *steps])
