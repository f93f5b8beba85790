"""What other people's servers said when something was wrong, and what a careful person takes it for: `said.jsonl`.

Each row holds a server's own words as somebody published them, names and addresses replaced, and a person's judgement that was
written down before our own was looked at. The rows of half 2 were put away until our judgement of half 1 was mended.
"""

import json
import socket
import sqlite3
import ssl
from dataclasses import dataclass, field
from imaplib import IMAP4
from pathlib import Path
from smtplib import SMTPNotSupportedError, SMTPServerDisconnected
from types import FunctionType
from typing import Any

import psycopg
from imapclient.exceptions import IMAPClientError, LoginError
from pydantic import TypeAdapter
from sqlalchemy import exc

FILE = Path(__file__).with_name("said.jsonl")
# Which function of imapclient each command is.
_COMMANDS = {
    "select": "select_folder",
    "create": "create_folder",
    "list": "list_folders",
    "expunge": "uid_expunge",
}


@dataclass(frozen=True)
class Said:
    """What one server said. `how` is the exception, or the step of an SMTP session; `code` a number that came with it.

    `takes` are the things that a careful person may take it for, `fate` whether it passes, and `stops` one letter or all.
    `short` is what we take it for instead, where we fall short.
    """

    half: int
    place: str
    how: str
    says: str
    takes: tuple[str, ...]
    fate: tuple[str, ...] = ("weather",)
    stops: tuple[str, ...] = ("all",)
    code: int | None = None
    command: str = ""
    short: str = ""
    number: int = field(default=0, compare=False)

    def __str__(self) -> str:
        """Name it in a test's report."""
        return f"{self.number} {self.place} {self.says[:50]}"


def rows() -> list[Said]:
    """Return every row."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return [TypeAdapter(Said).validate_python({**json.loads(line), "number": at}) for at, line in enumerate(lines, 1)]


def as_raised(one: Said) -> Exception:
    """Return the exception that a library would raise for it, raised in the function that would raise it."""
    make = {
        "imap": _imap,
        "smtp": _smtp,
        "postgresql": _postgresql,
        "sqlite": _sqlite,
        "machine": _of_the_system,
    }
    return make[one.place](one)


def _imap(one: Said) -> Exception:
    at = _COMMANDS.get(one.command, one.command or "noop")
    fault: Exception
    match one.how:
        case "LoginError":
            at, fault = "login", LoginError(one.says)
        case "cut at login":
            at, fault = "login", LoginError(f"command: LOGIN => {one.says}")
            fault.__context__ = IMAP4.abort(one.says)
        case "NO":
            fault = IMAPClientError(f"{one.command} failed: {one.says}")
        case "BAD":
            fault = IMAP4.error(f"{one.command.upper()} command error: BAD [{one.says.encode()!r}]")
        case "BYE":
            fault = _raised("_check_bye", IMAP4.abort(one.says))
        case "abort":
            fault = IMAP4.abort(one.says)
        case "error":
            fault = IMAP4.error(one.says)
        case _:
            at, fault = "create_connection", _of_the_system(one)
    return _raised(at, fault)


def _smtp(one: Said) -> Exception:
    match one.how:
        case "disconnected":
            gone = SMTPServerDisconnected(one.says)
            gone.__context__ = TimeoutError("timed out") if "timed out" in one.says else None
            return _raised("data", gone)
        case "not supported":
            return _raised("login", SMTPNotSupportedError(one.says))
        case _:
            return _raised("create_connection", _of_the_system(one))


def _of_the_system(one: Said) -> Exception:
    match one.how:
        case "OSError":
            return OSError(one.code, one.says)
        case "gaierror":
            return socket.gaierror(one.code, one.says)
        case "certificate":
            untrusted: Any = ssl.SSLCertVerificationError(1, f"certificate verify failed: {one.says}")
            untrusted.verify_code, untrusted.verify_message = one.code, one.says
            return untrusted  # type: ignore[no-any-return] # what OpenSSL sets has no place in its type
        case "SSLError" | "SSLEOFError" | "SSLZeroReturnError":
            encrypted: Any = getattr(ssl, one.how)(1, one.says)
            encrypted.reason = one.says.upper().replace(" ", "_")
            return encrypted  # type: ignore[no-any-return] # as above
        case _:
            return {"TimeoutError": TimeoutError, "MemoryError": MemoryError, "RuntimeError": RuntimeError}[one.how](
                one.says
            )


def _postgresql(one: Said) -> Exception:
    cause = psycopg.errors.lookup(one.how)(one.says) if one.how else psycopg.OperationalError(one.says)
    return exc.DBAPIError("SELECT 1", {}, cause)


def _sqlite(one: Said) -> Exception:
    cause: Any = getattr(sqlite3, one.how)(one.says)
    cause.sqlite_errorcode = one.code
    return exc.DBAPIError("SELECT 1", {}, cause)


def _raised(name: str, fault: Exception) -> Exception:
    """Return it as raised in a function of that name: by that is told what was being done."""

    def raises() -> None:
        raise fault

    try:
        FunctionType(raises.__code__.replace(co_name=name), {}, name, None, raises.__closure__)()
    except type(fault) as caught:
        return caught
    raise AssertionError("it was not raised")
