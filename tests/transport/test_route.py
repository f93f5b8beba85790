"""The way to a domain, on a DNS, mail servers and a web server of our own: what is asked is answered as the world does."""

import ssl
import threading
import warnings
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import BaseRequestHandler, ThreadingUDPServer
from typing import Any

import dns.flags
import dns.message
import dns.rcode
import dns.resolver
import dns.rrset
import pytest
from aiosmtpd.controller import Controller

from mailservice.transport import dns as names
from mailservice.transport.route import Route, Ways, named, read_policy, route
from tests import servers
from tests.transport.authority import Authority, authority

# What each name of the tests' own DNS has: the mail servers lie at loopback addresses of their own, at one port.
ZONE: dict[tuple[str, str], tuple[str, ...]] = {
    ("good.example", "MX"): ("20 spare.good.example.", "10 mx.good.example."),
    ("mx.good.example", "A"): ("127.0.0.11",),
    ("spare.good.example", "A"): ("127.0.0.19",),
    ("_mta-sts.good.example", "TXT"): ('"v=STSv1; id=20261101"',),
    ("mta-sts.good.example", "A"): ("127.0.0.1",),
    ("bare.example", "MX"): ("10 mx.bare.example.",),
    ("mx.bare.example", "A"): ("127.0.0.12",),
    ("selfsigned.example", "MX"): ("10 mx.selfsigned.example.",),
    ("mx.selfsigned.example", "A"): ("127.0.0.13",),
    ("expired.example", "MX"): ("10 mx.expired.example.",),
    ("mx.expired.example", "A"): ("127.0.0.14",),
    ("othername.example", "MX"): ("10 mx.othername.example.",),
    ("mx.othername.example", "A"): ("127.0.0.11",),
    ("old.example", "MX"): ("10 mx.old.example.",),
    ("mx.old.example", "A"): ("127.0.0.15",),
    ("refuses.example", "MX"): ("10 mx.refuses.example.",),
    ("mx.refuses.example", "A"): ("127.0.0.16",),
    ("closed.example", "MX"): ("10 mx.closed.example.",),
    ("mx.closed.example", "A"): ("127.0.0.18",),
    ("second.example", "MX"): ("10 mx.closed.example.", "20 mx.good.example."),
    ("nomx.example", "A"): ("127.0.0.12",),
    ("nothing.example", "TXT"): ('"v=spf1 -all"',),
    ("null.example", "MX"): ("0 .",),
    ("pinned.example", "MX"): ("10 mx.selfsigned.example.",),
    ("_25._tcp.mx.selfsigned.example", "TLSA"): ("3 1 1 " + "ab" * 32,),
    ("wrongpolicy.example", "MX"): ("10 mx.good.example.",),
    ("_mta-sts.wrongpolicy.example", "TXT"): ('"v=STSv1; id=1"',),
    ("mta-sts.wrongpolicy.example", "A"): ("127.0.0.1",),
}
POLICIES = {
    "mta-sts.good.example": "version: STSv1\r\nmode: enforce\r\nmx: mx.good.example\r\nmx: spare.good.example\r\nmax_age: 60\r\n",
    "mta-sts.wrongpolicy.example": "version: STSv1\nmode: enforce\nmx: *.elsewhere.example\nmax_age: 604800\n",
}


class _Dns(BaseRequestHandler):
    """Answers out of the zone: what is there, that the name has nothing of the kind, or that there is no such name."""

    def handle(self) -> None:
        said, wire = self.request
        asked = dns.message.from_wire(said)
        (question,) = asked.question
        name, kind = str(question.name).rstrip("."), dns.rdatatype.to_text(question.rdtype)
        answer = dns.message.make_response(asked)
        answer.flags |= dns.flags.RA
        if (name, kind) in ZONE:
            answer.answer.append(dns.rrset.from_text(question.name, 60, "IN", kind, *ZONE[name, kind]))
        elif not any(one == name or one.endswith(f".{name}") for one, _ in ZONE):
            answer.set_rcode(dns.rcode.NXDOMAIN)
        wire.sendto(answer.to_wire(), self.client_address)


class _Policies(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        text = POLICIES[self.headers["Host"].partition(":")[0]].encode()
        self.send_response(200 if self.path == "/.well-known/mta-sts.txt" else 404)
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Refusing:
    async def handle_EHLO(self, _server: Any, _session: Any, _envelope: Any, _name: str, _said: list[str]) -> list[str]:  # noqa: N802 - named by aiosmtpd
        return ["550 5.7.1 we do not talk with your address"]


@contextmanager
def served(server: Any) -> Iterator[int]:
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()


def held(pair: tuple[Path, Path], *, old: bool = False) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*pair)
    if old:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of what the world still has
            context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1
        context.set_ciphers("ALL:@SECLEVEL=0")
    return context


def post(address: str, port: int, context: ssl.SSLContext | None, handler: object = None) -> Controller:
    return Controller(handler or object(), hostname=address, port=port, tls_context=context)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ways]:
    """Give a world of mail servers; whoever asks in it asks its DNS alone."""
    ours, theirs = authority(tmp_path_factory.mktemp("ours")), authority(tmp_path_factory.mktemp("theirs"))
    port = servers.free_port()
    with ExitStack() as stack:
        for one in _servers(ours, theirs, port):
            one.start()
            stack.callback(one.stop)
        site = ThreadingHTTPServer(("127.0.0.1", 0), _Policies)
        # One certificate for both sites: each name has its own context by the name that is asked for.
        contexts = {name: held(ours.vouched(name)) for name in POLICIES}
        first = held(ours.vouched("site.example"))
        first.sni_callback = lambda wire, name, _: setattr(wire, "context", contexts.get(name, first))
        site.socket = first.wrap_socket(site.socket, server_side=True)
        https = stack.enter_context(served(site))
        asked = stack.enter_context(served(ThreadingUDPServer(("127.0.0.1", 0), _Dns)))
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        resolver = dns.resolver.Resolver(configure=False)
        resolver.nameservers, resolver.port = ["127.0.0.1"], asked
        patch.setattr(dns.resolver, "default_resolver", resolver)
        for proxy in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
            patch.delenv(proxy, raising=False)
        dns.resolver.override_system_resolver(resolver)
        stack.callback(dns.resolver.restore_system_resolver)
        yield Ways(port, https, str(ours.file), "nscp.example")


def _servers(ours: Authority, theirs: Authority, port: int) -> tuple[Controller, ...]:
    return (
        post("127.0.0.11", port, held(ours.vouched("mx.good.example"))),
        post("127.0.0.12", port, None),
        post("127.0.0.13", port, held(theirs.vouched("mx.selfsigned.example"))),
        post("127.0.0.14", port, held(ours.vouched("mx.expired.example", days=-1))),
        post("127.0.0.15", port, held(ours.vouched("mx.old.example"), old=True)),
        post("127.0.0.16", port, None, _Refusing()),
    )


FOUND: Mapping[str, Route] = {
    "good.example": Route(
        "good.example", "taken", ("mx.good.example", "spare.good.example"), "mx.good.example", "encrypted", "enforce"
    ),
    "bare.example": Route("bare.example", "taken", ("mx.bare.example",), "mx.bare.example", "bare"),
    "selfsigned.example": Route(
        "selfsigned.example", "taken", ("mx.selfsigned.example",), "mx.selfsigned.example", "untrusted", pinned=True
    ),
    "expired.example": Route("expired.example", "taken", ("mx.expired.example",), "mx.expired.example", "expired"),
    "othername.example": Route(
        "othername.example", "taken", ("mx.othername.example",), "mx.othername.example", "other name"
    ),
    "old.example": Route("old.example", "taken", ("mx.old.example",), "mx.old.example", "tls"),
    "closed.example": Route("closed.example", "taken", ("mx.closed.example",), "mx.closed.example", "unanswered"),
    "refuses.example": Route("refuses.example", "taken", ("mx.refuses.example",), "mx.refuses.example", "unanswered"),
    "second.example": Route(
        "second.example", "taken", ("mx.closed.example", "mx.good.example"), "mx.good.example", "encrypted"
    ),
    "nomx.example": Route("nomx.example", "taken", ("nomx.example",), "nomx.example", "bare"),
    "nothing.example": Route("nothing.example", "nowhere"),
    "nosuchname.example": Route("nosuchname.example", "nowhere"),
    "null.example": Route("null.example", "refused"),
    "wrongpolicy.example": Route(
        "wrongpolicy.example",
        "taken",
        ("mx.good.example",),
        "mx.good.example",
        "encrypted",
        "enforce",
        left_out="mx.good.example",
    ),
}


@pytest.mark.parametrize("domain", FOUND)
def test_a_domain_is_found_as_it_is(world: Ways, domain: str) -> None:
    assert route(domain, world) == FOUND[domain]


def test_a_policy_that_is_announced_and_not_there_is_broken(world: Ways, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ZONE, ("_mta-sts.bare.example", "TXT"), ('"v=STSv1; id=1"',))
    assert route("bare.example", world).policy == "broken"


def test_without_a_dns_nothing_is_known_and_it_ends_in_time(world: Ways, monkeypatch: pytest.MonkeyPatch) -> None:
    nobody = dns.resolver.Resolver(configure=False)
    nobody.nameservers, nobody.port = ["127.0.0.1"], servers.free_port()
    monkeypatch.setattr(dns.resolver, "default_resolver", nobody)
    monkeypatch.setattr(names, "SECONDS", 0.5)
    assert route("good.example", world) == Route("good.example")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("version: STSv1\nmode: testing\nmx: a.example\nmax_age: 60\n", ("testing", ("a.example",))),
        ("version: STSv1\nmode: none\nmax_age: 60\n", ("none", ())),
        ("version: STSv1\nmode: enforce\nmax_age: 60\n", ("broken", ())),
        ("mode: enforce\nmx: a.example\nmax_age: 60\n", ("broken", ())),
        ("<html>mode: enforce</html>", ("broken", ())),
    ],
)
def test_a_policy_is_read_as_it_is_written(text: str, found: tuple[str, tuple[str, ...]]) -> None:
    assert read_policy(text) == found


def test_a_star_stands_for_one_label() -> None:
    assert named("mx.a.example", "*.a.example")
    assert not named("x.mx.a.example", "*.a.example")
    assert not named("a.example", "*.a.example")
