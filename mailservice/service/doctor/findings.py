"""One thing that was looked at: well, to be looked at, or wrong, with what was found and what to do."""

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from mailservice.clock import Clock
from mailservice.directory import Directory
from mailservice.errors import MailserviceError, TryLater, Undeliverable
from mailservice.mail import refusals
from mailservice.policy.model import Policy
from mailservice.settings.loading import Settings

State = Literal["well", "look", "wrong"]
_LEFT_OUT = "not looked at: first "
STATES: tuple[State, ...] = ("well", "look", "wrong")


@dataclass(frozen=True)
class Finding:
    """What one look found; `do` is for whoever administers the installation, empty where nothing need be done."""

    name: str
    state: State
    found: str
    do: str = ""


@dataclass(frozen=True)
class Patient:
    """What is examined: an installation's settings, and the policy and directory that they name, where those are sound."""

    settings: Settings
    clock: Clock
    policy: Policy | None = None
    directory: Directory | None = None


@dataclass(frozen=True)
class Check:
    """One look, which may find several things; it is left out where what it `needs` is wrong."""

    name: str
    does: Callable[[Patient], Iterable[Finding]]
    needs: str = ""
    seconds: float = 60.0


def worst(findings: Iterable[Finding]) -> State:
    """Return the worst state of all; well where there is none."""
    return max((one.state for one in findings), key=STATES.index, default="well")


def made(check: Check, patient: Patient, before: Sequence[Finding]) -> list[Finding]:
    """Make one look, bounded in time; whatever it raises is found, and stops no other."""
    if first := _first(check, before):
        return [Finding(check.name, "look", f"{_LEFT_OUT}{first}")]
    found: list[Finding] = []
    working = threading.Thread(target=_look, args=(check, patient, found), daemon=True)
    working.start()
    working.join(check.seconds)
    if working.is_alive():
        do = "Look again; if it stays like this, see what this machine, or the server, is busy with."
        return [*found, Finding(check.name, "wrong", f"no answer within {check.seconds:g} s", do)]
    return found


def _first(check: Check, before: Sequence[Finding]) -> str:
    """Return the look that must be well before this one tells anything; empty where nothing stands in its way."""
    needed = [one for one in before if one.name == check.needs]
    wrong = (one.name for one in needed if one.state == "wrong")
    return next(
        wrong, next((one.found.removeprefix(_LEFT_OUT) for one in needed if one.found.startswith(_LEFT_OUT)), "")
    )


def _look(check: Check, patient: Patient, found: list[Finding]) -> None:
    try:
        found.extend(check.does(patient))
    except MailserviceError as fault:
        found.append(of_fault(check.name, fault))
    except Exception as fault:  # noqa: BLE001 - a look that fails is a finding, and stops no other
        do = "Report this to whoever supplies the service."
        found.append(Finding(check.name, "wrong", f"the look itself failed: {type(fault).__name__}: {fault}", do))


def of_fault(name: str, fault: MailserviceError) -> Finding:
    """Return a fault as a finding: its true reason, and the remedy that is known of it."""
    remedy = fault.remedy if isinstance(fault, TryLater | Undeliverable) else ""
    if isinstance(fault, Undeliverable) and not remedy:
        remedy = refusals.whose(fault.step, str(fault), fault.status).remedy
        return Finding(name, "wrong", f"at {fault.step} the server said: {fault}", remedy)
    said = f"the server said: {fault}" if str(fault)[:1].isdigit() else str(fault)
    return Finding(name, "wrong", said, remedy)
