"""A heartbeat to somebody else's watch: a GET to a URL, that raises an alarm there when it stays out. Start at `ping`."""

from ssl import SSLCertVerificationError
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from mailservice.errors import TryLater
from mailservice.transport.loopback import is_loopback

TIMEOUT_SECONDS = 10.0


def may_be(url: str) -> bool:
    """Tell whether a heartbeat may go there: encrypted, or to this machine."""
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or ""))


class _Guarded(HTTPRedirectHandler):
    """Follows nobody to where a heartbeat may not go."""

    def redirect_request(self, *args: Any) -> Request | None:
        """Return what to ask for next; ValueError where that is in the clear."""
        if not may_be(args[5]):
            raise ValueError("a heartbeat goes out encrypted")
        return super().redirect_request(*args)


def ping(url: str) -> None:
    """Ask for the URL once; TryLater if nobody answers there. Nothing of the service's is said."""
    try:
        asked = Request(url, headers={"User-Agent": "mailservice"})  # noqa: S310 - see may_be
        with build_opener(_Guarded).open(asked, timeout=TIMEOUT_SECONDS) as answer:
            answer.read(1024)
    except (URLError, OSError, ValueError) as fault:
        raise TryLater(_why(fault)) from fault


def _why(fault: Exception) -> str:
    """Return why it was not heard, without the URL: whoever knows that can keep the alarm silent."""
    reason = fault.reason if isinstance(fault, URLError) and isinstance(fault.reason, Exception) else fault
    if isinstance(reason, SSLCertVerificationError):
        return "nobody whom this machine trusts vouches for its certificate"
    return f"the heartbeat's URL does not answer: {type(reason).__name__}"
