"""What crosses a network is encrypted, for a server whose name was proven: the URLs of the database and of the broker. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import SplitResult, parse_qs, urlsplit

from pydantic import SecretStr

from mailservice.transport.loopback import is_loopback

# With these libpq encrypts, and holds the server to an authority (PostgreSQL's manual, SSL Support).
_PROVEN = frozenset({"verify-full", "verify-ca"})
_HOSTS = ("host", "hostaddr")  # may stand there several times, for a database with a stand-in
_SECRET = frozenset({"password", "sslpassword"})


def guarded(url: SecretStr) -> SecretStr:
    """Return a URL that nobody can listen in on; ValueError says what to write instead."""
    parts = urlsplit(url.get_secret_value())
    told = parse_qs(parts.query, keep_blank_values=True)
    if twice := sorted(name for name, values in told.items() if len(values) > 1 and name not in _HOSTS):
        raise ValueError(f"{twice[0]} stands there twice; leave it once")
    asked = {name: values[0].lower() for name, values in told.items()}
    if _SECRET & asked.keys():
        raise ValueError("a password behind the ? would be shown; write it before the @, like user:password@host")
    elsewhere = "service" in asked  # a file of its own names the host
    if not elsewhere and all(_is_here(host) for host in _hosts(parts, told)):
        return url
    if parts.scheme.startswith("postgres") and asked.get("sslmode") not in _PROVEN:
        raise ValueError(
            "what is written about people may not cross a network in the clear; add ?sslmode=verify-full, and where your own "
            "authority made the server's certificate &sslrootcert=/its/file.pem"
        )
    if parts.scheme.startswith("redis") and not _is_proven(parts, asked):
        raise ValueError("what crosses a network is encrypted; write rediss://, and nothing that takes any certificate")
    if not parts.scheme.startswith(("postgres", "redis")):
        raise ValueError(
            "nobody knows whether that crosses a network in the clear; write one like postgresql:// or rediss://"
        )
    return url


def _hosts(parts: SplitResult, told: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Give every host that a URL names; PostgreSQL's may name them, or the folder of a socket, behind the ?."""
    named = parts.netloc.rpartition("@")[2]
    for one in ",".join([named, *(value for name in _HOSTS for value in told.get(name, ()))]).split(","):
        yield one.partition("]")[0].removeprefix("[") if one.startswith("[") else one.rpartition(":")[0] or one


def _is_here(host: str) -> bool:
    return not host or host.startswith(("/", "@")) or is_loopback(host)


def _is_proven(parts: SplitResult, asked: Mapping[str, str]) -> bool:
    """Tell whether a broker is held to an authority: redis-py would leave that out on demand."""
    return (
        parts.scheme == "rediss"
        and asked.get("ssl_cert_reqs", "required") == "required"
        and asked.get("ssl_check_hostname", "true") in ("true", "1", "yes")
    )
