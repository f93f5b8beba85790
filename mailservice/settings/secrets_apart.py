"""The secrets that settings go without: each from the environment, or from a file of its own. Start at `bring_in`."""

from collections.abc import Collection, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from mailservice.errors import Problem
from mailservice.settings.secret_files import why_unread
from mailservice.settings.toml_file import Raw, read
from mailservice.transport.secret_file import read_secret

# Section and key of each secret: the environment's name for it, and the key that may name a file instead.
SECRETS = {
    ("service", "signing_key"): ("MAILSERVICE_SIGNING_KEY", "signing_key_file"),
    ("imap", "password"): ("MAILSERVICE_IMAP_PASSWORD", "password_file"),
    ("smtp", "password"): ("MAILSERVICE_SMTP_PASSWORD", "password_file"),
    ("oauth", "client_secret"): ("MAILSERVICE_OAUTH_CLIENT_SECRET", "client_secret_file"),
    ("smtp_oauth", "client_secret"): ("MAILSERVICE_SMTP_OAUTH_CLIENT_SECRET", "client_secret_file"),
    ("database", "url"): ("MAILSERVICE_DATABASE_URL", "url_file"),
    ("broker", "url"): ("MAILSERVICE_BROKER_URL", "url_file"),
}
FILES_OF_SECRETS = (
    ("oauth", "certificate_file"),
    ("oauth", "service_account_file"),
    ("smtp_oauth", "certificate_file"),
    ("smtp_oauth", "service_account_file"),
)
INSTEAD_OF_A_SECRET = ("certificate_file", "refresh_token_file", "service_account_file")
MAKE_A_KEY = "one is made by: mailservice settings key FILE"


def bring_in(raw: Raw, path: Path, environ: Mapping[str, str], secrets: Collection[tuple[str, str]]) -> list[Problem]:
    """Put the secrets that are asked for into what the settings at `path` say; return what is wrong with any."""
    mistaken = _mistaken(raw, path, environ)
    for section, key in FILES_OF_SECRETS:
        if isinstance(content := raw.get(section), dict) and isinstance(named := content.get(key), str):
            content[key] = str(lies(path, named, environ))
    return [*mistaken, *(one for where in SECRETS for one in _bring_in(raw, where, path, environ, secrets))]


def _mistaken(raw: Raw, path: Path, environ: Mapping[str, str]) -> list[Problem]:
    """Return the secrets that would be taken for one another, since they are handed over by the name of their file alone."""
    places = [*((section, key) for (section, _), (_, key) in SECRETS.items()), *FILES_OF_SECRETS]
    found: dict[Path, str] = {}
    problems = []
    for section, key in places:
        content = raw.get(section)
        named = content.get(key) if isinstance(content, dict) else None
        if not isinstance(named, str) or (file := lies(path, named, environ)) == path.absolute().parent / named:
            continue
        if found.setdefault(file, named) != named:
            remedy = f"another secret's file is called {file.name} too, and systemd goes by names alone; give this one another"
            problems.append(Problem(str(path), f"[{section}] {key}", remedy))
    return problems


def secret_files(path: Path, environ: Mapping[str, str]) -> list[Path]:
    """Return the files that the settings in this file name for secrets, whatever else is wrong there; UserError, unread."""
    raw, keys = read(path), {key for _, key in SECRETS.values()} | {*INSTEAD_OF_A_SECRET}
    named = [content.get(key) for content in raw.values() if isinstance(content, dict) for key in sorted(keys)]
    return [lies(path, one, environ) for one in dict.fromkeys(named) if isinstance(one, str) and one]


def _bring_in(
    raw: Raw, where: tuple[str, str], path: Path, environ: Mapping[str, str], secrets: Collection[tuple[str, str]]
) -> list[Problem]:
    """Put a secret into its section from the environment, else from the file named there; faults if it cannot be."""
    section, key = where
    variable, key_of_file = SECRETS[where]
    wanted = where in secrets
    secret = environ.get(variable, "") if wanted else ""
    content = raw.setdefault(section, {}) if secret else raw.get(section)
    if not isinstance(content, dict):
        return []  # the shape tells of it
    named, faults = content.pop(key_of_file, None), {}
    if wanted and not secret and named is not None:
        file = lies(path, str(named), environ)
        secret = _secret_in(file, key)
        if not secret:
            faults[key_of_file] = f"{why_unread(file)}; or set {variable}{_kept_as_it_was(key)}"
    if _holds_secret(key, content):
        faults[key] = (
            f"a secret may not stand in this file; set {variable}, or name a file in {key_of_file}, and change it"
        )
    elif wanted and secret and where == ("imap", "password") and "oauth" in raw:
        faults[key] = "there is [oauth] too; leave out the one by which you do not log in"
    elif wanted and not secret and not faults and _needed(where, raw):
        faults[key] = f"missing; write it into {variable} or into a file that {key_of_file} names{_made_by(key)}"
    if secret or key != "url":
        content.pop(key, None)
    if secret:
        content[key] = secret
    if key == "client_secret" and named is not None and wanted and not environ.get(variable) and not faults:
        content[key_of_file] = str(lies(path, str(named), environ))  # an exchanged one is taken without a new start
    return [Problem(str(path), f"[{section}] {name}", remedy) for name, remedy in faults.items()]


def lies(path: Path, named: str, environ: Mapping[str, str]) -> Path:
    """Return where a secret's file lies: handed over by whoever started us, under its name, or as the settings at `path` say.

    `CREDENTIALS_DIRECTORY` is systemd's for LoadCredential= (systemd.exec(5), Credentials); a container's image may set it too.
    """
    handed = Path(environ.get("CREDENTIALS_DIRECTORY", ""), Path(named).name)
    return handed if environ.get("CREDENTIALS_DIRECTORY") and handed.is_file() else path.absolute().parent / named


def _needed(where: tuple[str, str], raw: Raw) -> bool:
    """Tell whether nothing runs without this secret: a server that knows no user asks for none, a token replaces a password."""
    section, key = where
    if key == "client_secret":
        return not any(raw[section].get(one) for one in INSTEAD_OF_A_SECRET)
    if key == "password" and ("oauth" in raw or f"{section}_oauth" in raw):
        return False
    return key != "url" and (section != "smtp" or bool(raw[section].get("user")))


def _kept_as_it_was(key: str) -> str:
    first = "the one that letters were signed with, for with another the service waits; at a first installation alone "
    return f". Put back {first}{MAKE_A_KEY}" if key == "signing_key" else ""


def _made_by(key: str) -> str:
    return f"; {MAKE_A_KEY}" if key == "signing_key" else ""


def _holds_secret(key: str, content: Raw) -> bool:
    """Tell whether the file itself holds a secret; a URL without a password is none."""
    if key != "url":
        return key in content
    try:
        return bool(urlsplit(str(content.get(key, ""))).password)
    except ValueError:
        return False  # the shape tells of it


def _secret_in(path: Path, key: str) -> str:
    """Return what a file holds; nothing where it cannot be read, or holds more than the one line that a secret has."""
    try:
        secret = read_secret(path)
        return secret if key == "signing_key" or len(secret.splitlines()) == 1 else ""
    except (OSError, UnicodeError):
        return ""
