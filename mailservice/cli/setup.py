"""`mailservice setup`: asks its way through an installation, writes commented files, looks whether it works. Start at `setup`.

It may be run again: what was answered before is what Return alone takes, and a line of one's own in the settings stays. No
secret is written into a file that is not its own, and none is shown.
"""

import os
import re
import secrets
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from mailservice.cli.doctor import examined, line, summary
from mailservice.cli.interview import Interview, address, mail_domain, optional, word
from mailservice.cli.options import CONFIG, Config
from mailservice.cli.policies import find
from mailservice.cli.record_init import init
from mailservice.cli.starting import look
from mailservice.errors import Problem, UserError
from mailservice.files import ROOT, policy_file, policy_ids
from mailservice.policy.load import load as load_policy
from mailservice.policy.model import Policy
from mailservice.service.doctor.findings import Finding, worst
from mailservice.settings.commented import filled
from mailservice.settings.loading import as_policy
from mailservice.settings.replacing import replace_file
from mailservice.settings.toml_file import read
from mailservice.transport.secret_file import keep_secret

Where = Annotated[
    Path | None,
    typer.Argument(metavar="[FOLDER]", help="Where its files lie or are to lie, like /var/lib/mailservice."),
]
_PROVIDERS = ("microsoft", "google", "other")
_HOSTS = {
    "microsoft": ("outlook.office365.com", "smtp.office365.com", "exchange-online"),
    "google": ("imap.gmail.com", "smtp.gmail.com", "google"),
}
_SECRETS = {("oauth", "client_secret_file"): "secrets/oauth", ("imap", "password_file"): "secrets/mailbox"}
_UNIT = Path("/etc/systemd/system/mailservice.service")
_TLS = {"587": "starttls", "465": "implicit"}
_OFFICE = """# Who is who. The other agencies, and the people of all, come by a sheet that opens in Excel. Either the office asks
# for it by mail: DIRECTORY, to the service; or on this machine:
#   mailservice directory export --to /tmp/who-is-who.xlsx
# fill it in, and take it: mailservice directory import /tmp/who-is-who.xlsx.
# Or write them here; mailservice directory check tells what is missing.

[office]
name = "{name}"
address = "{address}"
phone = "{phone}"
"""
_AGENCY = """
[[agency]]
id = "{id}"
name = "{name}"
domains = ["{domain}"]
"""


def setup(folder: Where = None, config: Config = None) -> None:
    """Ask for what an installation needs, write its settings, directory and secrets, and look whether it works.

    Run it again to change an answer: Return alone takes what was said before.
    """
    where = _place(folder, config)
    settings = where / "mailservice.toml"
    earlier = read(settings) if settings.exists() else {}
    before = settings.read_text(encoding="utf-8-sig") if earlier else ""
    typer.echo("Return alone takes what stands in [ ]. Nothing is written before the last question.\n")
    asking, files = Interview(earlier), dict[Path, str]()
    kept = _key(asking, where)
    _partnership(asking, where, _policy(asking, where, files))
    _directory(asking, where, files)
    _mailbox(asking, where, kept)
    _numbers(asking)
    files[settings] = _written(before or _example(), asking.answers, settings)
    _lay(where, files, kept)
    _look(settings)


def _place(folder: Path | None, config: Path | None) -> Path:
    if folder is None and config is None:
        raise UserError([Problem("mailservice", "", "name a folder for its files: mailservice setup FOLDER")])
    where = (folder or Path(str(config)).parent).absolute()
    for one in (where, where / "secrets"):
        if not _may_write(one):
            raise UserError([Problem(str(one), "", "you cannot write there: name a folder of your own")])
    return where


def _may_write(folder: Path) -> bool:
    """Tell whether a folder may be written into, or made."""
    try:
        above = next(one for one in (folder, *folder.parents) if one.exists())
    except PermissionError:
        return False
    return above.is_dir() and os.access(above, os.W_OK | os.X_OK, effective_ids=True)


def _example() -> str:
    """Return the commented example, without what is the example's own."""
    text = (ROOT / "deploy" / "mailservice.example.toml").read_text(encoding="utf-8")
    return "\n".join(line for line in text.splitlines() if not line.startswith("closed_days = "))


def _key(asking: Interview, where: Path) -> dict[str, str]:
    """Return a new signing key, by its file's name, where there is none; one of one's own stays where it lies."""
    own = asking.stay("service", "signing_key_file", "secrets/signing-key")
    is_wanted = own == "secrets/signing-key" and not (where / own).exists()
    return {"signing-key": secrets.token_hex(32)} if is_wanted else {}


def _policy(asking: Interview, where: Path, files: dict[Path, str]) -> Policy:
    """Return the policy: the one that the settings name or that is there, else whichever is asked for, as a copy of one's own."""
    own, named = where / "policy.toml", str(asking.before("service", "policy") or "policy.toml")
    there = as_policy(Path(named), where)
    if there.is_file() and (there == where / named or own.exists()):
        asking.keep("service", "policy", named)
        policy = load_policy(there)
        typer.echo(f"The policy is {policy.title}, as {there} says.")
        return policy
    asking.keep("service", "policy", own.name)
    while True:
        given = word(f"Whose policy ({policy_ids()}, or the path of a file of your own)")
        try:
            find(given)
            policy = load_policy(chosen := policy_file(given) or Path(given).absolute())
        except UserError as refused:
            typer.echo(f"  {refused}")
        else:
            files[own] = chosen.read_text(encoding="utf-8")  # an upgrade of the program changes nothing that was agreed
            return policy


def _partnership(asking: Interview, where: Path, policy: Policy) -> None:
    asking.word("service", "name", "The name that letters come from", f"{policy.id.upper()} Escalations")
    asking.address("service", "address", "The mailbox that people copy, like escalate@nscp.example")
    data = asking.word("service", "data", "Where the record is to lie", "data")
    asking.keep("service", "data", data if data == asking.before("service", "data") else str(where / data))


def _directory(asking: Interview, where: Path, files: dict[Path, str]) -> None:
    """Ask how the office is reached, and for two agencies, which is enough for a first case, where there is no directory."""
    named = str(asking.before("service", "directory") or "directory.toml")
    named = asking.keep("service", "directory", named if (where / named).exists() else "directory.toml")
    if (where / named).exists():
        typer.echo(f"The office, the agencies and who is who stand in {where / named}, and stay.")
        return
    name, own = word("The Business Office's name"), str(asking.answers["service", "address"])
    while (office := address("The office's own mailbox")).lower() == own.lower():
        typer.echo(f"  another one: what comes to {own} is read by the service")
    text = _OFFICE.format(name=name, address=office, phone=word("The office's telephone number"))
    typer.echo("Two agencies to begin with; the others, and who is who in them, come by the office's sheet.")
    taken: set[str] = set()
    for which in ("One agency's name", "The other's name"):
        name = word(which)
        domain = mail_domain("  What follows the @ in its addresses", taken)
        taken.add(short := domain.replace(".", "-"))
        text += _AGENCY.format(id=short, name=name, domain=domain)
    files[where / named] = text


def _mailbox(asking: Interview, where: Path, kept: dict[str, str]) -> None:
    earlier = asking.before("oauth", "provider") or ("other" if asking.before("imap", "host") else None)
    provider = asking.choice("Where the mailbox is", _PROVIDERS, earlier)
    if provider != earlier:
        _leave_provider(asking)
    if provider == "other":
        _elsewhere(asking, where, kept)
        return
    imap, smtp, profile = _HOSTS[provider]
    asking.stay("imap", "host", imap)
    asking.stay("smtp", "host", smtp)
    asking.follow("imap", "user", ("service", "address"))
    asking.follow("smtp", "user", ("imap", "user"))
    asking.stay("trust", "profile", profile)
    asking.keep("oauth", "provider", provider)
    if provider == "google":
        asking.file("oauth", "service_account_file", "The service account's key file")
        return
    asking.word("oauth", "tenant", "Directory (tenant) ID, as Entra shows it")
    asking.word("oauth", "client_id", "Application (client) ID")
    _proof(asking, where, kept)


def _leave_provider(asking: Interview) -> None:
    """Take away what holds for the provider before alone: its ways in would stand beside those of the next, and contradict."""
    asking.forget("oauth")
    asking.forget("smtp_oauth")
    for server in ("imap", "smtp"):
        asking.forget(server, "host", "port", "tls", "user", "password_file", "ca_file")
    asking.forget("trust", "profile", "authserv_ids", "position", "strips")


def _proof(asking: Interview, where: Path, kept: dict[str, str]) -> None:
    """Ask how the application proves itself; one way alone stays."""
    ways = {"secret": "client_secret_file", "certificate": "certificate_file", "sign-in": "refresh_token_file"}
    earlier = next((way for way in ("certificate", "sign-in", "secret") if asking.before("oauth", ways[way])), "secret")
    # To sign in comes after the settings, and only where the tenant lets no application in: by hand, and then it stays.
    way = asking.choice("It proves itself by a", tuple(ways)[: 3 if earlier == "sign-in" else 2], earlier)
    for other in ways.keys() - {way}:
        asking.forget("oauth", ways[other])
    if way == "secret":
        _secret(asking, where, kept, ("oauth", "client_secret_file"), "The secret's Value")
        asking.day("oauth", "secret_ends", "The secret's last day, like 2027-05-01")
        return
    asking.forget("oauth", "secret_ends")
    if way == "certificate":
        asking.file("oauth", "certificate_file", "The PEM file of its private key and certificate")


def _elsewhere(asking: Interview, where: Path, kept: dict[str, str]) -> None:
    """Ask for the servers of any other provider, or of one's own."""
    host = asking.word("imap", "host", "The IMAP server (TLS, port 993)")
    asking.word("smtp", "host", "The submission server (SMTP)", host)
    port = asking.choice("Its port", tuple(_TLS), str(asking.before("smtp", "port") or 587))
    asking.keep("smtp", "port", int(port))
    asking.keep("smtp", "tls", _TLS[port])
    asking.word("imap", "user", "The account's name", str(asking.answers["service", "address"]))
    asking.follow("smtp", "user", ("imap", "user"))
    _secret(asking, where, kept, ("imap", "password_file"), "Its password")
    asking.follow("smtp", "password_file", ("imap", "password_file"))
    asking.file_or_none("imap", "ca_file", "The certificate of your own authority", "a public one vouches")
    if ("imap", "ca_file") in asking.answers:
        asking.follow("smtp", "ca_file", ("imap", "ca_file"))
    earlier = ", ".join(asking.listed("trust", "authserv_ids"))
    served = optional("What your server calls itself in Authentication-Results", earlier, "it writes none")
    if served:
        asking.keep("trust", "authserv_ids", tuple(re.split(r"[\s,]+", served)))
    else:
        asking.forget("trust", "authserv_ids", "position", "strips")
    asking.keep("trust", "profile", "rfc8601" if served else "verify")


def _secret(asking: Interview, where: Path, kept: dict[str, str], place: tuple[str, str], text: str) -> None:
    """Ask for a secret, unseen; Return alone leaves the one that is there, and so does a file of one's own."""
    ours = _SECRETS[place]
    named = asking.stay(*place, ours)
    if named != ours:
        typer.echo(f"{text}: from {named}, as the settings say.")
        return
    there = (where / ours).exists()
    asked = f"{text} (Return: as it is)" if there else text
    while True:
        said = str(typer.prompt(asked, default="", hide_input=True, show_default=False)).strip()
        if there and not said:
            return
        if said and said.isprintable():
            kept[Path(ours).name] = said
            return
        typer.echo("  it is empty, or has keys in it that show nothing: once more, please")


def _numbers(asking: Interview) -> None:
    asking.word("danger", "referral", "Whom people ring to refer a child or an adult: the number")
    asking.word("danger", "out_of_hours", "The number at night and at weekends")
    asking.lines("family", "lines", "What a parent who writes is told besides: whom they can ring to complain")


def _written(text: str, answers: Mapping[tuple[str, str], Any], settings: Path) -> str:
    """Return the settings with these answers; UserError where a file of one's own is too much changed to take them."""
    plain = {place: list(value) if isinstance(value, tuple) else value for place, value in answers.items()}
    try:
        # What stays is not written anew: it may stand there in a way of one's own.
        said = filled(
            text, {place: answers[place] for place in plain if plain[place] != _said(tomllib.loads(text), place)}
        )
        read_back = tomllib.loads(said)
    except (KeyError, tomllib.TOMLDecodeError):
        remedy = "has changes that setup cannot write into: change it by hand, then: mailservice settings check"
        raise UserError([Problem(str(settings), "", remedy)]) from None
    if any(_said(read_back, place) != value for place, value in plain.items()):
        remedy = "says something twice, so setup cannot change it: change it by hand, then: mailservice settings check"
        raise UserError([Problem(str(settings), "", remedy)])
    return said


def _said(settings: Mapping[str, Any], place: tuple[str, str]) -> Any:
    section, key = place
    content = settings.get(section)
    return content.get(key) if isinstance(content, dict) else None


def _lay(where: Path, files: Mapping[Path, str], kept: Mapping[str, str]) -> None:
    """Write everything, each file whole or not at all, the secrets first and the settings last; what was not asked for stays."""
    here = hidden = where / "secrets"
    try:
        where.mkdir(parents=True, mode=0o700, exist_ok=True)
        hidden.mkdir(mode=0o700, exist_ok=True)
        for name, secret in kept.items():
            keep_secret(hidden / name, secret)
        for here, text in files.items():
            if not here.exists() or here.read_text(encoding="utf-8-sig") != text:
                replace_file(here.resolve(), text.encode())
    except OSError as failure:
        again = f"cannot be written ({failure.strerror}): put that right, and run it again"
        raise UserError([Problem(str(here), "", again)]) from None
    typer.echo(f"\nWritten: {where / 'mailservice.toml'}, beside it policy and directory, and the secrets in {hidden}.")


def _look(settings: Path) -> None:
    """Look at what was written, and at the servers; begin the record, where that is wanted."""
    faults = look(settings, os.environ).faults
    for one in faults:
        typer.echo(f"Still to do: {one}")
    if faults or not _servers_let_us_in(settings):
        again = f"mailservice setup {settings.parent}"
        typer.echo(f"\nNext:  put that right, in the file or by: {again}   (Return alone takes what you said)")
        raise typer.Exit(1)
    if typer.confirm("\nBegin the record now? Say no if this service has a record already.", default=True):
        init(settings)
    typer.echo(f"\nNext:  {_start(settings)}")
    typer.echo("Everything is a trial until trial = false stands under [service].")


def _start(settings: Path) -> str:
    """Return how the service is started: by its unit, where deploy/install.sh has laid one for these settings."""
    if os.environ.get(CONFIG) != str(settings):
        return f"export {CONFIG}={settings}\n       mailservice run"
    return "systemctl enable --now mailservice" if _UNIT.exists() else "mailservice run"


def _servers_let_us_in(settings: Path) -> bool:
    """Show what `mailservice doctor` finds, if that is wanted; False where something is wrong."""
    if not typer.confirm("\nLook now whether servers, mailbox and machine are as they must be?", default=True):
        return True
    console, found = Console(highlight=False), list[Finding]()
    for one in examined(settings):
        found.append(one)
        console.print(line(one))
    console.print(summary(found))
    return worst(found) != "wrong"
