"""A heartbeat to somebody else's watch: a GET to a URL, that raises an alarm there when it stays out. Start at `ping`."""

from ssl import SSLCertVerificationError
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from mailservice.errors import TryLater
from mailservice.transport.loopback import is_loopback

TIMEOUT_SECONDS = 10.0


def may_be(url: str) -> bool:
    """Tell whether a heartbeat may go there: encrypted, or to this machine."""
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or ""))


def ping(url: str) -> None:
    """Ask for the URL once; TryLater if nobody answers there. Nothing of the service's is said."""
    try:
        with urlopen(Request(url, headers={"User-Agent": "mailservice"}), timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310 - see may_be
            answer.read(1024)
    except (URLError, OSError, ValueError) as fault:
        raise TryLater(_why(fault)) from fault


def _why(fault: Exception) -> str:
    """Return why it was not heard, without the URL: whoever knows that can keep the alarm silent."""
    reason = fault.reason if isinstance(fault, URLError) and isinstance(fault.reason, Exception) else fault
    if isinstance(reason, SSLCertVerificationError):
        return "nobody whom this machine trusts vouches for its certificate"
    return f"the heartbeat's URL does not answer: {type(reason).__name__}"
