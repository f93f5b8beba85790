"""What is blacked out of a pack: marked in every file of it, and left in no byte."""

import base64
import quopri
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from email.message import EmailMessage
from hashlib import sha256
from pathlib import Path

import pytest

from mailservice.errors import UserError
from mailservice.exports.pack.cuts import load
from mailservice.exports.pack.kept import Kept, Message
from mailservice.exports.pack.mbox import messages_in
from mailservice.exports.pack.packing import DIGESTS, MBOX, PAGE, PAPER, Pack, pack
from tests.exports.pack.played import every_word, plain, played
from tests.exports.pack.test_page import kept, mail
from tests.exports.test_record import on

SECRET = "Ellie Brown"
ASKED = b"""
names = ["Ellie Brown", "NCT-483920"]
passages = ["The grandmother drinks. Nobody but the nursery knows of it, and they must not be told who said so."]
attachments = ["photo of the kitchen.jpg"]
"""
WORDS = f"""Dear Sam,

I do not agree about {SECRET} (brown, ellie; ELLIE-BROWN; Élliè Brown; E\u200bllie Brown).
The grandmother drinks. Nobody but the nursery
> knows of it, and they must
> not be told who said so.

Anna"""


def every_byte(files: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Give every file as it is, and whatever is packed, coded or compressed inside it, as text."""
    for name, data in files.items():
        yield name, data.decode("utf-8", "replace")
        yield name, quopri.decodestring(data).decode("utf-8", "replace")
        for found in re.finditer(rb"(?:[A-Za-z0-9+/]{40,}={0,2}\r?\n?)+", data):
            letters = re.sub(rb"[^A-Za-z0-9+/]", b"", found[0])
            letters = letters[: len(letters) - len(letters) % 4]
            yield f"{name}, base64", base64.b64decode(letters).decode("utf-8", "replace")
        for found in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL):
            try:
                yield f"{name}, stream", zlib.decompress(found[1]).decode("utf-16-be", "replace")
                yield f"{name}, stream", zlib.decompress(found[1]).decode("latin-1")
            except zlib.error:
                yield f"{name}, stream", found[1].decode("latin-1")


def assert_gone(made: Pack, *hidden: str) -> None:
    texts = every_word(made.files)
    for one in hidden:
        assert [name for name, text in texts.items() if plain(one) in text] == [], one
        joined = re.sub(r"\W", "", one).casefold()
        for name, text in every_byte(made.files):
            assert joined not in re.sub(r"\W", "", text).casefold(), (name, one)


def odd(html: str = "") -> bytes:
    """Return an email that says the name in every place that an email has."""
    made = EmailMessage()
    made["From"], made["To"] = (
        f'"{SECRET} case" <anna.lee@riverside-health.example>',
        "Sam Okoro <sam.okoro@northfield.example>",
    )
    made["Cc"] = "ellie.brown@family.example"
    made["Subject"], made["Message-ID"] = f"About {SECRET}, ŵ", "<ellie_brown.1@x>"
    made["X-Note"], made["Thread-Topic"] = SECRET, f"RE: {SECRET}"
    made.set_content(WORDS, cte="base64")
    if html:
        made.add_alternative(html, subtype="html", cte="base64")
    made.add_attachment(b"\xff\xd8jpeg", maintype="image", subtype="jpeg", filename="photo of the kitchen.jpg")
    made.add_attachment(f"{SECRET} weighs 9 kg".encode(), maintype="text", subtype="plain", filename="ellie brown.txt")
    made.add_attachment(b"%PDF ...", maintype="application", subtype="pdf", filename="weights.pdf")
    return made.as_bytes()


def case(raw: bytes, words: str = WORDS) -> Kept:
    return kept(words, raw=raw)


def test_what_is_cut_is_marked_in_each_file_and_left_in_no_byte() -> None:
    raw = odd(f"<p>{SECRET}</p><!-- {SECRET} --><p title='{SECRET}'>E<b>lli</b>e Bro<i>wn</i></p>")
    made = pack(case(raw), "", load(ASKED, "cuts.toml"))
    assert_gone(
        made,
        SECRET,
        "Brown, Ellie",
        "NCT-483920",
        "The grandmother drinks",
        "must not be told who said so",
        "photo of the kitchen",
    )
    for name in (PAGE, PAPER, MBOX):
        text = every_word(made.files)[name]
        for mark in ("name 1 cut", "passage 1 cut", "attachment 1 cut"):
            assert mark in text, (name, mark)
    assert "i do not agree about name 1 cut" in every_word(made.files)[MBOX]
    assert b"<mark>[name 1 cut]</mark>" in made.files[PAGE]
    assert made.missing == ()
    assert made.withheld == ("weights.pdf",)


def test_the_originals_digest_is_listed_so_that_the_chain_still_verifies() -> None:
    raw = odd()
    made = pack(case(raw), "", load(ASKED, "cuts.toml"))
    listed = made.files[DIGESTS].decode()
    here = sha256(messages_in(made.files[MBOX])[0]).hexdigest()
    assert f"{sha256(raw).hexdigest()}  email, which came" in listed
    assert f"not as it came; in this pack  {here}" in listed
    assert b"Comments: Something is blacked out of this message" in made.files[MBOX]
    assert f"The last has the SHA-256 {'f' * 64}." in listed


def test_a_message_of_which_nothing_is_cut_is_as_it_came() -> None:
    raw = (
        mail("A short note about nobody.\n")
        .replace(b"NCT-483920", b"the plan")
        .replace(b"application/pdf", b"text/csv")
    )
    made = pack(case(raw, "A short note about nobody."), "", load(b'names = ["Ellie Brown"]', "cuts.toml"))
    assert messages_in(made.files[MBOX])[0].removesuffix(b"\n") == raw.removesuffix(b"\n")
    assert made.missing == ("Ellie Brown",)


def test_what_stands_nowhere_is_said() -> None:
    asked = b'names = ["Zelda Quince"]\npassages = ["It never rained there at all."]\nattachments = ["none.pdf"]'
    assert pack(kept(), "", load(asked, "cuts.toml")).missing == (
        "It never rained there at all.",
        "Zelda Quince",
        "none.pdf",
    )


def test_a_file_that_somebody_looked_into_stays() -> None:
    asked = b'names = ["Ellie Brown"]\nlooked_into = ["weights.pdf"]'
    made = pack(case(odd()), "", load(asked, "cuts.toml"))
    assert "weights.pdf" not in made.withheld
    assert b"JVBERiAuLi4=" in made.files[MBOX]
    assert made.withheld == ("photo of the kitchen.jpg",)


def test_a_name_within_another_word_is_no_name() -> None:
    made = pack(kept("Joanna and Ann met the annual board."), "", load(b'names = ["Ann"]', "cuts.toml"))
    assert "joanna and name 1 cut met the annual board" in every_word(made.files)[PAGE]


def test_the_beginning_of_a_passage_that_a_letter_cut_short_is_cut_too() -> None:
    shortened = b"Subject: Stage 2\r\n\r\nThey wrote: Nobody but the nursery knows [\xe2\x80\xa6] Please answer.\r\n"
    one = case(mail(WORDS))
    letters = {**one.letters, "l1": Message(on(23, 16, 31), shortened, sha256(shortened).hexdigest())}
    made = pack(replace(one, letters=letters), "", load(ASKED, "cuts.toml"))
    assert_gone(made, "Nobody but the nursery")
    assert "they wrote passage 1 cut please answer" in every_word(made.files)[MBOX]


def test_two_runs_with_cuts_give_the_same_bytes() -> None:
    raw = odd()
    assert pack(case(raw), "", load(ASKED, "a")).files == pack(case(raw), "", load(ASKED, "a")).files


def test_a_case_from_first_to_last_without_one_of_its_people(tmp_path: Path) -> None:
    one = played("nscp-mediation-fails", tmp_path).cases[0]
    cuts = load(b'names = ["Sarah Whitlock", "NCT-483920"]', "cuts.toml")
    made = pack(one, "", cuts)
    assert_gone(made, "Sarah Whitlock", "NCT-483920")
    assert made.missing == ()
    assert len(messages_in(made.files[MBOX])) == len(messages_in(pack(one).files[MBOX]))


def test_a_sides_pack_is_cut_as_well() -> None:
    made = pack(case(odd()), "northfield", load(ASKED, "cuts.toml"))
    assert "name 1 cut" in every_word(made.files)[PAGE]
    assert_gone(made, SECRET, "The grandmother drinks")


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        (b"names = [", "is not TOML"),
        (b"names = []", "asks for nothing"),
        (b'name = ["x"]', "is no key of this file: write names, passages, attachments, looked_into"),
        (b'names = "Ellie"', "write a list of texts"),
        (b'names = ["--"]', "holds nothing to look for"),
        (b"\xff", "is not TOML"),
    ],
)
def test_a_faulty_file_says_what_to_write(asked: bytes, fault: str) -> None:
    with pytest.raises(UserError, match=re.escape(fault)):
        load(asked, "cuts.toml")


def test_the_events_own_words_are_cut_before_they_are_shortened() -> None:
    long = "The grandmother drinks. " + "And more of it is known to us all. " * 12
    made = pack(kept(long), "", load(ASKED, "cuts.toml"))
    assert_gone(made, "The grandmother drinks")


def test_a_passage_of_any_length_is_found() -> None:
    long = " ".join(f"word{number}" for number in range(3_000))
    made = pack(kept(f"Before it. {long} After it."), "", load(f'passages = ["{long}"]'.encode(), "cuts.toml"))
    assert_gone(made, "word0 word1 word2 word3", "word2998 word2999")
    assert "before it passage 1 cut after it" in every_word(made.files)[PAGE]


def test_two_passages_that_begin_alike_and_one_of_two_words_are_each_found() -> None:
    asked = b'passages = ["She told me that he hits her.", "She told me that he drinks.", "Foster place"]'
    made = pack(
        kept("She told me that he drinks. Foster place! She told me that he hits her."), "", load(asked, "cuts.toml")
    )
    assert "passage 2 cut passage 3 cut passage 1 cut" in every_word(made.files)[PAGE]
    assert made.missing == ()
