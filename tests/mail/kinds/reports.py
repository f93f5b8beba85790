"""Bounces, delays and receipts as mail servers send them, rewritten about a letter of ours to Joy Okafor.

The shapes are those of real servers; the first half was written before the reading was looked at again, the second half came
afterwards and was measured as it came (`test_reports`).
"""

import json
from dataclasses import dataclass
from pathlib import Path

DESK, KEY, LETTER = "escalate@nscp.example", (b"k" * 32,), "letterabcdef"
FILE = Path(__file__).with_suffix(".jsonl")
JOY = "joy.okafor@nenevalley.example"


@dataclass(frozen=True)
class Report:
    """What a server sent: its heads, its words, the fields of a report, and how it returned our letter ("" if not at all).

    `tells` and `fault` are what a person reads from it.
    """

    name: str
    heads: str
    words: str
    fields: str = ""
    returned: str = "message/rfc822"
    tells: str = "bounce"
    fault: str = "reader"

    def raw(self, to: str, message_id: str) -> bytes:
        """Return the mail as it comes to an address of ours, about our letter of that Message-ID."""
        ours = f"Return-Path: <{DESK}>\nFrom: NSCP Escalations <{DESK}>\nTo: {JOY}\n"
        ours += f"Subject: Please answer\nMessage-ID: {message_id}\n"
        heads = f"{self.heads}\nTo: <{to}>\nDate: Wed, 25 Nov 2026 11:42:10 +0000\n"
        heads += "Message-ID: <r1@mx.example>\nMIME-Version: 1.0\n"
        words = self.words.replace("%O", ours)
        if not self.fields:
            return f"{heads}Content-Type: text/plain; charset=utf-8\n\n{words}\n".encode()
        kind = "disposition-notification" if "Disposition:" in self.fields else "delivery-status"
        parts = [("text/plain; charset=utf-8", words), (f"message/{kind}", self.fields)]
        parts += [(self.returned, f"{ours}\nDear Joy,\n")] if self.returned else []
        body = "".join(f"--b1\nContent-Type: {one}\n\n{text}\n" for one, text in parts)
        return f'{heads}Content-Type: multipart/report; report-type={kind}; boundary="b1"\n\n{body}--b1--\n'.encode()


def _half(which: str) -> tuple[Report, ...]:
    lines = (json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines())
    return tuple(
        Report(**{name: told for name, told in one.items() if name != "half"}) for one in lines if one["half"] == which
    )


FIRST = _half("first")
# Measured as they came, before anything was changed for them: 10 of 10 found their letter by its return address, 8 of 10 by
# the returned Message-ID or thread, and 8 of 10 were read right. The two: outsiders refused as 5.7.1, and a person's answer by
# its looks, which at a return address is now told as unclear.
SECOND = _half("second")
