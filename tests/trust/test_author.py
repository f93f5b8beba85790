"""One field, one mailbox, one domain: whoever a From leaves in doubt is nobody."""

import pytest

from mailservice.cases.history.commands import Sender
from mailservice.directory import Agency, Directory, Office, Person
from mailservice.mail.parse import parse
from mailservice.mail.trust import look_alikes, senders
from mailservice.mail.trust.author import author
from mailservice.mail.trust.judging import judge
from mailservice.mail.trust.setup import Setup

ADA = "ada.finch@health.example"
DIRECTORY = Directory(
    Office("Business Office", "office@nscp.example"),
    (
        Agency("health", "Rockingham Health", domains=("health.example", "rockinghamhealth.example")),
        Agency("council", "Nene Council", domains=("nene.gov.uk", "nenevalley.example")),
    ),
    (
        Person("ada", "Ada Finch", ADA, "health"),
        Person("tom", "Thomas Byrne", "tom.byrne@nenevalley.example", "council"),
    ),
)


@pytest.mark.parametrize(
    "written",
    [
        ADA,
        f"Ada Finch <{ADA}>",
        f'"Finch, Ada" <{ADA}>',
        f"Finch, Ada <{ADA}>",
        f"{ADA} (Ada Finch)",
        f"(Ada (of health)) Ada Finch <{ADA}>",
        f'"evil@evil.example" <{ADA}>',
        f"=?utf-8?q?evil=40evil.example?= <{ADA}>",
        f"[External] Ada Finch < {ADA} >",
        "Ada.Finch@HEALTH.example",
    ],
)
def test_one_address_is_the_author(written: str) -> None:
    assert author((written,)).address == ADA


@pytest.mark.parametrize(
    "written",
    [
        "",
        "Ada Finch",
        "<>",
        f"{ADA}, evil@evil.example",
        f"{ADA} <evil@evil.example>",
        f"<{ADA}> <evil@evil.example>",
        f"Ada <{ADA}> evil",
        f"Friends: {ADA};",
        f"<@evil.example:{ADA}>",
        f'"{ADA}"@evil.example',
        "ada@health.example@evil.example",
        "Ada <ada.finch@[192.0.2.1]>",
        "Ada <ada.finch@health>",
        "Ada <ada.finch@health.example.>",
        "Ada <=?utf-8?q?ada.finch=40health.example?=@evil.example>",
        "Ada <ada finch@health.example>",
        "Ada <ada.finch@health.example",
        'Ada "<ada.finch@health.example>',
        f"Ada <{ADA}(evil@evil.example)>",
        "a" * 20_000,
    ],
)
def test_whoever_is_in_doubt_is_nobody(written: str) -> None:
    found = author((written,))
    assert (found.address, found.domain) == ("", "")
    assert found.why


def test_two_fields_are_nobodys_and_so_is_none() -> None:
    assert author((ADA, ADA)).why == "There are several From fields."
    assert author(()).why == "There is no From."


def test_a_domain_in_its_own_letters_is_the_same_domain() -> None:
    assert (
        author(("J <j@b\u00fccher.example>",)).domain
        == author(("J <j@xn--bcher-kva.example>",)).domain
        == "xn--bcher-kva.example"
    )


def identified(sender: str) -> Sender:
    raw = f"From: {sender}\n\nHello.".encode()
    return senders.identify(parse(raw), DIRECTORY, judge(raw, Setup()))


@pytest.mark.parametrize(
    ("sender", "named"),
    [
        ("Ada <ada.finch@hea1th.example>", "health.example"),
        ("Ada <x@rockinghamheaIth.example>", "rockinghamhealth.example"),
        ("Ada <x@rockingharnhealth.example>", "rockinghamhealth.example"),
        ("Ada <x@rockinghamhelath.example>", "rockinghamhealth.example"),
        ("Ada <x@rockinghamhealth.com>", "rockinghamhealth.example"),
        ("Ada <x@rockinghamhealth.example.evil.test>", "rockinghamhealth.example"),
        ("Ada <x@he\u0430lth.example>", "health.example"),
        ("Ada Finch <somebody@webmail.example>", "Ada Finch"),
        ("Finch, Ada <somebody@webmail.example>", "Ada Finch"),
        ("Thomas Byrnes <somebody@webmail.example>", "Thomas Byrne"),
        ("A <tom.byrne@webmail.example>", "tom.byrne@nenevalley.example"),
        (f'"{ADA}" <somebody@webmail.example>', ADA),
    ],
)
def test_a_stranger_who_looks_like_somebody_is_named(sender: str, named: str) -> None:
    found = identified(sender)
    assert named in found.look_alike
    assert not found.known
    assert found.look_alike in found.evidence


@pytest.mark.parametrize(
    "sender",
    [
        f"Ada Finch <{ADA}>",
        "New Starter <new@health.example>",
        "Jo Smith <jo.smith@wealthy-homes.example>",
        "Nene Police <desk@nene.police.uk>",
        "Pupil <pupil@students.health.example>",
        "Somebody <somebody@webmail.example>",
    ],
)
def test_whoever_is_themself_or_like_nobody_is_not_called_so(sender: str) -> None:
    assert identified(sender).look_alike == ""


def test_below_a_listed_domain_is_a_stranger_and_it_is_said() -> None:
    found = identified("Pupil <pupil@students.health.example>")
    assert not found.known
    assert any("lies below health.example" in one for one in found.evidence)


def test_the_directorys_own_domains_that_look_alike_are_paired() -> None:
    twins = Directory(
        Office("Office", "office@nscp.example"),
        (
            Agency("a", "A", domains=("nenevalley.example",)),
            Agency("b", "B", domains=("nenevaley.example", "other.example")),
        ),
    )
    assert look_alikes.among(twins) == (("nenevaley.example", "nenevalley.example"),)
    assert look_alikes.among(DIRECTORY) == ()
