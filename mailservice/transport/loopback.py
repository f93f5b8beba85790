"""Which hosts are this machine itself: the only ones a password or a letter may reach unencrypted."""

from ipaddress import ip_address


def is_loopback(host: str) -> bool:
    """Whether a host, as written, is this machine itself; a name other than localhost is not looked up."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
