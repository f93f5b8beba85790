"""Roundup's side of `make bench`: a classic tracker that takes mails over its own mail gateway. It knows nothing of ours.

Its own interpreter runs it, one that has Roundup from the package index: `python roundup_side.py FOLDER PORT`. On its input
each line is JSON: `{"issues": [[sender, reader], ...]}` lays an issue for each pair, and the answer is their numbers;
`{"mails": ["a file", ...]}` takes those mails one after the other, and the answer is the seconds that it took.

Alike with ours: the mails, but for the reference in their subject; one process, which is running; each mail read whole, decided
on an issue that is there, kept with its files, committed to SQLite as it ships; its sender known; one letter to one other reader,
handed to the same sink, before the next mail; no check for spam or forgery, no log.
Not alike: Roundup does not keep the mail's own bytes and keeps no chain of hashes; its letter is what was said, ours is composed
as text and HTML; it sends before it commits and opens a connection for each letter, ours sends after, twenty a connection; it
opens its database for each mail. Its letters leave without the mail's files (`nosy_max_attachment_size`), and the tracker is
opened with its code compiled once (`optimize`): both make it faster than as it ships.
"""

import json
import shutil
import sys
import time
from pathlib import Path
from typing import Any

import roundup
import roundup.instance
from roundup.configuration import CoreConfig
from roundup.password import Password
from roundup.scripts.roundup_mailgw import parse_arguments


def tracker(folder: Path, port: int) -> Any:
    """Lay a classic tracker in the folder, and open it."""
    template = Path(sys.prefix) / "share" / "roundup" / "templates" / "classic"
    shutil.copytree(template, folder)
    (folder / "db").mkdir()
    config = CoreConfig()
    for name, value in (
        ("RDBMS_BACKEND", "sqlite"),
        ("MAIL_DOMAIN", "nscp.example"),
        ("MAIL_HOST", "127.0.0.1"),
        ("MAIL_PORT", str(port)),
        ("MAIL_LOCAL_HOSTNAME", "localhost"),
        ("TRACKER_WEB", "http://tracker.example/"),
        ("TRACKER_EMAIL", "tracker@nscp.example"),
        ("ADMIN_EMAIL", "admin@nscp.example"),
        ("NOSY_MAX_ATTACHMENT_SIZE", "0"),
    ):
        config[name] = value
    config["WEB_SECRET_KEY"] = config["WEB_JWT_SECRET"] = "of a benchmark, whose tracker has no web interface"
    config.save(str(folder / "config.ini"))
    made = roundup.instance.open(str(folder), optimize=True)
    made.init(Password("of a benchmark", config=made.config))
    return made


def lay_issues(tracker: Any, pairs: list[tuple[str, str]]) -> list[str]:
    """Make an issue for each sender and reader, and return the numbers."""
    db = tracker.open("admin")
    known = {}
    for address in sorted({one for pair in pairs for one in pair}):
        name = address.replace("@", "-")
        known[address] = db.user.create(username=name, address=address, realname=name, roles="User")
    made = []
    for number, (sender, reader) in enumerate(pairs):
        nosy = [known[reader]]
        told = db.msg.create(author=known[sender], content="The referral was closed.", recipients=[known[reader]])
        made.append(db.issue.create(title=f"Case {number}", nosy=nosy, messages=[told], priority="3", status="1"))
    db.commit()
    db.close()
    return made


def main(folder: Path, port: int) -> None:
    """Do what each line of the input asks."""
    there = tracker(folder, port)
    gateway = there.MailGW(there, parse_arguments([str(folder)])[1])
    # Else it answers a mail that it cannot take with a bounce, and would be timed on that.
    gateway.trapExceptions = 0
    for line in sys.stdin:
        asked = json.loads(line)
        if "issues" in asked:
            answer: object = lay_issues(there, asked["issues"])
        else:
            begun = time.perf_counter()
            for name in asked["mails"]:
                with Path(name).open("rb") as file:
                    if not gateway.main(file):
                        raise ValueError("Roundup put a mail on no issue")
            answer = time.perf_counter() - begun
        sys.stdout.write(f"{json.dumps(answer)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
