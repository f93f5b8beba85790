"""Received lines (RFC 5321 section 4.4), and where a receiving server's own lines end and its sender's begin."""

import ipaddress
import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from mailservice.mail.mime.header import Fields
from mailservice.mail.trust.tokens import comments_end

_LONGEST = 2_000  # characters looked at of one line
_BY = re.compile(r"(?:^|\s)by\s{1,20}([^\s();]{1,255})", re.IGNORECASE)
_FROM = re.compile(r"\s{0,20}from\s{1,20}([^\s();]{1,255})", re.IGNORECASE)
_WITH = re.compile(r"\swith\s{1,20}([A-Za-z0-9]{1,20})", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\[(?:IPv6:)?([0-9a-fA-F.:]{3,45})\]|\(([0-9a-fA-F.:]{3,45})\)")
_NAMED = re.compile(r"\(([A-Za-z0-9._-]{1,255})\.? \[[0-9A-Fa-f.:]{3,45}\]")


@dataclass(frozen=True)
class Hop:
    """One Received line: its place among the fields, and its text."""

    at: int
    text: str

    @cached_property
    def by(self) -> str:
        """The host that wrote it, lower case."""
        found = _BY.search(self._bare)
        return found[1].rstrip(".").lower() if found else ""

    @cached_property
    def over(self) -> str:
        """The protocol it names, upper case."""
        found = _WITH.search(self._bare)
        return found[1].upper() if found else ""

    @cached_property
    def has_from(self) -> bool:
        """Tell whether it says where the mail came from."""
        return _FROM.match(self.text) is not None

    @cached_property
    def address(self) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
        """The network address it came from, as the server saw it: the last one before `by`, which a greeting cannot reach."""
        before = self._before_by
        found = [one[1] or one[2] for one in _IN_BRACKETS.finditer(before)]
        bare = _FROM.match(before)
        for text in (*reversed(found), bare[1] if bare else ""):
            try:
                return ipaddress.ip_address(text)
            except ValueError:
                continue
        return None

    @cached_property
    def name(self) -> str:
        """The name of where it came from that the server itself looked up and checked, as Postfix writes it."""
        found = _NAMED.search(self._before_by)
        return found[1].lower() if found else ""

    @property
    def _before_by(self) -> str:
        found = _BY.search(self._bare)
        return self.text[: found.start()] if found else self.text

    @cached_property
    def _bare(self) -> str:
        """The line with its comments blanked: what is said in one is no part of its grammar."""
        parts, at = [], 0
        while (begins := self.text.find("(", at)) >= 0:
            ends = comments_end(self.text, begins)
            parts += [self.text[at:begins], " " * (ends - begins)]
            at = ends
        return "".join([*parts, self.text[at:]])


def hops(fields: Fields) -> list[Hop]:
    """Return the Received lines, the newest first."""
    return [Hop(at, value[:_LONGEST]) for at, (name, value) in enumerate(fields) if name == "received"]


def edge(found: list[Hop], ids: Collection[str], stamped: int) -> Hop | None:
    """Return the line at which a mail came in from outside: whatever stands below it, its sender may have written.

    The newest line is our server's. Those below it are ours as long as each handed the mail on inside: by delivery, from the
    machine itself, from one of our own names, or from nowhere on the network; and, while nothing is stamped yet (the first
    stamp is at `stamped`) and the server of the stamps is still to come, from a network of its own.
    """
    own = next((hop.at for hop in found if hop.by in ids), -1)
    for hop in found:
        outside = hop.address is not None and hop.address.is_global
        if not _inside(hop, ids) and (hop.by in ids or hop.at > own or stamped < hop.at or outside):
            return hop
    return None


def _inside(hop: Hop, ids: Collection[str]) -> bool:
    """Tell whether a line of ours says that the mail was inside already; what a program put in (`local`) was not."""
    if hop.over.startswith("LMTP") or (hop.name and hop.name in ids):
        return True
    if hop.address is None:
        return bool(hop.has_from and hop.by) and hop.by not in ids and hop.over != "LOCAL"
    return hop.address.is_loopback
