"""`python -m tests.fresh [SUITE]`: docs/install.md, typed as it stands, on a Debian that was never used. Start at `main`.

It needs root on a Debian, with debootstrap and systemd-container, and takes about ten minutes. A second such Debian has
the partnership's mail (`provider.sh`), with TLS by a private authority. Everything that was shown goes into a file.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.fresh import people
from tests.fresh.machine import Machine

ROOT = Path(__file__).parents[2]
PROVIDER = Path(__file__).parent / "provider.sh"
PAGE = ROOT / "docs" / "install.md"
_BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
# What is asked, and what the administrator of this partnership types.
ANSWERS = (
    ("Whose policy", "nscp"),
    ("letters come from", ""),
    ("people copy", "escalate@nscp.example"),
    ("record is to lie", ""),
    ("Office's name", "NSCP Business Office"),
    ("own mailbox", "office@nscp.example"),
    ("telephone number", "01632 960 110"),
    ("One agency's name", "Northfield Trust"),
    ("follows the @", "northfield.example"),
    ("The other's name", "Marl Health"),
    ("follows the @", "marl.example"),
    ("Where the mailbox is", "other"),
    ("IMAP server", "mail.nscp.example"),
    ("submission server", ""),
    ("Its port", ""),
    ("account's name", ""),
    ("Its password", "heron"),
    ("your own authority", "/etc/mail-tls/nscp-ca.pem"),
    ("Authentication-Results", ""),
    ("to refer a child", "01632 960 100"),
    ("at night", "01632 960 101"),
    ("ring to complain", "To complain, ring the council on 01632 960 120."),
    ("Look now", ""),
    ("Begin the record", ""),
)


def main() -> int:
    """Play the page; leave with 0 if a case came of it, 2 where it cannot be played."""
    missing = [one for one in ("debootstrap", "systemd-nspawn") if shutil.which(one) is None]
    if os.geteuid() or missing:
        sys.stderr.write(f"It needs root{''.join(f', and {one}' for one in missing)}.\n")
        return 2
    suite = sys.argv[1] if sys.argv[1:] else "bookworm"
    with tempfile.TemporaryDirectory(prefix="fresh-") as folder, Path(f"fresh-{suite}.txt").open("w") as file:

        def say(text: str) -> None:
            sys.stdout.write(text + "\n")
            file.write(text + "\n")
            file.flush()

        where = Path(folder)
        with Machine("bookworm", where / "post", say) as post, Machine(suite, where / "service", say) as machine:
            post.put([PROVIDER], PROVIDER.parent, "")
            done(post.run(f"sh {PROVIDER.name}", quiet=True))
            shutil.copytree(
                post.root / "etc" / "mail-tls",
                machine.root / "etc" / "mail-tls",
                ignore=shutil.ignore_patterns("*.key"),
            )
            with (machine.root / "etc" / "hosts").open("a") as names:
                names.write("127.0.0.1 mail.nscp.example\n")
            listed = subprocess.run(
                ["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True, timeout=60
            )
            files = [ROOT / one for one in listed.stdout.split("\n") if one and (ROOT / one).is_file()]
            machine.put(files, ROOT, "mailservice")
            begun = time.monotonic()
            play(machine)
            say(f"From the first command to a case with letters: {(time.monotonic() - begun) / 60:.1f} minutes.\n")
            go_on(machine)
        say("Well.")
    return 0


def play(machine: Machine) -> None:
    """Type every command of the page, in its order."""
    for block in _BLOCK.findall(PAGE.read_text()):
        for command in block.strip().splitlines():
            if "case list" in command:
                people.write(machine, "first")
            result = machine.run(command, ANSWERS if command == "mailservice setup" else ())
            looked_at = (
                command.startswith("mailservice doctor") and result[0] == 1
            )  # something may be looked at; nothing is wrong
            shown = result[1] if looked_at else done(result)
            if "case list" in command:
                assert f"NSCP {time.strftime('%Y')}-0001-" in shown, shown


def go_on(machine: Machine) -> None:
    """Try what the page promises beside: the office's sheet, a backup, a newer version, and what the unit may not do."""
    people.fill_in_the_sheet(machine)
    done(machine.run("grep -c 'Ben Ward' /var/lib/mailservice/directory.toml"))
    done(machine.run("systemctl start mailservice-backup && ls /var/backups/mailservice"))
    done(machine.run("systemd-analyze security mailservice | tail -1"))
    done(machine.run("sh mailservice/deploy/install.sh && mailservice settings check && systemctl restart mailservice"))
    shown = done(machine.run("sleep 20; mailservice status; mailservice case list"))
    assert "OK" in shown, shown
    assert "open" in shown, shown


def done(result: tuple[int, str]) -> str:
    """Return what a command showed; AssertionError if it failed."""
    code, shown = result
    assert code == 0, shown
    return shown


if __name__ == "__main__":
    sys.exit(main())
