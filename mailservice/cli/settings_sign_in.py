"""`mailservice settings sign-in`: somebody signs in at Microsoft once, by a browser anywhere, and the service goes on as them."""

import os

import typer

from mailservice.cli.options import Config, given
from mailservice.errors import Problem, UserError
from mailservice.service.assembly import tokens_of
from mailservice.settings.loading import load


def settings_sign_in(config: Config = None) -> None:
    """Sign in for the service, where its tenant lets no application in: the settings name a refresh_token_file then."""
    file = given(config)
    settings = load(file, os.environ)
    if settings.oauth is None or settings.oauth.refresh_token_file is None:
        remedy = (
            'nobody signs in for this installation; where somebody should, write refresh_token_file = "refresh-token"'
        )
        raise UserError([Problem(str(file), "[oauth]", remedy)])
    tokens = tokens_of(settings.oauth, settings.imap.user, float(settings.imap.timeout_seconds))
    kept = tokens.sign_in(_tell)
    typer.echo(
        f"Signed in. What the service goes on with is in {kept}, for its own user alone. Next: mailservice doctor"
    )


def _tell(page: str, code: str) -> None:
    typer.echo(f"Open {page} in a browser, on any machine, and type the code {code} there.")
    typer.echo("Sign in as the account that may use the mailbox. This goes on by itself then …")
