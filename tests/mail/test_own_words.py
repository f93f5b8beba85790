"""Whose words are whose: nothing that anybody else wrote is ever read, and nothing is lost."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailservice.cases.history.words import WORDS
from mailservice.mail.grammar.reading import Reading, read
from mailservice.mail.reply.division import Words
from mailservice.mail.reply.pieces import split
from mailservice.mail.reply.quotes import REPLY_ABOVE
from tests.mail.quoting import CLIENTS
from tests.timing import timed

TODAY = date(2026, 11, 20)
NAMES = [name for word in WORDS.values() for name in word.names]
VERBS = st.sampled_from(NAMES + [name.lower() for name in NAMES] + [name.capitalize() for name in NAMES])
PROSE = st.sampled_from(
    [
        "Thank you for your letter.",
        "Dear Priya,",
        "The visit is on Monday at ten.",
        "because nothing has changed",
        "- the first point",
        "Kind regards",
        "",
        "",
    ]
)
COMMAND = st.tuples(VERBS, st.sampled_from(["", ".", ":", " -", "!", " to stage 3", " Fri 4 Dec", " because"])).map(
    "".join
)
LETTER = st.lists(st.one_of(COMMAND, PROSE), min_size=1, max_size=12).map("\n".join)
CLIENT = st.sampled_from(sorted(CLIENTS))
OWN = st.sampled_from(["", "Thank you, I will read it tonight.", "We met on Monday.\n\nMore will follow.", "Diolch."])
ANYTHING = st.text(st.sampled_from("aA:.>-_*@ \n\t<>/1é\u200b\u00a0\u2028RESOLVEDFromSent"), max_size=300)


def heard(words: Words) -> Reading:
    return read(words.for_quiet, today=TODAY, office=True)


def squeezed(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable() and not letter.isspace() and letter != "\u034f")


@given(CLIENT, LETTER, OWN)
def test_no_command_comes_out_of_a_quoted_letter_whatever_program_quotes_it(client: str, letter: str, own: str) -> None:
    text, page = CLIENTS[client](own, letter)
    for words in (split(text), split("", page), split(text, page)):
        _says_no_more_than(own, words)


def _says_no_more_than(own: str, words: Words) -> None:
    found = heard(words)
    assert found.said == ()
    assert {one.line for one in found.unclear} <= {one.line for one in read(own, today=TODAY).unclear}


@given(CLIENT, CLIENT, LETTER)
def test_nor_out_of_a_letter_that_was_quoted_twice(outer: str, inner: str, letter: str) -> None:
    text, _ = CLIENTS[inner]("I shall ring you.", letter)
    assert heard(split(CLIENTS[outer]("Thank you.", text)[0])) == Reading()


@given(CLIENT, LETTER)
def test_a_command_above_or_below_a_quote_is_read_alone(client: str, letter: str) -> None:
    text, page = CLIENTS[client]("ESCALATE: nothing has changed.", letter)
    for words in (split(text), split("", page), split(text, page)) if page else (split(text),):
        assert [(one.verb, one.reason) for one in heard(words).said] == [("ESCALATE", "nothing has changed.")]


@given(CLIENT, LETTER, OWN.filter(bool))
def test_nor_out_of_a_letter_that_was_itself_written_below_a_quote(client: str, letter: str, own: str) -> None:
    text, page = CLIENTS[client](own, f"> An older letter.\n{letter}")
    for words in (split(text), split("", page), split(text, page)):
        _says_no_more_than(own, words)


@given(LETTER)
def test_our_own_mark_ends_what_is_read_even_where_no_program_marked_the_quote(letter: str) -> None:
    assert heard(split(f"Thank you.\n\n{REPLY_ABOVE}\n\n{letter}")) == Reading()
    assert heard(split("", f"<p>Thank you.</p><p>{REPLY_ABOVE}</p><p>{letter}</p>")) == Reading()


@given(ANYTHING)
def test_the_pieces_in_their_order_are_the_whole_text(text: str) -> None:
    assert "".join(piece.text for piece in split(text).pieces) == (text if text.strip() else "")


@given(ANYTHING, ANYTHING)
def test_own_words_are_words_of_the_mail_and_commands_are_read_only_from_them(text: str, page: str) -> None:
    words = split(text, page)
    whole = squeezed("".join(piece.text for piece in words.pieces))
    assert all(squeezed(line) in whole for line in words.own.splitlines())
    assert all(line in words.own.splitlines() for line in words.for_quiet.splitlines())


@given(st.text(max_size=200), st.text(max_size=200))
def test_no_text_and_no_page_makes_it_fail(text: str, page: str) -> None:
    heard(split(text, page, sender=text[:20]))


def _seconds(text: str, page: str) -> float:
    return timed(lambda: heard(split("" if page else text, page)), 60)


@pytest.mark.parametrize(
    "line",
    [
        "> quoted",
        "On 1 Nov 2026 she wrote:",
        "From: x",
        "_" * 30,
        "Kind regards",
        "Jo Bloggs\n",
        "RESOLVED",
        "-",
        "This email and any",
        "On 24 Nov 2026 at 15:05, x@y.example",
        "This email is confidential. I am outside. " * 5,
        "CAUTION: this email is external. Do not click links.",
        "24/11/2026 15:05",
    ],
)
@pytest.mark.parametrize("html", [False, True])
def test_twice_the_length_takes_about_twice_the_time(line: str, html: bool) -> None:  # noqa: FBT001 - a parameter of the test
    took = []
    for size in (1_000, 2_000, 4_000):
        text = "\n".join([line] * size)
        page = "<div>" * size + "".join(f"<p>{line}</p>" for _ in range(size))
        took.append(min(_seconds(text, page if html else "") for _ in range(3)))
    assert all(later < 4 * earlier + 0.2 for earlier, later in pairwise(took)), took


def test_a_nest_of_twenty_thousand_elements_keeps_its_words() -> None:
    assert split("", "<div>" * 20_000 + "RECEIVED" + "</div>" * 20_000).own == "RECEIVED"


def test_a_word_torn_off_a_quoted_line_quietens_nothing_and_is_heard() -> None:
    words = split(
        "> If it is settled, and only if it is settled between you both, write\nRESOLVED\n> on a line.\n\nThank you."
    )
    assert "RESOLVED" in words.for_attention
    assert "RESOLVED" not in words.own
    assert not words.certain
    assert heard(words) == Reading()


def test_what_stands_below_a_heading_of_a_kind_nobody_knows_is_kept_and_not_read() -> None:
    words = split("Thank you.\n\nNSCP Escalations (Northampton), 20.11.2026 10:02:\n\nRESOLVED\n")
    assert "RESOLVED" in words.own
    assert heard(words) == Reading()


@pytest.mark.parametrize(
    "html", ["We are <s>RESOLVED</s> late.", "<pre>a\n<del>RESOLVED</del>\nb</pre>", "x<br><s>RESOLVED</s>"]
)
def test_words_struck_out_are_kept_and_not_read(html: str) -> None:
    words = split("", html)
    assert "RESOLVED" not in words.own
    assert "RESOLVED" in "".join(piece.text for piece in words.pieces)


def test_words_hidden_in_a_page_are_not_read() -> None:
    assert split("", '<p style="display:none">RESOLVED</p><p>Thank you.</p>').own == "Thank you."


def test_a_letter_without_plain_text_tells_its_signature_by_its_structure() -> None:
    words = split("", '<div>RECEIVED</div><div id="Signature"><p>NOTE my working days</p></div>')
    assert [(piece.kind, piece.text.strip()) for piece in words.pieces] == [
        ("own", "RECEIVED"),
        ("signature", "NOTE my working days"),
    ]


@pytest.mark.parametrize(
    "page",
    [
        '<blockquote type="cite">Is it agreed?</blockquote>URGENT he is alone',
        "<blockquote>Is it agreed?</blockquote><span>URGENT he is alone</span>",
        '<body>On 23 Nov 2026, Esc wrote:<br><blockquote type="cite">Is it agreed?</blockquote>URGENT he is alone</body>',
        "<div class=moz-cite-prefix>Esc wrote:<br></div><blockquote type=cite>q?<br></blockquote>URGENT he is alone<br>",
        '<div class="yahoo_quoted">On Mon Esc wrote:<div>Is it agreed?</div></div><div>URGENT he is alone</div>',
        '<div class="yahoo_quoted">Esc wrote:<div class="yahoo_quoted">Is it agreed?</div></div>URGENT he is alone',
    ],
)
def test_what_stands_bare_below_a_quote_is_the_senders_own(page: str) -> None:
    assert split("", page).own == "URGENT he is alone"


@pytest.mark.parametrize(
    "page",
    [
        '<div class="yahoo_quoted"></div><div>On Mon Esc wrote:</div><div>AGREE</div>',
        'Ok<div class="yahoo_quoted"><div>AGREE</div></div><div>&nbsp;</div>',
        '<blockquote type="cite">Is it agreed?<blockquote>AGREE</blockquote>AGREE</blockquote>Ok',
    ],
)
def test_what_a_quote_holds_is_nobodys_own_word(page: str) -> None:
    assert "AGREE" not in split("", page).own
