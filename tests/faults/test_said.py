"""What other people's servers say is taken for what a careful person takes it for, however it is written (`said.jsonl`)."""

from collections.abc import Callable
from dataclasses import replace
from errno import EAGAIN, EMFILE, ENOMEM
from smtplib import SMTPServerDisconnected
from typing import NamedTuple, get_args

import pytest
from imapclient.exceptions import LoginError
from sqlalchemy import exc

from mailservice.errors import MachineShort, TryLater, Undeliverable, as_weather
from mailservice.mail import refusals
from mailservice.record import away
from mailservice.transport import smtp
from mailservice.transport.diagnosis import Server, diagnose, refused_login
from tests.faults import said
from tests.faults.said import Said

SERVERS = {
    "imap": Server("imap", "mail.nscp.example", 993, 30),
    "smtp": Server("smtp", "mail.nscp.example", 587, 30),
}
# What each kind of ours says, by its sentence and its remedy together.
KINDS = {
    "name": "name",
    "refused": "refused",
    "unreachable": "unreachable",
    "silent": "timeout",
    "hung up": "cut",
    "expired": "certificate expired",
    "untrusted": "certificate untrusted",
    "other name": "certificate name",
    "tls": "tls",
    "busy": "later, connections, down",
    "password expired": "password",
    "locked": "locked",
    "protocol off": "login disabled, permission",
    "login off": "login disabled, tls, policy",
    "login": "password",
    "quota": "mailbox full",
    "read-only": "permission",
    "in use": "in use, later",
    "folder": "folder",
    "no": "unclear",
    "garbled": "unclear",
}
REMEDIES = {
    refusals._RENEW: "password, login disabled",  # noqa: SLF001 - the remedies have no other name
    refusals._ALLOW: "sender, relay, locked, policy",  # noqa: SLF001 - as above
    refusals._LIFT: "policy",  # noqa: SLF001 - as above
    refusals._LIMIT: "later",  # noqa: SLF001 - as above
    refusals._SETTINGS: "tls",  # noqa: SLF001 - as above
}
REASONS = {
    "damaged": "database damaged",
    "another process": "database locked",
    "only be read": "database read-only",
    "fails, or is full": "disk fails, database full",
    "is full": "database full",
    "further connection": "database connections",
    "refuses our": "database password",
    "no database of that name": "database missing",
    "cannot be opened": "database missing, database away",
    "may not": "database rights",
    "no memory": "memory",
    "disk fails": "disk fails",
    "": "database away",
}
SHORTAGES = {
    "disk is full": "disk full",
    "quota": "disk full",
    "only be read": "disk read-only",
    "a disk fails": "disk fails",
    "file handle": "handles",
    "memory": "memory",
    "further": "no further process",
}
_SHORT = (EAGAIN, ENOMEM, EMFILE)  # of this machine, which is told where nothing was raised anew
# A fault of the connection itself.
_OF_THE_SYSTEM = ("OSError", "gaierror", "certificate", "SSLError", "SSLEOFError", "SSLZeroReturnError", "TimeoutError")
ROWS = said.rows()
GOOD = [one for one in ROWS if not one.short]


class Taken(NamedTuple):
    """What we take it for: the things it says, whether it passes, and what it stops."""

    kinds: frozenset[str]
    fate: str = "weather"
    stops: str = "all"


def taken(one: Said, fault: Exception | None = None) -> Taken:
    """Return what we take it for, as the service would."""
    if one.place == "smtp" and one.code and one.how in refusals.STEPS:
        return _answer(one)
    fault = fault or said.as_raised(one)
    if one.place in SERVERS:
        later = diagnose(fault, SERVERS[one.place]).later()
        later.__cause__ = fault
        weather = as_weather(later)
        return _short(weather) if isinstance(weather, MachineShort) else Taken(frozenset(KINDS[later.kind].split(", ")))
    if isinstance(fault, exc.SQLAlchemyError):
        meant = away.understood(fault)
        return Taken(frozenset({"defect"}), "defect") if meant is fault else Taken(_of(REASONS, str(meant)))
    return _short(as_weather(fault))


def _answer(one: Said) -> Taken:
    step = next(step for step in get_args(smtp.Step) if step == one.how)
    with pytest.raises((TryLater, Undeliverable)) as caught:
        smtp._refused(step, one.code or 0, one.says.encode())  # noqa: SLF001 - the way of each answer
    fault = caught.value
    if one.how == "login":
        return Taken(frozenset(KINDS[refused_login(str(fault), SERVERS["smtp"]).kind].split(", ")))
    if isinstance(fault, TryLater):
        stops = "one" if fault.of_reader else "all"
        return Taken(frozenset({"later", "connections", "down"}), stops=stops)
    assert isinstance(fault, Undeliverable)
    meant = refusals.whose(fault.step, str(fault), fault.status if "." in fault.status else "")
    if meant.fault == "us":
        return Taken(frozenset(REMEDIES[meant.remedy].split(", ")))
    return Taken(frozenset({"recipient"} if meant.fault == "reader" else {"too big"}), "refusal", "one")


def _short(weather: Exception | None) -> Taken:
    return Taken(_of(SHORTAGES, str(weather))) if weather else Taken(frozenset({"defect"}), "defect")


def _of(table: dict[str, str], sentence: str) -> frozenset[str]:
    return frozenset(next(kinds for words, kinds in table.items() if words in sentence).split(", "))


def is_right(one: Said) -> bool:
    found = taken(one)
    return bool(found.kinds & set(one.takes)) and found.fate in one.fate and found.stops in one.stops


@pytest.mark.parametrize("one", GOOD, ids=str)
def test_it_is_taken_for_what_a_careful_person_takes_it_for(one: Said) -> None:
    assert is_right(one), taken(one)


@pytest.mark.parametrize("one", [one for one in ROWS if one.short], ids=str)
def test_where_we_fall_short_is_known(one: Said) -> None:
    assert not is_right(one), "it is right now: take its `short` out of said.jsonl"
    assert one.short in taken(one).kinds


def test_most_of_each_half_is_right() -> None:
    for half in (1, 2):
        of_it = [one for one in ROWS if one.half == half]
        assert len(of_it) > 120
        assert sum(not one.short for one in of_it) / len(of_it) > 0.9


# What the library says, and no server, is always written in the same way.
_OF_THE_LIBRARY = ("abort", "cut at login", "disconnected", "not supported", "error")
_WRITTEN: dict[str, Callable[[str], str]] = {
    "in capitals": str.upper,
    "below another line": lambda says: f"Please read what follows\n{says}",
    "twice as long": lambda says: f"{says} {'-' * len(says)}",
}


@pytest.mark.parametrize("how", _WRITTEN)
@pytest.mark.parametrize("one", [one for one in GOOD if one.how not in _OF_THE_LIBRARY], ids=str)
def test_the_same_words_written_otherwise_are_taken_for_the_same(one: Said, how: str) -> None:
    if how != "in capitals" or one.place in SERVERS:  # a database writes its words always in the same way
        otherwise = replace(one, says=_WRITTEN[how](one.says))
        assert is_right(otherwise), taken(otherwise)


@pytest.mark.parametrize(
    "one",
    [one for one in GOOD if one.how in _OF_THE_SYSTEM and one.place in SERVERS and one.code not in _SHORT],
    ids=str,
)
def test_a_fault_of_the_connection_that_the_library_raised_anew_is_taken_for_the_same(one: Said) -> None:
    anew = LoginError(one.says) if one.place == "imap" else SMTPServerDisconnected(one.says)
    anew.__context__ = said.as_raised(one)
    assert taken(one, anew) == taken(one)
