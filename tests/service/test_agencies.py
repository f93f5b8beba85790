"""What the doctor says of the way to each agency: a line a domain, in plain words, and what to ask of whom."""

import threading
import time
from dataclasses import replace

import pytest

from mailservice.directory import Agency, Directory, Office, Person
from mailservice.service.doctor import agencies
from mailservice.service.doctor.agencies import Domain, domains, looked, told
from mailservice.service.doctor.findings import Finding
from mailservice.transport.route import Met, Route, Ways

COUNCIL = Domain("council.example", "Northdale Council", written_to=True)
SCHOOL = Domain("school.example", "Westmere School", written_to=True)
GOOD = Route("council.example", "taken", ("mx.council.example",), "mx.council.example", "encrypted", "enforce")
SILENT = replace(GOOD, met="unanswered")


def said(domain: Domain, way: Route) -> Finding:
    """Return the line of one domain, beside another that answers."""
    other = replace(GOOD, domain=SCHOOL.name)
    found = [*told([domain, SCHOOL], {domain.name: way, SCHOOL.name: other})]
    (line,) = [one for one in found if one.found.startswith(domain.name)]
    return line


def test_one_that_encrypts_and_insists_is_well() -> None:
    line = said(COUNCIL, GOOD)
    assert (line.state, line.do) == ("well", "")
    assert line.found == (
        "council.example (Northdale Council): mx.council.example encrypts; it insists on encryption (MTA-STS)"
    )


@pytest.mark.parametrize(
    ("met", "found", "do"),
    [
        ("bare", "does not encrypt (no STARTTLS)", "have it offer STARTTLS"),
        ("expired", "shows a certificate that has expired", "renew the certificate"),
        ("untrusted", "no authority vouches for", "a public authority"),
        ("other name", "a certificate for another name", "put in one for that name"),
        ("tls", "nothing newer than TLS 1.1", "TLS 1.2 or 1.3"),
    ],
)
def test_one_that_does_not_encrypt_well_names_who_is_asked_for_what(met: Met, found: str, do: str) -> None:
    line = said(COUNCIL, replace(GOOD, met=met, policy=""))
    assert line.state == "look"
    assert found in line.found
    assert line.do.startswith("Ask the IT of Northdale Council to ")
    assert do in line.do


def test_a_certificate_that_stands_in_the_dns_needs_no_authority() -> None:
    line = said(COUNCIL, replace(GOOD, met="untrusted", policy="", pinned=True))
    assert (line.state, "(DANE)" in line.found) == ("well", True)


def test_a_domain_to_which_no_letter_arrives_is_wrong_where_we_write_to_somebody() -> None:
    for mail in ("nowhere", "refused"):
        line = said(COUNCIL, Route("council.example", mail))
        assert (line.state, "no letter arrives there" in line.found) == ("wrong", True)
        assert said(replace(COUNCIL, written_to=False), Route("council.example", mail)).state == "look"


def test_a_policy_that_does_not_name_its_own_server_is_told() -> None:
    line = said(COUNCIL, replace(GOOD, left_out="mx2.council.example"))
    assert line.state == "look"
    assert "name mx2.council.example in the policy" in line.do


def test_a_closed_port_is_told_once_and_the_dns_is_still_told_of_each() -> None:
    found = [*told([COUNCIL, SCHOOL], {"council.example": SILENT, "school.example": replace(SILENT, policy="")})]
    assert [one.state for one in found] == ["look", "well", "well"]
    assert "not known from here" in found[0].found
    assert "insists on encryption (MTA-STS)" in found[1].found
    assert "no MTA-STS, no DANE" in found[2].found


def test_without_any_dns_there_is_one_line() -> None:
    (line,) = told([COUNCIL, SCHOOL], {})
    assert line.found == "not known from here: no DNS server answers"


def test_the_domains_are_those_of_agencies_and_of_everybody_written_to_but_no_examples(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(agencies, "_RESERVED", ("test",))  # the examples of this test stand for real names
    directory = Directory(
        office=Office("Business Office", "office@nscp.example"),
        agencies=(
            Agency("council", "Northdale Council", domains=("Council.example", "old.example")),
            Agency("trust", "Trust", domains=("trust.example",)),
            Agency("surgery", "Surgery", domains=("trust.example",)),
        ),
        people=(
            Person("a", "A", "a@council.example", "council"),
            Person("b", "B", "b@children.example", "council"),
            Person("c", "C", "c@school.test", "council"),
        ),
    )
    assert domains(directory) == (
        Domain("council.example", "Northdale Council", written_to=True),
        Domain("old.example", "Northdale Council", written_to=False),
        Domain("trust.example", "Trust and Surgery", written_to=False),
        Domain("children.example", "Northdale Council", written_to=True),
        Domain("nscp.example", "Business Office", written_to=True),
    )


def test_one_that_hangs_and_one_that_breaks_keep_nobody_waiting() -> None:
    ever = threading.Event()

    def look(name: str, _ways: Ways) -> Route:
        if name == "hangs":
            ever.wait(60)
        if name == "breaks":
            raise RuntimeError(name)
        return replace(GOOD, domain=name)

    began = time.monotonic()
    found = looked(["hangs", "breaks", "good"], Ways(), look, seconds=1)
    ever.set()
    assert time.monotonic() - began < 30
    assert {one: way.mail for one, way in found.items()} == {"breaks": "not known", "good": "taken"}


def test_a_directory_of_examples_alone_is_not_looked_at() -> None:
    (line,) = told((), {})
    assert (line.name, line.state) == (agencies.NAME, "well")
