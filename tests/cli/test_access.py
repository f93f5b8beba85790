"""Somebody asks what is held on them: all of it is found, everybody else in it is marked, and the book keeps who looked."""

import os
import re
import stat
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest

from mailservice.cli import record_access, record_adopt
from mailservice.clock import VirtualClock
from mailservice.record.database import Database
from mailservice.record.verify import verify
from mailservice.service.access.gathering import gather
from mailservice.simulator.story import moment
from tests.cli.desk import typed
from tests.cli.requests import ALICE, LOUISE, OLD, SARAH, Partnership, partnership_on

_TAGS = (
    "html head meta title style body main header section h1 h2 h3 p strong br dl dt dd ul ol li table thead tbody tr th td"
    " mark span time blockquote"
)
NAMES = ("oneill", "o'neill", "siân", "sian", "483920", "webmail")


class Seen(HTMLParser):
    """Every tag and every attribute that a browser would see in a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags, self.attributes = set[str](), set[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


@pytest.fixture
def here(database_url: str, tmp_path: Path) -> Iterator[Partnership]:
    """Give a partnership after its week, on each database."""
    yield from partnership_on(database_url, tmp_path)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Partnership]:
    """Give one on SQLite, which nobody changes but by looking."""
    folder = tmp_path_factory.mktemp("kept")
    yield from partnership_on(f"sqlite:///{folder}/data/mailservice.db", folder)


def test_a_mother_asks_and_all_that_she_wrote_or_is_named_in_is_there(here: Partnership) -> None:
    told = here.ask("--address", "sian.oneill@WEBMAIL.example", "--name", "Sian O'Neill")
    assert "3 emails, 7 letters and 3 entries of the record" in told, "and what lies apart is not counted"
    assert "from ◆Siân O\u2019Neill <◆Sian.ONeill@webmail.example>" in told, "whatever the case of her address"
    assert "Their △mother, ◆Siân O\u2019Neill, rang me on ▲07700 900123." in told, (
        "without accents, with another apostrophe"
    )
    assert "Her △neighbour △Mrs Kelly saw bruises. They live at △14 Orchard Road." in told
    assert "I do not agree that ▲NCT-483920 and ▲NCT-483921 were closed" in told
    assert "△sister △Megan Hale will not wait, and △Ebele is afraid." in told, "names that nothing knows"
    assert "from ●Sarah Whitlock <●sarah.whitlock@rockinghamhealth.example>" in told
    assert "Written by somebody acting in their job." in told
    assert "A person decides: ☐ give ☐ give with cuts ☐ withhold. Why: " in told
    own = told.partition("Why does nobody answer me? I spoke to ●Louise Park.")[2]
    assert own.startswith(" It names somebody in their job. Kept of it"), "her own words need no decision"
    with closing(Database(here.url)) as record, record.read("nscp") as tx:
        assert verify(tx) == []


def test_what_is_in_confidence_and_of_a_court_lies_apart_with_a_warning(here: Partnership) -> None:
    here.ask("--address", "sian.oneill@webmail.example", "--name", "Siân O'Neill")
    apart = here.page(page="apart/index.html")
    assert "For the office alone" in apart
    assert "Give nothing of this without legal advice, and do not say whether there is any." in apart
    assert "Email 7, which came at 10am on Tuesday 24 November 2026: in the folder Confidential." in apart
    assert "☐ withhold, and say nothing" in apart
    assert "NOTE The judge ordered that △Ms O'Neill sees the children" in apart
    assert "apart/0001.eml" in apart
    files = here.files()
    beside = "".join(data.decode("utf-8", "replace") for name, data in files.items() if not name.startswith("apart/"))
    assert "judge ordered" not in beside
    everywhere = b"".join(files.values())
    for secret in (b"whistle", b"write less", b"777888"):
        assert secret not in everywhere, "what is in confidence is told by number and time alone"


def test_nothing_but_the_offices_page_says_whether_anything_lies_apart(
    here: Partnership, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether somebody wrote in confidence of a person is seen by no word, number, file or digest of what they may be given."""
    words = ("--address", "sian.oneill@webmail.example", "--name", "Siân O'Neill")
    monkeypatch.setattr(record_access, "WallClock", lambda: VirtualClock(moment("Fri 27 Nov 2026 09:00")))
    monkeypatch.setattr(record_access, "_keep", lambda *_: None)
    with_it = here.says("record", "access", *words, "--to", str(here.folder / "one"))
    bare = partial(replace, apart=(), unseen=())
    monkeypatch.setattr("mailservice.cli.record_access.gather", lambda *args, **more: bare(gather(*args, **more)))
    without = here.says("record", "access", *words, "--to", str(here.folder / "two"))
    assert with_it.replace("/one", "/two") == without
    names = ("index.html", "originals/0001.eml")
    one, two = here.files("one"), here.files("two")
    assert [one[name] for name in names] == [two[name] for name in names]
    assert "Nothing lies apart." in here.page("two", "apart/index.html")
    assert [line.split()[1] for line in one["sha256.txt"].decode().splitlines()] == [
        line.split()[1] for line in two["sha256.txt"].decode().splitlines()
    ]


def test_whoever_is_named_in_confidence_alone_is_told_what_a_stranger_is(here: Partnership) -> None:
    told = here.says("record", "access", "--name", "Tamsin Vole", "--to", str(here.folder / "nobody"))
    here.post("Wed 25 Nov 2026 10:00", SARAH, "Tamsin Vole told us to write less. This is whistle-blowing.", "A worry")
    again = here.says("record", "access", "--name", "Tamsin Vole", "--to", str(here.folder / "someone"))
    assert again.replace("/someone", "/nobody") == told
    assert "The record holds nothing under that, but for what may lie apart." in told
    assert "in the folder Confidential" in here.page("someone", "apart/index.html")


def test_a_head_teacher_asks_for_her_own(here: Partnership) -> None:
    told = here.ask("--address", ALICE.partition("<")[2].rstrip(">"))
    assert "from here on it had ◆Alice Bright as of Foxglove Academy" in told
    assert "Telephone: ◆01632 960 150" in told
    assert "Deputy: ●Obi Nwosu" in told
    assert "NSCP 2026-0003-D" in told
    assert "NSCP 2026-0002" not in told.partition("In order of time")[2]
    assert "their name was not looked for. Ask again with --name for that." in told


def test_an_officer_who_has_another_address_now_is_found_as_one(here: Partnership) -> None:
    told = here.ask("--address", "LOUISE.PARK+cases@shirepolice.example")
    assert f"Found as one{OLD} and Louise Park" in told
    assert f"from L Reed <◆{OLD}> to ●escalate@nscp.example, “Training”" in told
    assert f"Address: ◆{OLD}" in told
    assert "Address: ◆louise.park@shirepolice.example" in told
    assert "raised it; Detective constable, child abuse investigation and Shire Police" in told
    before = told.partition("In order of time")[2]
    assert before == here.ask("--address", OLD, name="other").partition("In order of time")[2], "by either address"


def test_a_child_has_two_cases_and_the_sibling_is_somebody_else(here: Partnership) -> None:
    told = here.ask("--child", "nct 483920")
    assert "I do not agree that ◆NCT-483920 and ▲NCT-483921 were closed" in told
    assert "the reference ▲NCT-483921, another child's (also on NSCP 2026-0003-D)" in told
    assert "stays at school" not in told, "the sibling's own case is named, and not given"
    assert re.search(r"NSCP 2026-0001-E.*carries the child's reference.*NSCP 2026-0002-S", told)
    assert "A date was set: by 5pm on Wednesday 25 November 2026" in told, "the whole of the child's cases"
    assert "Their △mother, △Siân O\u2019Neill, rang me" in told


def test_the_originals_are_as_they_came_and_each_is_in_the_list(here: Partnership) -> None:
    here.ask("--child", "NCT-483920")
    files = here.files()
    listed = dict(line.split("  ")[::-1] for line in files.pop("sha256.txt").decode().splitlines())
    listed |= dict(line.split("  ")[::-1] for line in files["apart/sha256.txt"].decode().splitlines())
    assert listed == {name: sha256(data).hexdigest() for name, data in files.items()}
    with closing(Database(here.url)) as record, record.read("nscp") as tx:
        held = set(tx.connection.exec_driver_sql("SELECT digest FROM contents").scalars())
    assert {digest for name, digest in listed.items() if name.endswith(".eml")} <= held
    page = here.page()
    assert all(f"{name}" in page for name in listed if name.startswith("originals/"))


def test_no_name_of_a_file_or_folder_says_whose_it_is_and_others_cannot_look(here: Partnership) -> None:
    here.ask("--address", "sian.oneill@webmail.example", "--child", "NCT-483920", "--name", "Siân O'Neill")
    made = [here.folder / "one", *(here.folder / "one").rglob("*")]
    assert not any(part in str(one.relative_to(here.folder)).casefold() for one in made for part in NAMES)
    assert {stat.S_IMODE(one.stat().st_mode) for one in made} == {0o600, 0o700}
    for name in ("NCT 483920", "nct483920-papers", "sian-oneill", "for O'Neill Siân"):
        done = here(
            "record", "access", "--child", "NCT-483920", "--name", "Siân O'Neill", "--to", str(here.folder / name)
        )
        assert (done.exit_code, "the folder's name says whose it is" in done.output) == (1, True), name
        assert "483920" not in done.output, "and is not said again"


def test_the_offices_book_keeps_who_did_it_and_never_whose_it_was(here: Partnership) -> None:
    here.ask("--address", "sian.oneill@webmail.example", "--name", "Siân O'Neill")
    (kept,) = here.exports()
    assert (kept.by, kept.keys) == (record_adopt.who(), ("address", "name"))
    assert (kept.mails, kept.letters, kept.entries, kept.apart) == (3, 9, 3, 3)
    assert kept.digest == sha256(here.files()["sha256.txt"]).hexdigest()
    assert not any(part in repr(kept).casefold() for part in NAMES)
    with closing(Database(here.url)) as record, record.read("nscp") as tx:
        assert verify(tx) == []


def test_the_same_record_at_the_same_moment_gives_the_same_bytes(
    kept: Partnership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record_access, "WallClock", lambda: VirtualClock(moment("Fri 27 Nov 2026 09:00")))
    monkeypatch.setattr(record_access, "_keep", lambda *_: None)
    for name in ("first", "second"):
        kept.ask("--address", "sian.oneill@webmail.example", "--name", "Siân O'Neill", name=name)
    assert kept.files("first") == kept.files("second")


def test_where_it_cannot_be_kept_that_it_was_done_nothing_is_left(
    kept: Partnership, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_: object) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(record_access, "_keep", refuses)
    done = kept("record", "access", "--address", "sian.oneill@webmail.example", "--to", str(kept.folder / "none"))
    assert (done.exit_code, "cannot be written (No space left on device)" in done.output) == (1, True)
    assert [one.name for one in kept.folder.iterdir() if "none" in one.name] == []


def test_whoever_types_no_name_is_asked_for_it(kept: Partnership, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["sian.oneill@webmail.example", "Siân O'Neill"])
    monkeypatch.setattr("typer.prompt", lambda *_words, **_more: next(answers))
    assert "3 emails, 7 letters" in kept.ask(name="asked")
    monkeypatch.setattr("typer.prompt", lambda *_words, **_more: "")
    done = kept("record", "access", "--to", str(kept.folder / "nobody"))
    assert "write whom to look for: an address, a child's reference, or a name" in done.output


def test_where_nothing_is_held_that_is_said_and_kept_too(here: Partnership) -> None:
    told = here.says("record", "access", "--address", "nobody@webmail.example", "--to", str(here.folder / "one"))
    assert "The record holds nothing under that, but for what may lie apart." in told
    assert "Nothing was found." in here.page()
    assert len(here.exports()) == 1


def test_a_name_with_html_in_it_does_no_harm(here: Partnership) -> None:
    name = '<img src=x onerror="alert(1)">Nan</mark></body>'
    here.post(
        "Wed 25 Nov 2026 09:00", f'"{name.replace(chr(34), "")}" <nan@webmail.example>', "<b>Hear me</b>", "<i>Help</i>"
    )
    here.ask("--address", "nan@webmail.example", "--name", name)
    seen = Seen()
    seen.feed((here.folder / "one" / "index.html").read_text(encoding="utf-8"))
    assert seen.tags <= {*_TAGS.split()}
    assert seen.attributes <= {
        "lang",
        "charset",
        "name",
        "content",
        "class",
        "title",
        "datetime",
        "scope",
        "aria-hidden",
    }
    assert "Nan" in here.page()


def test_it_is_asked_for_with_what_it_needs() -> None:
    told = typed("record", "access", "--help").output
    assert all(option in told for option in ("--address", "--child", "--name", "--to"))


@pytest.mark.parametrize("written", ["nct 483920", "NCT-483920", "nct483920", "NCT–483920"])  # noqa: RUF001 - Word's dash
def test_a_child_is_found_however_the_reference_is_written(here: Partnership, written: str) -> None:
    told = here.ask("--child", written)
    assert "NSCP 2026-0001-E" in told
    assert "NSCP 2026-0002-S" in told


def test_initials_are_found_where_the_surname_or_the_case_tells_whose_they_are(here: Partnership) -> None:
    """A person decides: they are marked as perhaps theirs, and nowhere else is anybody taken for them by two letters."""
    here.post("Tue 24 Nov 2026 11:00", SARAH, "NOTE S.O. rang again, and S O was in tears.", answers="NSCP 2026-0001")
    here.post(
        "Tue 24 Nov 2026 12:00", LOUISE, "NOTE S.O. is the initial of somebody else here.", answers="NSCP 2026-0003"
    )
    here.post("Tue 24 Nov 2026 13:00", LOUISE, "NOTE I rang S. O'Neill.", answers="NSCP 2026-0003")
    told = here.ask("--name", "Siân O'Neill")
    assert "NOTE ◇S.O. rang again, and ◇S O was in tears." in told
    assert "it may name them, by an initial: look whether it is they" in told
    assert "It names perhaps who asks (2 times). A person decides: ☐ give" in told
    assert "NOTE I rang ◇S. O'Neill." in told
    assert "somebody else here" not in here.ask("--name", "Siân Oakley", name="other")
