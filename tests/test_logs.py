"""What the log may say: ids and kinds, never a child's matter."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from mailservice import logs


@pytest.fixture
def out() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    before = root.handlers[:], root.level
    stream = io.StringIO()
    logs.configure(out=stream)
    yield stream
    structlog.reset_defaults()
    root.handlers[:], level = before
    root.setLevel(level)


def only_line(out: io.StringIO) -> dict[str, Any]:
    line: dict[str, Any] = json.loads(out.getvalue())
    return line


def test_a_line_is_a_constant_sentence_with_its_fields(out: io.StringIO) -> None:
    structlog.get_logger().info("a mail was settled", mail=7, case="NSCP 2026-0042-K")
    line = only_line(out)
    assert (line["event"], line["mail"], line["case"]) == ("a mail was settled", 7, "NSCP 2026-0042-K")


@pytest.mark.parametrize("key", ["subject", "body", "name", "password", "recipient", "Subject"])
def test_a_childs_matter_and_secrets_are_masked_whoever_logs_them(out: io.StringIO, key: str) -> None:
    structlog.get_logger().warning("something was logged by mistake", **{key: "Ebele Fictitious"})
    assert "Ebele" not in out.getvalue()
    assert only_line(out)[key] == "***"


def quote_a_mail() -> None:
    letter = "Ebele was seen at school"
    raise ValueError(f"cannot read {letter}")


def test_a_fault_tells_its_kind_and_place_but_neither_its_words_nor_its_variables(out: io.StringIO) -> None:
    try:
        quote_a_mail()
    except ValueError:
        structlog.get_logger().exception("a mail could not be read", mail=7)
    assert "ValueError at test_logs.py" in only_line(out)["fault"]
    assert "Ebele" not in out.getvalue()


def test_a_librarys_fault_is_told_the_same_way(out: io.StringIO) -> None:
    try:
        quote_a_mail()
    except ValueError:
        logging.getLogger("some.library").exception("it failed")
    assert "ValueError at test_logs.py" in out.getvalue()
    assert "Ebele" not in out.getvalue()


def test_libraries_that_would_log_addresses_are_kept_quiet(out: io.StringIO) -> None:
    logging.getLogger("mail.log").warning("recip: ebele@school.example")
    assert not out.getvalue()
