"""The way of our letters to each agency: do its mail servers encrypt, and does it insist on it. Start at `agencies`."""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue

from mailservice.directory import Directory
from mailservice.service.doctor.findings import Finding, Patient
from mailservice.transport.route import Route, Ways, route

NAME = "Way to agencies"
SECONDS, _WORKERS = 60.0, 24
# Names that stand in no DNS (RFC 2606, RFC 6761).
_RESERVED = ("example", "test", "invalid", "localhost")
_THEIRS = "Ask the IT of {} to "
_FAULTS: Mapping[str, tuple[str, str]] = {
    "bare": ("does not encrypt (no STARTTLS)", "have it offer STARTTLS, with a certificate for that name"),
    "expired": ("shows a certificate that has expired", "renew the certificate"),
    "not yet": ("shows a certificate that is not valid yet", "put in one that is valid now"),
    "untrusted": (
        "shows a certificate that no authority vouches for",
        "put in one of a public authority",
    ),
    "other name": ("shows a certificate for another name", "put in one for that name"),
    "tls": ("encrypts by nothing newer than TLS 1.1", "have it offer TLS 1.2 or 1.3"),
}
_MEANWHILE = " Until then somebody on the way may read, or take, what is sent there."
_CLOSED = (
    "whether mail to agencies is encrypted is not known from here: nothing could be asked at port 25, which most councils close. "
    "The lines below say what the DNS tells"
)
_ELSEWHERE = (
    "Look from a machine that may use port 25, or ask whoever runs your mail server to which of these domains it sends "
    "unencrypted."
)


@dataclass(frozen=True)
class Domain:
    """A mail domain of the directory: whose it is, and whether we write to anybody there."""

    name: str
    whose: str
    written_to: bool


def agencies(patient: Patient, look: Callable[[str, Ways], Route] = route) -> Iterator[Finding]:
    """Look at the way to each mail domain of the directory, at all of them at once, a line each."""
    if patient.directory is None:
        return
    every = domains(patient.directory)
    ways = Ways(ourselves=patient.settings.service.address.rpartition("@")[2])
    yield from told(every, looked([one.name for one in every], ways, look))


def domains(directory: Directory) -> tuple[Domain, ...]:
    """Return each mail domain of the directory but those kept for examples, in the directory's order."""
    names = {one.id: one.name for one in directory.agencies}
    owners: dict[str, list[str]] = {}
    for one in directory.agencies:
        for domain in one.domains:
            owners.setdefault(_plain(domain), []).append(one.name)
    written = [(person.address, names.get(person.agency, "")) for person in directory.people]
    written += [(officer.address, "") for officer in directory.officers]
    written.append((directory.office.address, directory.office.name))
    for address, agency in written:
        owner = owners.setdefault(_plain(address), [])
        if agency and not owner:
            owner.append(agency)
    to = {_plain(address) for address, _ in written}
    return tuple(
        Domain(name, _whose(whose) or name, name in to)
        for name, whose in owners.items()
        if name.rpartition(".")[2] not in _RESERVED and name
    )


def _plain(address: str) -> str:
    return address.rpartition("@")[2].strip().lower().rstrip(".")


def _whose(agencies: Sequence[str]) -> str:
    names = tuple(dict.fromkeys(agencies))
    return " and ".join(names) if len(names) <= 2 else f"{names[0]} and {len(names) - 1} others"  # noqa: PLR2004 - a line's length


def looked(
    names: Sequence[str], ways: Ways, look: Callable[[str, Ways], Route], seconds: float = 0.0
) -> dict[str, Route]:
    """Return the ways that were found in time, all asked at once; whoever hangs keeps nobody waiting."""
    waiting, done = SimpleQueue[str](), SimpleQueue[Route]()
    for name in names:
        waiting.put(name)

    def work() -> None:
        while True:
            try:
                name = waiting.get_nowait()
            except Empty:
                return
            try:
                done.put(look(name, ways))
            except Exception:  # noqa: BLE001 - one domain that cannot be looked at is not known; the others are
                done.put(Route(name))

    ends = threading.Event()
    clock = threading.Timer(seconds or SECONDS, ends.set)
    clock.daemon = True
    clock.start()
    for _ in range(min(_WORKERS, len(names))):
        threading.Thread(target=work, daemon=True).start()
    found: dict[str, Route] = {}
    while len(found) < len(names) and not ends.is_set():
        try:
            one = done.get(timeout=0.2)
        except Empty:
            continue
        found[one.domain] = one
    clock.cancel()
    return found


def told(every: Sequence[Domain], found: Mapping[str, Route]) -> Iterator[Finding]:
    """Return a line for each domain, and what is not known from here once before them."""
    if not every:
        yield Finding(NAME, "well", "no domain of the directory stands in the DNS: all are examples")
        return
    routes = [found.get(one.name, Route(one.name)) for one in every]
    if all(one.mail == "not known" for one in routes):
        do = "See that this machine may ask a DNS server; without one no letter's way can be looked at."
        yield Finding(NAME, "look", "not known from here: no DNS server answers", do)
        return
    closed = not any(one.met != "unanswered" for one in routes)
    if closed:
        yield Finding(NAME, "look", _CLOSED, _ELSEWHERE)
    for domain, one in zip(every, routes, strict=True):
        yield _of(domain, one, closed=closed)


def _of(domain: Domain, way: Route, *, closed: bool) -> Finding:
    who = domain.name if domain.whose == domain.name else f"{domain.name} ({domain.whose})"
    ask = _THEIRS.format(domain.whose)
    if way.mail in ("nowhere", "refused"):
        return _nobody(domain, way, who)
    if way.mail == "not known":
        return Finding(NAME, "look", f"{who}: its DNS did not answer in time", "Look again later.")
    if way.policy == "enforce" and way.left_out:
        said = f"{who}: its MTA-STS policy does not name its mail server {way.left_out}, so careful senders deliver nothing there"
        return Finding(NAME, "look", said, f"{ask}name {way.left_out} in the policy.")
    if way.met == "unanswered":
        said = _insists(way) if closed else f"{way.host} did not answer at port 25; {_insists(way)}"
        return Finding(NAME, "well" if closed else "look", f"{who}: {said}", "" if closed else "Look again later.")
    if way.met == "encrypted" or (way.pinned and way.met in ("untrusted", "other name")):
        return _sound(way, who, ask)
    said, do = _FAULTS[way.met]
    return Finding(NAME, "look", f"{who}: its mail server {way.host} {said}", f"{ask}{do}.{_MEANWHILE}")


def _sound(way: Route, who: str, ask: str) -> Finding:
    said = f"{who}: {way.host} encrypts; {_insists(way)}"
    if way.policy == "broken":
        return Finding(NAME, "look", said, f"{ask}put its MTA-STS policy right, or take its DNS record away.")
    return Finding(NAME, "well", said)


def _nobody(domain: Domain, way: Route, who: str) -> Finding:
    said = "takes no mail, as its DNS says (null MX)" if way.mail == "refused" else "has no mail server in the DNS"
    if not domain.written_to:
        do = "Nobody of the directory has an address there. If the agency has another domain, write that one."
        return Finding(NAME, "look", f"{who}: {said}", do)
    return Finding(
        NAME, "wrong", f"{who}: {said}: no letter arrives there", "Correct its people's addresses in the directory."
    )


def _insists(way: Route) -> str:
    """Say whether a domain keeps senders from falling back to an open way."""
    ways: Iterable[str] = (
        *(("MTA-STS",) if way.policy == "enforce" else ()),
        *(("DANE",) if way.pinned else ()),
    )
    if named := " and ".join(ways):
        return f"it insists on encryption ({named})"
    return {
        "testing": "its MTA-STS policy only tests, and insists on nothing yet",
        "broken": "its MTA-STS policy cannot be read",
    }.get(way.policy, "it does not insist on encryption (no MTA-STS, no DANE)")
