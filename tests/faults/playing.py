"""One row played: a part is broken, what goes on is looked at, it is mended, and all must be done, once. Start at `play`."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime

from mailservice.cases.asking.limping import TROUBLES
from tests.faults.lab import PATIENCE_S, TERM_S, Lab
from tests.faults.rows import AT_ONCE, DATABASE, FILE, NEVER, Row

# What a duty is to whoever reads the table.
AREAS = {
    "collect": "mail is read",
    "receive": "mail is decided",
    "sweep": "dates act",
    "send": "letters leave",
    "file": "mail is filed",
}
KINDS = {"duty": "duty", "date": "case", "letter": "letter"}
ALL = "everything"
HOURLY = "tried again once an hour"
# A time is told as the shortest of these seconds that holds it: coarse, so that it is the same on every machine.
TIMES = (10, 30, 60)
FIRST = f"NSCP {datetime.now(UTC).year}-0001"
# So much longer may it take where other work runs beside.
GRACE_S = 30.0


@dataclass(frozen=True)
class Line:
    """A line of the table, as measured."""

    part: str
    fault: str
    stopped: str
    went_on: str
    told: str
    office: str
    cured: str


def play(lab: Lab, row: Row) -> Line:
    """Play one row at an installation that is well; AssertionError where it is not as it must be."""
    if lab.process is None:
        lab.start()
    if not lab.written:
        lab.open_a_case()
    if row.at_start:
        lab.stop()
    else:
        lab.until(lambda: lab.status().code == 0)
    before = lab.pid()
    # Where the record is away as the mail server takes a letter, that is forgotten, and the same letter goes again.
    lab.killed = lab.killed or row.part in (DATABASE, FILE)
    with row.breaks(lab):
        if row.at_start:
            lab.start()
        seen = _Seen(lab, row)
        seen.watch()
    cured = lab.until(lambda: is_well(lab, seen.mail, with_status=not row.hourly))
    assert row.at_start or lab.pid() == before, "another process does the work now: the one before has ended"
    lab.assert_done_once()
    # What passes before anybody can ask stops nothing that lasts.
    stopped, went_on = seen.areas() if row.reason else ("what is under way, for a moment", "all of it, after that")
    return Line(
        row.part,
        row.fault,
        stopped,
        went_on,
        seen.told(),
        row.office if row.reason else NEVER,
        HOURLY if row.hourly else within(cured),
    )


def within(seconds: float) -> str:
    """Return a time as the table tells it."""
    held = next((one for one in TIMES if seconds <= one), None)
    assert held is not None or seconds <= PATIENCE_S
    return f"within {held or TIMES[-1]} s"


def is_well(lab: Lab, mail: str, *, with_status: bool = True) -> bool:
    """Tell whether all is done, a mail answered and filed among it, and nothing is wrong."""
    return lab.answered(mail) and not lab.unfiled() and (not with_status or lab.status().code == 0)


class _Seen:
    """What was seen of a service while a part was broken."""

    def __init__(self, lab: Lab, row: Row) -> None:
        self.lab, self.row = lab, row
        self.began, self.began_at = time.monotonic(), datetime.now(UTC)
        if row.name == "letter":
            lab.write(sender="somebody@elsewhere.example")  # the answer to whom cannot be written
        self.mail = lab.write(size=row.size)
        self.taken = len(lab.submission.taken)
        self.code, self.after = 0, -1.0
        self.failed: set[str] = set()
        self.worked: set[str] = set()

    def watch(self) -> None:
        """Look again and again until the fault has lasted, and was told."""
        if self.row.by_hand:
            code, said = self.lab.command(
                "case", "do", FIRST, "STATUS", "--as", "office", "--who", "Kim", "--why", "a test"
            )
            assert code == 0, said
        if self.row.at_start and not self.row.small:  # else it cannot say that it is there
            self.lab.until(self.lab.pid)
        until = time.monotonic() + self.row.seconds
        while (lasted := time.monotonic() - self.began) and (time.monotonic() < until or not self._has_told()):
            assert lasted < PATIENCE_S, f"status never said {self.row.reason!r}\n{self.lab.log()}"
            self._look()
            time.sleep(0.3)
        assert not self.lab.status().tells("does not run"), "it runs, and waits: that is what status has to say"
        self.left = len(self.lab.submission.taken) > self.taken

    def _look(self) -> None:
        assert self.lab.process is not None
        assert self.lab.process.poll() is None, f"the service has ended\n{self.lab.log()}"
        said = self.lab.status()
        self.code = max(self.code, said.code)
        if self.row.reason and self.after < 0 and said.tells(self.row.reason):
            self.after = time.monotonic() - self.began
        if any(one["kind"] == "filing" for one in (said.json or {}).get("troubles") or ()):
            self.failed.add("file")  # what the mailbox refuses rests, and the duty is done: it goes on with the others
        for name, duty in said.duties.items():
            if duty["faults"]:
                self.failed.add(name)
            elif duty["done_at"] and datetime.fromisoformat(duty["done_at"]) > self.began_at:
                self.worked.add(name)

    def _has_told(self) -> bool:
        told = not self.row.reason or self.after >= 0
        if told and self.row.office == AT_ONCE:
            return self.lab.told_office(TROUBLES[KINDS[self.row.name]].headline)
        return told

    def areas(self) -> tuple[str, str]:
        """Return what stopped, and what went on: letters by what the mail server took, the rest by what the service says."""
        went = {name for name in AREAS if name in self.worked - self.failed} - {"send"}
        went |= {"send"} if self.left else set()
        if (
            "collect" in self.failed
        ):  # no date acts past an unread mailbox, nor is anything filed, whether or not it waits
            went -= {"sweep", "file"}
        if self.row.part in (DATABASE, FILE) and "collect" in self.failed:
            went.discard("receive")  # nothing waited that could have been decided
        return _listed(AREAS.keys() - went), _listed(went)

    def told(self) -> str:
        """Return how IT is told."""
        if not self.row.reason:
            return "—"
        return f"status, {self.code}: “{self.row.reason.partition('|')[0]}”, {within(self.after)}"


def _listed(names: "set[str]") -> str:
    if names == set(AREAS):
        return ALL
    return ", ".join(words for name, words in AREAS.items() if name in names) or "nothing"


def stops(lab: Lab, row: Row) -> float:
    """Break the part again, end the service in the midst of it, and return the seconds that took."""
    with row.breaks(lab):
        mail = lab.write(size=row.size)
        time.sleep(2)
        seconds = lab.stop()
        assert seconds <= TERM_S + 1, f"SIGTERM was heard after {seconds:.1f} s"
    lab.start()
    lab.until(lambda: is_well(lab, mail))
    return seconds
