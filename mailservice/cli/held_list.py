"""`mailservice held list`: the emails that are held, and of those in confidence how many."""

import json

import typer

from mailservice.cli.options import AsJson, Config
from mailservice.cli.shelf import opened
from mailservice.mail import glimpse
from mailservice.record import contents, lookup, mails
from mailservice.service import folders


def held_list(*, as_json: AsJson = False, config: Config = None) -> None:
    """List the emails that are held, the oldest first; of those in confidence only how many there are."""
    lines: list[dict[str, str]] = []
    with opened(config) as shelf:
        for number in mails.held(shelf.tx, folders.CONFIDENTIAL):
            one = mails.get(shelf.tx, number)
            seen = glimpse.heading(contents.get(shelf.tx, one.digest) or b"")
            at = one.internal_date.astimezone(shelf.zone)
            case = lookup.case(shelf.tx, one.case).reference if one.case else ""
            lines.append(
                {"number": str(number), "at": f"{at:%a %d %b %Y %H:%M}", "from": seen.sender.address, "case": case}
            )
        private = mails.held_in(shelf.tx, folders.CONFIDENTIAL)
    if as_json:
        typer.echo(json.dumps({"held": lines, "in_confidence": private}, indent=2))
        return
    for line in lines:
        typer.echo("  ".join(part for part in (f"{line['number']:>5}", line["at"], line["from"], line["case"]) if part))
    typer.echo(f"{len(lines)} held; {private} in confidence, which only their senders let go on.")
