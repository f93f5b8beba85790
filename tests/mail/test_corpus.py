"""The corpus: pairs of a mail and what a person makes of it. A quirk of a mail client is two files there, and no code here.

`NAME.json` has the keys of `mailservice inspect` that the pair is about; two more tell what `inspect` does not show: `bounce` and
`absence`. Where each shape was learnt from stands in `corpus/README.md`.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from mailservice.mail.inspect import inspect
from mailservice.mail.parse import Mail, parse

CORPUS = Path(__file__).parent / "corpus"
MAILS = sorted(CORPUS.glob("*.eml"))
FACTS = {"bounce", "absence"}
SIGNS = {"envelope_id", "signs"}  # by which a bounce is found besides: test_returning
SHOWN = {
    "path", "message_id", "in_reply_to", "references", "from", "to", "cc", "subject", "date", "auto_submitted", "kind",
    "body_text", "reply_text", "attachments", "command", "commands", "asked", "danger", "opens",
    "child_reference", "case_tag", "defects",
}  # fmt: skip


@pytest.mark.parametrize("mail", MAILS, ids=lambda file: file.stem)
def test_a_mail_is_read_as_a_person_would(mail: Path) -> None:
    expected = json.loads(mail.with_suffix(".json").read_text("utf-8"))
    raw = mail.read_bytes()
    found = inspect(raw, mail.name, reader="office") | _facts(parse(raw))
    assert {key: found[key] for key in expected} == expected


def test_every_mail_has_its_expectation_and_the_other_way_round() -> None:
    assert {file.stem for file in MAILS} == {file.stem for file in CORPUS.glob("*.json")}


def test_the_corpus_holds_nothing_else() -> None:
    assert {file.name for file in CORPUS.iterdir()} - {"README.md", ".gitattributes"} == {
        f"{file.stem}{ending}" for file in MAILS for ending in (".eml", ".json")
    }


@pytest.mark.parametrize("mail", MAILS, ids=lambda file: file.stem)
def test_an_expectation_has_only_keys_that_are_compared(mail: Path) -> None:
    assert set(json.loads(mail.with_suffix(".json").read_text("utf-8"))) <= SHOWN | FACTS


def test_every_theme_is_told_of_in_the_readme() -> None:
    told = (CORPUS / "README.md").read_text("utf-8")
    assert [theme for theme in {file.stem.split("-")[0] for file in MAILS} if f"`{theme}-`" not in told] == []


def test_nobody_in_the_corpus_is_real() -> None:
    assert [word for file in MAILS for word in _domains(file.read_bytes()) if not word.endswith(_INVENTED)] == []


_INVENTED = (".example", ".invalid", ".test")


def _domains(raw: bytes) -> Iterator[str]:
    for person in (one for mail in [parse(raw)] for one in (mail.sender, *mail.to, *mail.cc, *mail.reply_to)):
        if "." in person.address.rpartition("@")[2]:
            yield person.address.rpartition("@")[2].lower()


def _facts(mail: Mail) -> dict[str, Any]:
    told = {name: value for name, value in asdict(mail.bounce).items() if name not in SIGNS} if mail.bounce else None
    return {"bounce": told, "absence": _absence(mail)}


def _absence(mail: Mail) -> dict[str, Any] | None:
    if mail.absence is None:
        return None
    until, deputy = mail.absence.until, mail.absence.deputy
    return {"until": until.isoformat() if until else None, "deputy": asdict(deputy) if deputy else None}
