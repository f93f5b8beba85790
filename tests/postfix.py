"""A private Postfix on loopback, with one mailbox: what it takes it delivers there, and what it cannot, it sends back."""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests import servers

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
virtual_mailbox_domains = nscp.example, nenevalley.example
virtual_mailbox_maps = inline:{{ {{escalate@nscp.example = desk/}} }}
virtual_mailbox_base = {folder}/mail
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
virtual_minimum_uid = 100
smtpd_recipient_restrictions = {restrictions}
smtpd_reject_unlisted_recipient = {refuse_unlisted}
default_transport = error:5.1.2 no such domain
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
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
"""


@dataclass(frozen=True)
class Postfix:
    """A Postfix that runs: its port, and what came to the mailbox."""

    port: int
    folder: Path

    def mails(self) -> list[bytes]:
        """Return the mails in the mailbox, in no order."""
        return [one.read_bytes() for one in (self.folder / "mail" / "desk" / "new").glob("*")]


@contextlib.contextmanager
def postfix(*, restrictions: str = "permit_mynetworks, reject", refuse_unlisted: bool = False) -> Iterator[Postfix]:
    """Run a private Postfix, which only root may; it refuses at once, or takes and sends back, whom it does not know."""
    binary, port = servers.program("postfix"), servers.free_port()
    if os.getuid() != 0:
        servers.absent("Postfix runs as root only")
    with servers.folder() as base:
        for name, owner in (("queue", "root"), ("data", "postfix"), ("mail", "nobody"), ("etc", "root")):
            (base / name).mkdir()
            shutil.chown(base / name, owner)
        said = {"restrictions": restrictions, "refuse_unlisted": "yes" if refuse_unlisted else "no"}
        (base / "etc" / "main.cf").write_text(_MAIN.format(folder=base, **said))
        (base / "etc" / "master.cf").write_text(_MASTER.format(port=port))
        command = [binary, "-c", str(base / "etc"), "start-fg"]
        with servers.running(command, lambda: servers.answers(port), base / "started"):
            try:
                yield Postfix(port, base)
            finally:  # its master is in a session of its own, out of reach of whoever started it
                subprocess.run([binary, "-c", str(base / "etc"), "stop"], check=False, capture_output=True, timeout=20)
