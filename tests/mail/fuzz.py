"""Fuzz the reading of mail, led by coverage: `python -m tests.mail.fuzz SECONDS [FOLDER]`.

One in so many mails has a stretch of it repeated until it is large, and must be read in its time: all that is done with its
text. Starts from the corpus; FOLDER (temporary if not given) keeps what was learnt and, under `crash-*`, what broke a promise. A
finding becomes a pair of files in the corpus or a line in `test_parse_any_bytes.py`.
"""

import sys
import tempfile
import zlib
from pathlib import Path

import atheris

with atheris.instrument_imports():
    from mailservice.mail.parse import Mail, parse

from tests.mail.shapes import MEGABYTE, MOST, everything
from tests.timing import timed

LARGE, ONE_IN = 100_000, 20  # bytes; mails
SLOWER = 30  # times, since every branch taken is told, and others work beside
CORPUS = Path(__file__).parent / "corpus"


def check(mail: Mail) -> None:
    """Assert what every mail promises, whatever its bytes were."""
    shown = [mail.subject, mail.message_id, mail.in_reply_to, *mail.references]
    people = [mail.sender, *mail.senders, *mail.to, *mail.cc, *mail.reply_to]
    shown += [text for one in people for text in (one.name, one.address)]
    assert all("\n" not in text and "\r" not in text for text in shown), "a header value holds a new line"
    for text in (
        *shown,
        mail.text,
        mail.html,
        *mail.defects,
        *mail.evidence,
        *(one.filename for one in mail.attachments),
    ):
        text.encode("utf-8")
    assert "\r" not in mail.text, "the text holds a carriage return"
    assert mail.message_id.startswith("<"), "no Message-ID"
    assert mail.evidence, "a kind without evidence"


def grown(raw: bytes) -> bytes:
    """Return a mail with a stretch of it, which its own bytes choose, repeated until it is large."""
    dice = zlib.crc32(raw)
    at, long = dice % max(1, len(raw)), 1 + (dice >> 8) % 120
    stretch = raw[at : at + long] or b" "
    return raw[:at] + stretch * (LARGE // len(stretch)) + raw[at + long :]


def look(raw: bytes) -> None:
    """Check one mail, and now and then a large one made of it."""
    check(parse(raw))
    if zlib.crc32(raw, 1) % ONE_IN == 0:
        large = grown(raw)
        longest = SLOWER * MOST * len(large) / MEGABYTE
        assert timed(lambda: everything(large), longest) < longest, "it takes too long"


def main() -> None:
    """Run libFuzzer for the seconds given."""
    seconds = sys.argv[1] if len(sys.argv) > 1 else "60"
    folder = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(tempfile.mkdtemp(prefix="mail-fuzz-"))
    for name in ("found", "seeds"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for file in CORPUS.glob("*.eml"):
        (folder / "seeds" / file.name).write_bytes(file.read_bytes())
    limits = [
        f"-max_total_time={seconds}",
        "-max_len=20000",
        "-timeout=300",  # of the clock, which others share; what a mail takes is measured above
        "-rss_limit_mb=3000",
        f"-artifact_prefix={folder}/",
    ]
    atheris.Setup([sys.argv[0], *limits, str(folder / "found"), str(folder / "seeds")], look)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
