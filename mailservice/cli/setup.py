"""`mailservice setup`: asks its way through an installation, writes commented files, looks whether it works. Start at `setup`.

It may be run again: what was answered before is what Return alone takes, and a line of one's own in the settings stays. No
secret is written into a file that is not its own, and none is shown.
"""

import os
import secrets
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from mailservice.cli.doctor import examined, line, summary
from mailservice.cli.interview import Interview, address, mail_domain, word
from mailservice.cli.options import CONFIG, Config, write
from mailservice.cli.policies import find
from mailservice.cli.record_init import init
from mailservice.cli.starting import look
from mailservice.errors import Problem, UserError
from mailservice.files import ROOT, policy_file, policy_ids
from mailservice.policy.load import load as load_policy
from mailservice.service.doctor.findings import Finding, worst
from mailservice.settings.commented import filled
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
_UNIT = Path("/etc/systemd/system/mailservice.service")
_TLS = {"587": "starttls", "465": "implicit"}
_OFFICE = """# Who is who. The other agencies, and the people of all, come by a sheet that opens in Excel. Either the office asks
# for it by mail: DIRECTORY, to the service; or on this machine:
#   mailservice directory export {folder}/directory.toml --output who-is-who.xlsx
# fill it in, and take it: mailservice directory import who-is-who.xlsx.
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
    before = settings.read_text(encoding="utf-8") if settings.exists() else ""
    typer.echo("Return alone takes what stands in [ ]. Nothing is written before the last question.\n")
    asking = Interview(read(settings) if before else {})
    kept: dict[str, str] = {}
    if not (where / "secrets" / "signing-key").exists():
        kept["signing-key"] = secrets.token_hex(32)
    policy = _policy(where)
    _partnership(asking, where, load_policy(policy).id)
    directory = "" if (where / "directory.toml").exists() else _directory(where)
    _mailbox(asking, where, kept)
    _numbers(asking)
    asking.keep("service", "directory", "directory.toml")
    asking.keep("service", "signing_key_file", "secrets/signing-key")
    text = _written(before or _example(), asking.answers, settings)
    _lay(where, text, policy, directory, kept)
    _look(settings)


def _place(folder: Path | None, config: Path | None) -> Path:
    if folder is None and config is None:
        raise UserError([Problem("mailservice", "", "name a folder for its files: mailservice setup FOLDER")])
    where = (folder or Path(str(config)).parent).absolute()
    above = next(one for one in (where, *where.parents) if one.exists())
    if not above.is_dir() or not os.access(above, os.W_OK):
        raise UserError([Problem(str(above), "", "nothing can be written there: name a folder of your own")])
    return where


def _example() -> str:
    """Return the commented example, without what is the example's own."""
    text = (ROOT / "deploy" / "mailservice.example.toml").read_text(encoding="utf-8")
    return "\n".join(line for line in text.splitlines() if not line.startswith("closed_days = "))


def _policy(where: Path) -> Path:
    """Return the file of the policy: the one that is there, else whichever is asked for."""
    if (there := where / "policy.toml").exists():
        typer.echo(f"The policy is {load_policy(there).title}, as {there} says.")
        return there
    while True:
        given = word(f"Whose policy ({policy_ids()}, or the path of a file of your own)")
        try:
            find(given)
        except UserError as refused:
            typer.echo(f"  {refused}")
        else:
            return policy_file(given) or Path(given).absolute()


def _partnership(asking: Interview, where: Path, policy: str) -> None:
    asking.keep("service", "policy", "policy.toml")
    asking.word("service", "name", "The name that letters come from", f"{policy.upper()} Escalations")
    asking.address("service", "address", "The mailbox that people copy, like escalate@nscp.example")
    data = Path(asking.word("service", "data", "Where the record is to lie", "data"))
    asking.keep("service", "data", str(data if data.is_absolute() else where / data))


def _directory(where: Path) -> str:
    """Ask how the office is reached, and for two agencies, which is enough for a first case; return the directory's text."""
    office = (
        word("The Business Office's name"),
        address("The office's own mailbox"),
        word("The office's telephone number"),
    )
    text = _OFFICE.format(folder=where, name=office[0], address=office[1], phone=office[2])
    typer.echo("Two agencies to begin with; the others, and who is who in them, come by the office's sheet.")
    taken: set[str] = set()
    for which in ("One agency's name", "The other's name"):
        name = word(which)
        domain = mail_domain("  What follows the @ in its addresses", taken)
        taken.add(domain)
        text += _AGENCY.format(id=domain.replace(".", "-"), name=name, domain=domain)
    return text


def _mailbox(asking: Interview, where: Path, kept: dict[str, str]) -> None:
    earlier = asking.before("oauth", "provider") or ("other" if asking.before("imap", "host") else None)
    provider = asking.choice("Where the mailbox is", _PROVIDERS, earlier)
    user = str(asking.answers["service", "address"])
    if provider == "other":
        _elsewhere(asking, where, kept, user)
        return
    imap, smtp, profile = _HOSTS[provider]
    asking.keep("imap", "host", imap)
    asking.keep("smtp", "host", smtp)
    for server in ("imap", "smtp"):
        asking.keep(server, "user", asking.before(server, "user") or user)
    asking.keep("trust", "profile", profile)
    asking.keep("oauth", "provider", provider)
    if provider == "google":
        asking.file("oauth", "service_account_file", "The service account's key file")
        return
    asking.word("oauth", "tenant", "Directory (tenant) ID, as Entra shows it")
    asking.word("oauth", "client_id", "Application (client) ID")
    earlier = "certificate" if asking.before("oauth", "certificate_file") else "secret"
    if asking.choice("It proves itself by a", ("secret", "certificate"), earlier) == "certificate":
        asking.file("oauth", "certificate_file", "The PEM file of its private key and certificate")
        return
    _secret(where, kept, "oauth", "The secret's Value")
    asking.keep("oauth", "client_secret_file", "secrets/oauth")
    asking.day("oauth", "secret_ends", "The secret's last day, like 2027-05-01")


def _elsewhere(asking: Interview, where: Path, kept: dict[str, str], user: str) -> None:
    """Ask for the servers of any other provider, or of one's own."""
    host = asking.word("imap", "host", "The IMAP server (TLS, port 993)")
    asking.word("smtp", "host", "The submission server (SMTP)", host)
    port = asking.choice("Its port", tuple(_TLS), str(asking.before("smtp", "port") or 587))
    asking.keep("smtp", "port", int(port))
    asking.keep("smtp", "tls", _TLS[port])
    asking.word("imap", "user", "The account's name", user)
    asking.keep("smtp", "user", asking.answers["imap", "user"])
    _secret(where, kept, "mailbox", "Its password")
    for server in ("imap", "smtp"):
        asking.keep(server, "password_file", "secrets/mailbox")
    asking.file("imap", "ca_file", "The certificate of your own authority (Return: a public one vouches)", needed=False)
    if authority := asking.answers.get(("imap", "ca_file")):
        asking.keep("smtp", "ca_file", authority)
    earlier = asking.before("trust", "authserv_ids") or ""
    served = word(
        "What your server calls itself in Authentication-Results (Return: it writes none)", earlier, empty=True
    )
    asking.keep("trust", "profile", "rfc8601" if served else "verify")
    if served:
        asking.keep("trust", "authserv_ids", (served,))


def _secret(where: Path, kept: dict[str, str], name: str, text: str) -> None:
    """Ask for a secret, unseen; Return alone leaves the one that is there."""
    there = (where / "secrets" / name).exists()
    asked = f"{text} (Return: as it is)" if there else text
    said = ""
    while not said:
        said = str(typer.prompt(asked, default="", hide_input=True, show_default=False)).strip()
        if there and not said:
            return
    kept[name] = said


def _numbers(asking: Interview) -> None:
    asking.word("danger", "referral", "Whom people ring to refer a child or an adult: the number")
    asking.word("danger", "out_of_hours", "The number at night and at weekends")
    asking.line("family", "lines", "What a parent who writes is told besides: whom they can ring to complain")


def _written(text: str, answers: Mapping[tuple[str, str], Any], settings: Path) -> str:
    """Return the settings with these answers; UserError where a file of one's own is too much changed to take them."""
    try:
        said = filled(text, answers)
        read_back = tomllib.loads(said)
    except (KeyError, tomllib.TOMLDecodeError):
        remedy = "has changes that setup cannot write into: change it by hand, then: mailservice settings check"
        raise UserError([Problem(str(settings), "", remedy)]) from None
    plain = {place: list(value) if isinstance(value, tuple) else value for place, value in answers.items()}
    if any(read_back[section][key] != value for (section, key), value in plain.items()):
        remedy = "says something twice, so setup cannot change it: change it by hand, then: mailservice settings check"
        raise UserError([Problem(str(settings), "", remedy)])
    return said


def _lay(where: Path, text: str, policy: Path, directory: str, kept: Mapping[str, str]) -> None:
    """Write everything, the secrets first; what was there and was not asked for stays."""
    hidden, settings, own = where / "secrets", where / "mailservice.toml", where / "policy.toml"
    try:
        hidden.mkdir(parents=True, mode=0o700, exist_ok=True)
        for name, secret in kept.items():
            keep_secret(hidden / name, secret)
    except OSError as failure:
        raise UserError([Problem(str(hidden), "", f"cannot be written ({failure.strerror})")]) from None
    write(settings, text)
    if policy != own:  # its own: an upgrade of the program changes nothing that was agreed
        write(own, policy.read_text(encoding="utf-8"))
    if directory:
        write(where / "directory.toml", directory)
    typer.echo(f"\nWritten: {settings}, beside it policy.toml and directory.toml, and the secrets in {hidden}.")


def _look(settings: Path) -> None:
    """Look at what was written, and at the servers; begin the record, where that is wanted."""
    faults = look(settings, os.environ).faults
    for one in faults:
        typer.echo(f"Still to do: {one}")
    if faults or not _servers_let_us_in(settings):
        again = f"mailservice setup {settings.parent}"
        typer.echo(f"\nNext:  put that right, in the file or by: {again}   (Return alone takes what you said)")
        return
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
