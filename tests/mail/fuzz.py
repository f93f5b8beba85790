"""Fuzz the reading of mail, led by coverage: `python -m tests.mail.fuzz SECONDS [FOLDER]`.

Starts from the corpus; FOLDER (temporary if not given) keeps what was learnt and, under `crash-*`, what broke a promise. A
finding becomes a pair of files in the corpus or a line in `test_parse_any_bytes.py`.
"""

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports():
    from mailservice.mail.parse import Mail, parse

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
        "-timeout=20",
        "-rss_limit_mb=3000",
        f"-artifact_prefix={folder}/",
    ]
    atheris.Setup([sys.argv[0], *limits, str(folder / "found"), str(folder / "seeds")], lambda data: check(parse(data)))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
