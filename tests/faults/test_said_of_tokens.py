"""What token servers say, what stands before them, and mail servers that take tokens, is taken for what it is.

Each row of `said_of_tokens.jsonl` is what somebody published, ids, names and addresses replaced, with a person's judgement that
was written down before our own was looked at: what it may be taken for, one of the words that whoever reads it needs, and how
long is waited. The rows of half 2 were put away until our judgement of half 1 was mended: of its 64 rows 54 were right before,
and 59 after; then the other five were mended too.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import requests

from mailservice.errors import TryLater, Undeliverable
from mailservice.mail import refusals
from mailservice.service.doctor import identity as doctors
from mailservice.transport import smtp
from mailservice.transport.diagnosis import Server, diagnose, refused_login
from mailservice.transport.tokens import Grant, Tokens, unasked
from tests.faults import said
from tests.faults.said import Said
from tests.faults.test_said import REMEDIES
from tests.token_server import TokenServer, token_server
from tests.transport import certificates
from tests.transport.test_tokens import microsoft
from tests.transport.test_tokens_in_use import google

FILE = Path(__file__).with_name("said_of_tokens.jsonl")
ROWS = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
# What each kind of ours says, by its sentence and its remedy together.
KINDS = {
    "secret wrong": "secret",
    "secret ended": "secret expired",
    "application off": "off",
    "account gone": "off, application",
    "not public": "public client, secret",
    "public": "public client",
    "no mail": "no exchange, scope",
    "mailbox unknown": "mailbox",
    "signed out": "sign in",
    "conditions": "policy",
    "account": "account off, sign in",
    "token server busy": "later, down",
    "token": "unclear",
    "untrusted": "tls",
    "busy": "later, connections, down",
    "password expired": "password",
    "protocol off": "login disabled",
    "login off": "login disabled, policy",
    "token login": "permission, password",
    "no": "unclear",
    "garbled": "unclear",
    "hung up": "cut",
}
OURS = "desk@nscp.example"
SETTINGS = SimpleNamespace(
    oauth=SimpleNamespace(provider="microsoft", refresh_token_file=None, client_id="8a7b6c5d"),
    smtp_oauth=None,
    imap=SimpleNamespace(user=OURS),
    smtp=SimpleNamespace(user=OURS),
)


class Between:
    """One token server for all rows, with both ways to ask it."""

    def __init__(self, server: TokenServer, authority: Path, folder: Path) -> None:
        self.server, self.authority = server, str(authority)
        self.grants: dict[str, Grant] = {"token": microsoft(server), "google": google(server, authority, folder)}

    def asked(self, row: dict[str, Any]) -> TryLater:
        """Return what is raised where this is said."""
        if "raises" in row:
            fault = unasked("login.example", getattr(requests.exceptions, row["raises"])(row["says"])).later()
        else:
            headers = row.get("headers", {})
            self.server.says = (row["status"], row["body"], headers) if "body" in row else None
            self.server.page = (row["status"], row["page"], headers) if "page" in row else None
            with pytest.raises(TryLater) as caught:
                Tokens(self.grants[row["place"]], self.authority, 5.0).get()
            fault = caught.value
        assert fault.remedy
        return fault


@pytest.fixture(scope="module")
def between(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Between]:
    folder = tmp_path_factory.mktemp("between")
    authority = certificates.certificate(folder / "tls", key="rsa:2048")
    with token_server(authority, authority) as server:
        yield Between(server, authority, folder)


@pytest.fixture(autouse=True)
def nobody_is_asked_for_an_object_id(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object) -> None:
        raise TryLater

    monkeypatch.setattr(doctors, "tokens_of", none)


def heard(row: dict[str, Any], between: Between) -> tuple[set[str], str, float]:
    """Return what a row is taken for, what its reader is told, and for how long the server is left alone."""
    if row["place"] in between.grants:
        return _told(between.asked(row))
    if row["place"] == "smtp":
        return _of_submission(row)
    later = diagnose(said.as_raised(_as_said(row)), _server("imap")).later()
    doctors.remedy(later, SimpleNamespace(settings=SETTINGS), "IMAP")  # type: ignore[arg-type] # as much of a patient as it looks at
    return _told(later)


def _of_submission(row: dict[str, Any]) -> tuple[set[str], str, float]:
    with pytest.raises((TryLater, Undeliverable)) as caught:
        smtp._refused(row["how"], row["code"], row["says"].encode())  # noqa: SLF001 - the way of each answer
    fault = caught.value
    assert isinstance(fault, TryLater | Undeliverable)
    if row["how"] == "login":
        found = refused_login(str(fault), _server("smtp"))
        fault.kind, fault.remedy = found.kind, found.remedy
        doctors.remedy(fault, SimpleNamespace(settings=SETTINGS), "SMTP")  # type: ignore[arg-type] # as above
        return _told(fault)
    if isinstance(fault, TryLater):
        return {"later", "connections", "down"}, str(fault), fault.rests
    meant = refusals.whose(fault.step, str(fault), fault.status if "." in fault.status else "")
    kinds = REMEDIES[meant.remedy].split(", ") if meant.fault == "us" else [meant.fault]
    return {*kinds}, f"{fault} {meant.remedy}", 0.0


def _told(fault: TryLater | Undeliverable) -> tuple[set[str], str, float]:
    kinds = set(KINDS.get(fault.kind, fault.kind).split(", "))
    return kinds, f"{fault} {fault.remedy}", getattr(fault, "rests", 0.0)


def _server(section: Any) -> Server:
    return Server(section, "mail.nscp.example", 993, 30, by_token=True)


def _as_said(row: dict[str, Any]) -> Said:
    return Said(row["half"], "imap", row["how"], row["says"], (), command=row.get("command", ""))


def is_right(row: dict[str, Any], between: Between) -> bool:
    kinds, words, waits = heard(row, between)
    told = not row["words"] or any(word.lower() in words.lower() for word in row["words"])
    return (
        bool(kinds & set(row["takes"])) and told and ("wait" not in row or waits == pytest.approx(row["wait"], abs=5))
    )


def _named(row: dict[str, Any]) -> str:
    words = row.get("says") or row.get("page") or row.get("body", {}).get("error_description", "")
    return f"{row['place']} {row.get('status', '')} {words[:50]}"


@pytest.mark.parametrize("row", ROWS, ids=_named)
def test_it_is_taken_for_what_a_careful_person_takes_it_for(row: dict[str, Any], between: Between) -> None:
    assert is_right(row, between), heard(row, between)


def test_there_are_enough_of_each_half() -> None:
    assert all(sum(row["half"] == half for row in ROWS) > 60 for half in (1, 2))


def test_nobodys_tenant_is_in_the_rows() -> None:
    text = FILE.read_text(encoding="utf-8")
    assert not any(name in text for name in ("onmicrosoft", "microsoftonline", ".com", "@gmail"))
