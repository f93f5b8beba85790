"""The limits: the plainest programs that read a mail, keep it, and send one. Nothing of the service is in them."""

import email
import email.policy
import smtplib
import sqlite3
from pathlib import Path

LETTER = (
    "From: desk@nscp.example\r\nTo: reader@nscp.example\r\nSubject: A letter\r\n\r\n" + "A line of a letter.\r\n" * 700
).encode()


class Reference:
    """The standard library's parser, one durable insert, and one mail on an SMTP connection that is kept."""

    def __init__(self, file: Path, port: int) -> None:
        self.database = sqlite3.connect(file, isolation_level=None)
        self.database.execute("PRAGMA journal_mode=WAL")
        self.database.execute("PRAGMA synchronous=FULL")
        self.database.execute("CREATE TABLE mails (id INTEGER PRIMARY KEY, message_id, sender, subject, text)")
        self.smtp = smtplib.SMTP("127.0.0.1", port, "localhost")

    def read_and_keep(self, raw: bytes) -> None:
        """Read a mail and insert what was read, safe on the disk."""
        row = read_plainly(raw)
        self.database.execute("INSERT INTO mails (message_id, sender, subject, text) VALUES (?, ?, ?, ?)", row)

    def answer(self, raw: bytes) -> None:
        """Read a mail, keep it, and send a letter of 15 KB on the connection that is kept."""
        self.read_and_keep(raw)
        self.smtp.sendmail("desk@nscp.example", ["reader@nscp.example"], LETTER)


def read_plainly(raw: bytes) -> tuple[str, str, str, str]:
    """Read every header and every part with `email.policy.default`."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    headers = {name.lower(): str(value) for name, value in message.items()}
    text = ""
    for part in message.walk():
        _ = [str(value) for value in part.values()]
        if not part.is_multipart():
            content = part.get_content()
            text = text or str(content)
    return headers["message-id"], headers["from"], headers["subject"], text
