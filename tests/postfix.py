"""A private Postfix on loopback, with one mailbox: what it takes it delivers there, and what it cannot, it sends back."""

import contextlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests import servers

# In bytes: it wants room for one and a half of them before it takes a letter.
_SIZE = 2_000_000
_MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
myhostname = mx.nscp.example
mydestination =
alias_maps =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
recipient_delimiter = +
append_dot_mydomain = no
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
virtual_mailbox_domains = {domains}
virtual_mailbox_maps = inline:{{ {{escalate@nscp.example = desk/}} }}
virtual_mailbox_base = {folder}/mail
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
virtual_minimum_uid = 100
smtpd_recipient_restrictions = {restrictions}
smtpd_reject_unlisted_recipient = {refuse_unlisted}
default_transport = {onward}
message_size_limit = {size}
"""
_MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
smtp unix - - n - - smtp
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
"""


@dataclass(frozen=True)
class Postfix:
    """A Postfix: its port, and what came to the mailbox."""

    port: int
    folder: Path

    @property
    def queue(self) -> Path:
        """Where it keeps what it has taken."""
        return self.folder / "queue"

    def mails(self) -> list[bytes]:
        """Return the mails in the mailbox, in no order."""
        return [one.read_bytes() for one in (self.folder / "mail" / "desk" / "new").glob("*")]

    @contextlib.contextmanager
    def serving(self) -> Iterator["subprocess.Popen[bytes]"]:
        """Let it run until the block ends."""
        command = [servers.program("postfix"), "-c", str(self.folder / "etc"), "start-fg"]
        with servers.running(command, lambda: servers.answers(self.port), self.folder / "started") as process:
            try:
                yield process
            finally:  # its master is in a session of its own, out of reach of whoever started it
                self._told("stop")

    @contextlib.contextmanager
    def limited(self, size: int) -> Iterator[None]:
        """Let it take no letter of more bytes until the block ends."""
        for limit in (size, _SIZE):
            main = self.folder / "etc" / "main.cf"
            main.write_text(re.sub(r"(?m)^message_size_limit = .*", f"message_size_limit = {limit}", main.read_text()))
            self._told("reload")
            if limit == size:
                yield

    def _told(self, word: str) -> None:
        command = [servers.program("postfix"), "-c", str(self.folder / "etc"), word]
        subprocess.run(command, check=False, capture_output=True, timeout=20)


@contextlib.contextmanager
def laid(
    *, restrictions: str = "permit_mynetworks, reject", refuse_unlisted: bool = False, onward: int = 0
) -> Iterator[Postfix]:
    """Lay a private Postfix, which only root may; it refuses at once, or takes and sends back, whom it does not know.

    With `onward` it keeps nothing, and hands every letter on to that port.
    """
    servers.program("postfix")
    if os.getuid() != 0:
        servers.absent("Postfix runs as root only")
    said = {
        "restrictions": restrictions,
        "refuse_unlisted": "yes" if refuse_unlisted else "no",
        "domains": "" if onward else "nscp.example, nenevalley.example",
        "onward": f"smtp:[127.0.0.1]:{onward}" if onward else "error:5.1.2 no such domain",
        "size": _SIZE,
    }
    with servers.folder() as base:
        one = Postfix(servers.free_port(), base)
        for name, owner in (("queue", "root"), ("data", "postfix"), ("mail", "nobody"), ("etc", "root")):
            (base / name).mkdir()
            shutil.chown(base / name, owner)
        (base / "etc" / "main.cf").write_text(_MAIN.format(folder=base, **said))
        (base / "etc" / "master.cf").write_text(_MASTER.format(port=one.port))
        yield one


@contextlib.contextmanager
def postfix(*, restrictions: str = "permit_mynetworks, reject", refuse_unlisted: bool = False) -> Iterator[Postfix]:
    """Run a private Postfix that delivers to its mailbox."""
    with laid(restrictions=restrictions, refuse_unlisted=refuse_unlisted) as one, one.serving():
        yield one
