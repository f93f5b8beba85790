"""Fifty attacks act nowhere and leak nothing, and who must know hears in the same sweep; honest mails act without a question."""

import pytest

from tests.trust.attacks import (
    ATTACKS,
    DIRECTOR,
    EXPECTED,
    HONEST,
    NAMES,
    OF_THE_OFFICE,
    OFFICE,
    PHONE,
    QUIET,
    URGENT,
    Outcome,
    played,
    world,
)

# Proven, and an attacker's all the same: a mailbox that was taken. Only SUSPECT stops it.
TAKEN = {"085"}
KNOWN = (*NAMES, DIRECTOR)
# What a call for attention does on a case, and on none (rule 10): it needs no proof, unless that failed.
ATTENTION = {"CaseOpened", "StageEntered", "UrgentRaised", "DeadlineSet", "DeadlineDropped", "Moved"}


@pytest.mark.timeout(120)
@pytest.mark.parametrize("name", [one for one in ATTACKS if one not in TAKEN])
def test_an_attack_acts_nowhere_leaks_nothing_and_is_told_of(name: str) -> None:
    for one in played(name):
        assert one.proof in EXPECTED[name]["expect"].split("|"), one
        assert one.leaked == (), one
        assert_acts_nowhere(one)
        assert_told(one)


def assert_acts_nowhere(one: Outcome) -> None:
    """Nothing forged acts, nor a stranger's; unproven, only what calls for attention."""
    if one.proof == "failed" or one.author not in KNOWN:
        assert (one.outcome, one.acted) == ("held", ()), one
    elif one.place == "answer" and one.word != URGENT:
        assert one.acted == (), one
    else:
        assert set(one.acted) <= ATTENTION, one


def assert_told(one: Outcome) -> None:
    if one.author in KNOWN:
        assert one.author in one.told, one  # asked, or answered, at the address that the directory has
    if one.proof != "failed" and one.author in KNOWN:
        return
    assert OFFICE in one.told, one
    assert set(one.told) <= {OFFICE, one.author}, one
    to_office = next(letter for letter in one.letters if letter.startswith(f"{OFFICE}:"))
    if one.word == URGENT:
        assert "URGENT" in to_office, one
        assert one.author not in NAMES or PHONE in to_office, one


@pytest.mark.timeout(120)
@pytest.mark.parametrize("name", HONEST)
def test_an_honest_mail_acts_without_a_question(name: str) -> None:
    answer, first = played(name)
    assert (answer.proof, answer.outcome, first.proof) == ("proven", "acted", "proven"), (answer, first)
    done = {"Proposed", "Agreed", "Withdrawn", "AddressNamed", "HeldUntil", "SecondAsked"}  # ALLOW waits for a second
    assert done & {*answer.acted}, answer
    assert "CaseOpened" in first.acted or first.author == DIRECTOR, first
    assert not any("could not be sure" in letter for one in (answer, first) for letter in one.letters)


def test_a_taken_mailbox_is_answered_at_the_address_we_know_alone() -> None:
    assert all(set(one.told) <= {*NAMES, OFFICE, *_WORKERS} and not one.leaked for one in played("085"))


_WORKERS = ("daniel.mensah@nenevalley.example", "joy.okafor@nenevalley.example")


@pytest.mark.timeout(120)
@pytest.mark.parametrize("word", [*QUIET, *OF_THE_OFFICE])
def test_each_word_would_move_the_case_if_it_were_proven(word: str) -> None:
    of_office = word in OF_THE_OFFICE
    with world(DIRECTOR if of_office else "sam.okoro@council.example") as made:
        one = made.receive("206" if of_office else "201", "answer", word)
    assert one.acted, one


def test_the_table_is_as_long_and_as_wide_as_it_is_said_to_be() -> None:
    assert (len(ATTACKS), len(HONEST)) == (50, 23)
    assert {EXPECTED[one]["profile"].partition(":")[0] for one in ATTACKS} == {"rfc8601", "exchange-online", "google"}
