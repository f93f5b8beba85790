"""`mailservice setup FOLDER`: asks its way through an installation, and writes its commented files. Start at `setup`.

Nothing that is there is written over, and no secret into a file that is not its own. What it writes is checked as every start
checks it, and what is still missing is said with what to write.
"""

import os
import secrets
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from mailservice.cli.options import CONFIG, write
from mailservice.cli.policies import FOLDER, files_in, find
from mailservice.cli.starting import look
from mailservice.errors import Problem, UserError
from mailservice.files import ROOT
from mailservice.settings.commented import Value, filled
from mailservice.transport.secret_file import keep_secret

Answers = dict[tuple[str, str], Value]
Where = Annotated[Path, typer.Argument(metavar="FOLDER", help="Where its files are to lie, like /etc/mailservice.")]
_PROVIDERS = ("microsoft", "google", "other")
_HOSTS = {
    "microsoft": ("outlook.office365.com", "smtp.office365.com", "exchange-online"),
    "google": ("imap.gmail.com", "smtp.gmail.com", "google"),
}
_OFFICE = """# Who is who. The office is here; the agencies and their people come by a sheet, which opens in Excel:
#   mailservice directory export {folder}/directory.toml --output who-is-who.xlsx
# fill it in, and take it: mailservice directory import who-is-who.xlsx. Or write them here, as in
# {example}

[office]
name = "{name}"
address = "{address}"
phone = "{phone}"
"""


def setup(folder: Where) -> None:
    """Ask for what an installation needs, and write its settings, directory, and a file for each secret."""
    settings, directory, hidden = folder / "mailservice.toml", folder / "directory.toml", folder / "secrets"
    policy = folder / "policy.toml"
    for one in (settings, directory, policy, hidden):
        if one.exists():
            raise UserError(
                [Problem(str(one), "", "is there already, and nothing is written over: name another folder")]
            )
    typer.echo("Return alone takes what stands in [ ]. Nothing is written before the last question.\n")
    answers: Answers = {}
    kept: dict[str, str] = {"signing-key": secrets.token_hex(32)}
    source, office = _partnership(answers, folder)
    _mailbox(answers, kept)
    _numbers(answers)
    answers |= {("service", "directory"): "directory.toml", ("service", "signing_key_file"): "secrets/signing-key"}
    text = filled(_example(), answers)
    hidden.mkdir(parents=True, mode=0o700)
    for name, secret in kept.items():
        keep_secret(hidden / name, secret)
    write(settings, text)
    write(
        policy, source.read_text(encoding="utf-8")
    )  # its own: an upgrade of the program changes nothing that was agreed
    write(directory, _OFFICE.format(folder=folder, example=ROOT / "deploy" / "directory.example.toml", **office))
    typer.echo(
        f"\nWritten: {settings}, {policy}, {directory}, and {len(kept)} secret{'s'[: len(kept) != 1]} in {hidden}."
    )
    _next(settings)


def _example() -> str:
    """Return the commented example, without what is the example's own."""
    text = (ROOT / "deploy" / "mailservice.example.toml").read_text(encoding="utf-8")
    return "\n".join(line for line in text.splitlines() if not line.startswith("closed_days = "))


def _partnership(answers: Answers, folder: Path) -> tuple[Path, Mapping[str, str]]:
    """Ask whose it is; return the policy's file, and how the office is reached."""
    known = ", ".join(file.stem.rpartition("-")[2] for file in files_in(FOLDER))
    policy = None
    while policy is None:
        given = typer.prompt(f"Whose policy ({known}, or the path of a file of your own)")
        try:
            policy = find(given)
        except UserError as refused:
            typer.echo(f"  {refused}")
    file = next((one for one in files_in(FOLDER) if one.stem.endswith(f"-{given.lower()}")), Path(given)).absolute()
    name = typer.prompt("The name that letters come from", default=f"{policy.id.upper()} Escalations")
    address = _address("The mailbox that people copy, like escalate@nscp.example")
    office = {"name": _quoted("The Business Office's name"), "address": _address("The office's own mailbox")}
    office["phone"] = _quoted("The office's telephone number")
    answers |= {
        ("service", "name"): name,
        ("service", "address"): address,
        ("service", "policy"): "policy.toml",
        ("service", "data"): str(
            Path(typer.prompt("Where the record is to lie", default=str(folder / "data"))).absolute()
        ),
    }
    return file, office


def _mailbox(answers: Answers, kept: dict[str, str]) -> None:
    provider = _one_of(f"Where the mailbox is ({', '.join(_PROVIDERS)})", _PROVIDERS)
    user = str(answers["service", "address"])
    if provider == "other":
        imap, smtp, profile = _quoted("The IMAP server"), _quoted("The submission server (SMTP)"), "rfc8601"
        kept["mailbox"] = typer.prompt("The mailbox's password", hide_input=True)
        served = _quoted("What your server calls itself in Authentication-Results, like mx.nscp.example")
        answers[("trust", "authserv_ids")] = (served,)
        answers |= {("imap", "password_file"): "secrets/mailbox", ("smtp", "password_file"): "secrets/mailbox"}
    else:
        imap, smtp, profile = _HOSTS[provider]
        answers[("oauth", "provider")] = provider
    if provider == "microsoft":
        answers[("oauth", "tenant")] = _quoted("Directory (tenant) ID, as Entra shows it")
        answers[("oauth", "client_id")] = _quoted("Application (client) ID")
        kept["oauth"] = typer.prompt("The secret's Value", hide_input=True)
        answers[("oauth", "client_secret_file")] = "secrets/oauth"
        answers[("oauth", "secret_ends")] = _day("The secret's last day, like 2027-05-01")
    if provider == "google":
        answers[("oauth", "service_account_file")] = str(Path(_quoted("The service account's key file")).absolute())
    answers |= {("imap", "host"): imap, ("imap", "user"): user, ("smtp", "host"): smtp, ("smtp", "user"): user}
    answers[("trust", "profile")] = profile


def _numbers(answers: Answers) -> None:
    answers[("danger", "referral")] = _quoted("Whom people ring to refer a child or an adult: the number")
    answers[("danger", "out_of_hours")] = _quoted("The number at night and at weekends")
    answers[("family", "lines")] = (
        _quoted("What a parent who writes is told, besides the numbers: whom they can ring to complain"),
    )


def _next(settings: Path) -> None:
    seen = look(settings, os.environ)
    for one in seen.faults:
        typer.echo(f"Still to do: {one}")
    typer.echo(f"\nNext:  export {CONFIG}={settings.absolute()}")
    typer.echo("       mailservice doctor           what is wrong with servers, mailbox and machine, and what to do")
    typer.echo("       mailservice record init      once; then: mailservice run")
    typer.echo("Until nobody is harmed by a mistake any more, trial = true stands under [service].")


def _quoted(text: str) -> str:
    """Ask for words that can stand in a file as they are."""
    while True:
        said = str(typer.prompt(text)).strip()
        if said and not set('"\\') & {*said}:
            return said
        typer.echo("  without quotation marks or backslashes, please")


def _address(text: str) -> str:
    while True:
        said = _quoted(text)
        if said.count("@") == 1 and all(said.partition("@")[::2]) and not set(" <>") & {*said}:
            return said
        typer.echo("  an address alone, like office@nscp.example")


def _one_of(text: str, known: tuple[str, ...]) -> str:
    while True:
        said = str(typer.prompt(text)).strip().lower()
        if said in known:
            return said
        typer.echo(f"  one of {', '.join(known)}")


def _day(text: str) -> date:
    while True:
        try:
            return date.fromisoformat(_quoted(text))
        except ValueError:
            typer.echo("  a date, like 2027-05-01")
