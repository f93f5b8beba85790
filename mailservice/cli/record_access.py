"""`mailservice record access`: everything that the record holds on one person, in a folder, for whoever answers their request.

That it was done stands in the office's book: who, when, and by what they were looked for; never whose it was.
"""

import os
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from mailservice.cases.history.events import AccessExported
from mailservice.cases.letters import phrases
from mailservice.cli.options import Config, given
from mailservice.cli.record_adopt import who
from mailservice.clock import WallClock
from mailservice.errors import Problem, UserError
from mailservice.exports.access import APART, INDEX, Access
from mailservice.exports.marking import Somebody
from mailservice.exports.naming import Named, words
from mailservice.policy.load import load as load_policy
from mailservice.policy.model import Policy
from mailservice.record import ledger
from mailservice.record.database import Database
from mailservice.record.ledger import BOOK
from mailservice.service.access import folder
from mailservice.service.access.gathering import Asked, gather
from mailservice.service.kept import directory_of, record_of
from mailservice.settings.loading import TO_READ, Settings, load

Addresses = Annotated[
    list[str], typer.Option("--address", metavar="ADDRESS", help="An address of theirs; also several.")
]
Children = Annotated[list[str], typer.Option("--child", metavar="REF", help="A child's reference; also several.")]
Names = Annotated[list[str], typer.Option("--name", metavar="NAME", help="Their name, to find where others wrote it.")]
To = Annotated[
    Path | None, typer.Option("--to", metavar="FOLDER", help="The folder to make; its name must not say whose it is.")
]

_ME = "mailservice record access"
_WHO = "Whose email address, or which child's reference (leave it empty to look for a name alone)"
_NAME = "Their name, to find it in what others wrote (leave it empty not to look for one)"
_DONE = """Open {index} in a browser. Other people are marked in it, and nothing is taken out: read all of it, and decide.
What may have to be withheld altogether lies apart: {apart} is for the office alone to open.
The office's book keeps that you did this, and not whose it was. Remove the folder once you are done."""


def record_access(
    address: Addresses = [],  # noqa: B006 - typer reads it, and nobody changes it
    child: Children = [],  # noqa: B006 - typer reads it, and nobody changes it
    name: Names = [],  # noqa: B006 - typer reads it, and nobody changes it
    to: To = None,
    config: Config = None,
) -> None:
    """Write out everything that the record holds on one person, or on a child's reference, for a subject access request.

    Without --address, --child and --name you are asked, so that nobody's name stands in the shell's history, or in sudo's log.
    """
    settings = load(given(config), os.environ, TO_READ)
    policy = load_policy(settings.service.policy, settings.service.overlay)
    with closing(record_of(settings, policy.id)) as record:
        asked = _asked(address, child, name)
        target = (to or Path(f"access-{WallClock().now():%Y-%m-%dT%H%M%SZ}")).absolute()
        _refuse(target, asked)
        access = _written(settings, policy, record, asked, target)
    typer.echo(_told(access, target))
    typer.echo(_DONE.format(index=target / INDEX, apart=target / APART))


def _asked(addresses: list[str], children: list[str], names: list[str]) -> Asked:
    if not (addresses or children or names):
        one = typer.prompt(_WHO, default="", show_default=False).strip()
        name = typer.prompt(_NAME, default="", show_default=False).strip()
        addresses, children, names = ([one] if "@" in one else []), ([one] if one and "@" not in one else []), [name]
    asked = Asked(
        *(tuple(value.strip() for value in values if value.strip()) for values in (addresses, children, names))
    )
    faults = [
        *(
            [Problem(_ME, "", "write whom to look for: an address, a child's reference, or a name")]
            if not asked.keys
            else []
        ),
        *(
            Problem(_ME, "--address", "is no address; write one like name@agency.example")
            for one in asked.addresses
            if "@" not in one[1:-1]
        ),
        *(
            Problem(_ME, "--name", "is no name; write it as others would, first name and surname")
            for one in asked.names
            if not any(words(one))
        ),
    ]
    if faults:
        raise UserError(faults)
    return asked


def _refuse(target: Path, asked: Asked) -> None:
    named = Named(frozenset(), asked.names, asked.children)
    parts = [target.name, target.name.replace("-", " ").replace("_", " ").replace(".", " ")]
    says = any(map(named.in_text, parts)) or any(one.casefold() in target.name.casefold() for one in asked.addresses)
    if says:
        raise UserError([Problem(_ME, "--to", "the folder's name says whose it is; give it another, like access-1")])
    if target.exists() or not target.parent.is_dir():
        raise UserError([Problem(str(target), "", "give a folder that is not there yet, within one that is")])


def _written(settings: Settings, policy: Policy, record: Database, asked: Asked, target: Path) -> Access:
    """Lay the folder, keep that it was done, and only then give it its name: none is there of which the book does not know."""
    under_way = target.with_name(f".{target.name}.under-way")
    by, now = who(), WallClock().now()
    directory = directory_of(settings.service.directory, policy, record)
    try:
        with record.read(policy.id) as tx:
            access = gather(tx, policy, directory, _service(settings), asked, by=by, at=now)
            digest = folder.lay(tx, access, under_way)
        _keep(record, policy.id, access, asked, digest)
        under_way.rename(target)
    except OSError as fault:
        remedy = f"cannot be written ({fault.strerror}); give another folder"
        raise UserError([Problem(str(target), "", remedy)]) from None
    finally:
        folder.remove(under_way)
    return access


def _service(settings: Settings) -> Somebody:
    """Return the service itself, whose address and numbers are nobody's secret."""
    numbers = (settings.danger.referral, settings.danger.out_of_hours)
    return Somebody(
        "", (settings.service.address,), tuple(one for one in numbers if one), work=True, what="the service itself"
    )


def _keep(record: Database, partnership: str, access: Access, asked: Asked, digest: str) -> None:
    emails, letters = access.count("email", apart=True), access.count("letter", apart=True)
    counts = (emails, letters, access.count("entry", "directory", apart=True))
    aside = len(access.apart) + len(access.unseen)
    done = AccessExported(access.at, access.by, asked.keys, len(access.parts), *counts, aside, digest)
    with record.begin(partnership) as tx:
        ledger.append(tx, BOOK, [done], WallClock().now())


def _told(access: Access, target: Path) -> str:
    emails, letters = access.count("email"), access.count("letter")
    if not access.items:
        tried = "Try another address, a name, or the child's reference."
        return f"written: {target}\nThe record holds nothing under that, but for what may lie apart. {tried}"
    found = (
        phrases.counted_things(emails, "email"),
        phrases.counted_things(letters, "letter"),
        phrases.counted_things(len(access.parts), "case"),
    )
    return f"written: {target}\n{phrases.listed(found)}."
