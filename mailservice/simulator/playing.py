"""Stories under a virtual clock: the demo and the scenario tests are one thing. Start at `Simulator.play`.

Everything is real but the time: mails go in by SMTP, are read by IMAP from the embedded server, decided on SQLite, and
letters leave by SMTP. The clock goes from one moment at which something can happen to the next.
"""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path

from mailservice.cases.history.events import Event, LetterOrdered
from mailservice.cases.people.turn import Rules
from mailservice.clock import VirtualClock
from mailservice.directory import Directory
from mailservice.errors import Problem, UserError
from mailservice.files import ROOT
from mailservice.mail.parse import Mail as ReadMail
from mailservice.mail.parse import parse
from mailservice.mail.trust import signing
from mailservice.mail.trust.setup import AT_THEIR_WORD, Setup
from mailservice.policy.load import load
from mailservice.policy.workdays import WorkingDays
from mailservice.record import deadlines, ledger, lookup, outbox
from mailservice.record.database import Database
from mailservice.service.assembly import letters
from mailservice.service.custody.beginning import begin
from mailservice.service.desk import Desk
from mailservice.service.rounds import Service
from mailservice.settings.directory_file import load_directory
from mailservice.simulator.hardship import Hardship, Machine
from mailservice.simulator.story import Mail, Story, moment
from mailservice.transport.embedded import EmbeddedServer
from mailservice.transport.imap import Mailbox
from mailservice.transport.smtp import Post, SmtpAccount

# A sweep climbs a case one stage; what is still due then comes up at the next.
SWEEPS_IN_A_MOMENT = 12
# What the mailbox of a story writes over a mail, and where proof is read there (RFC 8601).
_OUR_SERVER = "mx.partnership.example"
_RESULTS = {
    "proven": "dmarc=pass header.from={domain}",
    "plausible": "dmarc=none header.from={domain}; spf=pass smtp.mailfrom={domain}",
    "unknown": "none",
    "failed": "dmarc=fail header.from={domain}",
}
_PROVING = Setup("rfc8601", (_OUR_SERVER,), strips=True)

Round = Callable[[Service], None]


@dataclass(frozen=True)
class Arrival:
    """A letter as it reached somebody: the unit that stories are compared by."""

    at: datetime
    recipient: str
    order: LetterOrdered
    mail: ReadMail
    raw: bytes

    @property
    def template(self) -> str:
        """The kind of letter it is."""
        return self.order.template


@dataclass
class Simulator:
    """Plays one story in a folder of its own; `on_letter` and `on_mail` hear of each as it happens."""

    story: Story
    folder: Path
    on_mail: Callable[[datetime, Mail], None] = lambda _at, _mail: None
    on_letter: Callable[[Arrival], None] = lambda _arrival: None
    round: Round | None = None
    arrivals: list[Arrival] = field(default_factory=list)
    filed: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def play(self) -> "Simulator":
        """Play the story to its end; everything it made stands in the folder, and `filed` tells the mailbox."""
        self.folder.mkdir(parents=True, exist_ok=True)
        first = min(one.when for one in self.story.mail)
        self.clock = VirtualClock(first)
        self.machine, self.hardship = Machine(self.clock), Hardship(self.story)
        self.desk = desk_of(self.story)
        with EmbeddedServer(self.clock, self.desk.address, self.folder / "letters") as self.server:
            self.server.refuse.update(dict.fromkeys(self.story.refuse, "550 5.1.1 no such mailbox"))
            self.record = Database(f"sqlite:///{self.folder / 'record.db'}", self.clock)
            self.record.upgrade()
            self.mailbox = Mailbox(self.server.imap)
            begin(self.record, self.desk.partnership, self.server.imap.name, self.desk.signing_keys[0], first)
            self._start()
            for at in self._moments():
                self.clock.set(at)
                self._live(at)
            self.filed = {
                folder: tuple(one.message_id for one in self.mailbox.scan(folder)) for folder in self.mailbox.folders()
            }
            self.mailbox.close()
        self.record.close()
        return self

    def _start(self) -> None:
        post, beside = Post(self.server.smtp), self.machine.beside() if self.story.clock_off else None
        self.service = Service(self.record, post, self.mailbox, self.machine, self.desk, beside=beside)

    def histories(self) -> dict[str, list[Event]]:
        """Return what happened in each case, by its reference."""
        with self.record.read(self.desk.partnership) as tx:
            return {line.reference: ledger.events(tx, line.id) for line in lookup.cases_of(tx)}

    def _moments(self) -> Iterator[datetime]:
        """Give every moment at which something can happen, the next reckoned after the last was lived through."""
        mails = sorted(self.story.mail, key=lambda one: one.when)
        edges = sorted({*self.hardship.edges(self.desk.rules.days), *self._people_change()})
        until = moment(self.story.until)
        self.coming = list(mails)
        while True:
            now = self.clock.now()
            ahead = [one.when for one in self.coming] + [edge for edge in edges if edge > now] + self._due(now)
            ahead += [self.desk.rules.days.next_working_morning(now)] if self.story.mornings else []
            if not ahead or min(ahead) > until:
                return
            yield max(min(ahead), now)

    def _people_change(self) -> Iterator[datetime]:
        """Give when the directory is another, and the mornings of the days that it names."""
        yield from (moment(one.at) for one in self.story.directory_change)
        files = [self.story.directory, *(one.file for one in self.story.directory_change)]
        for who in [person for one in files for person in _directory(self.story, one).people]:
            yield from (self.desk.rules.days.morning_of(day) for day in (who.since, who.left) if day)

    def _due(self, now: datetime) -> list[datetime]:
        with self.record.read(self.desk.partnership) as tx:
            standing = deadlines.due(tx, now + timedelta(days=400), limit=10_000)
            resting = outbox.resting(tx, now)
        # What is due and still stands waits for something: look again in an hour, not at once for ever.
        return [*resting, *(one.due if one.due > now else now + timedelta(hours=1) for one in standing)]

    def _live(self, at: datetime) -> None:
        changes = [one.file for one in self.story.directory_change if moment(one.at) <= at]
        if changes and (new := _directory(self.story, changes[-1])) != self.desk.directory:
            self.desk = replace(self.desk, directory=new)
            self._start()
        self.hardship.serve(self.server, at)
        self.machine.off = self.hardship.off(at)
        for one in [mail for mail in self.coming if mail.when <= at]:
            self.coming.remove(one)
            self._write(one)
        if not self.hardship.runs(at):
            return
        self.hardship.befall(self.service, at)
        (self.round or one_round)(self.service)
        if self.service.troubles.work():
            one_round(self.service)
        if self.story.mornings and self.service.morning.work():
            one_round(self.service)
        self._hear_letters()

    def _write(self, mail: Mail) -> None:
        self.on_mail(mail.when, mail)
        raw = self._raw(mail)
        if self.server.turn_away:
            self.server.deliver(raw, mail.when)
            return
        account = SmtpAccount(self.server.smtp.host, self.server.smtp.port, mail.sender, tls="none")
        Post(account).send(raw, self.desk.address)

    def _raw(self, mail: Mail) -> bytes:
        if mail.file:
            return _beside(self.story, mail.file, "mail.file").read_bytes()
        message = EmailMessage()
        if self.story.proof:
            domain = mail.sender.rpartition("@")[2]
            result = _RESULTS[mail.proof or self.story.proof].format(domain=domain)
            message["Authentication-Results"] = f"{_OUR_SERVER}; {result}"
        person = self.desk.directory.person_at(mail.sender)
        message["From"] = f"{person.name} <{mail.sender}>" if person else mail.sender
        answered = self._letter_to(mail) if mail.answers else None
        subject = mail.subject or (f"RE: {answered.subject}" if answered else "")
        message["To"] = ", ".join(mail.to) or self.desk.address
        if mail.sent_by:
            message["Sender"] = mail.sent_by
        copied = list(mail.copy) + ([self.desk.address] if mail.to and self.desk.address not in mail.to else [])
        if copied:
            message["Cc"] = ", ".join(copied)
        message["Subject"] = subject
        message["Date"] = format_datetime(mail.when)
        message["Message-ID"] = make_msgid(domain=mail.sender.rpartition("@")[2])
        if mail.automatic:
            message["Auto-Submitted"] = mail.automatic
        text = mail.text
        if answered is not None:
            message["In-Reply-To"] = answered.message_id
            message["References"] = " ".join([*answered.references, answered.message_id])
            text = f"{text}\n\n{_quoted(answered)}"
        message.set_content(text)
        return message.as_bytes()

    def _letter_to(self, mail: Mail) -> ReadMail:
        # Whoever holds an office reads its mailbox.
        held = [one.address for one in self.desk.directory.offices if one.has_address(mail.sender)]
        boxes = {mail.of or mail.sender, *held}
        mine = [one for one in self.arrivals if one.recipient in boxes and one.template == mail.answers]
        if not mine:
            had = sorted({one.template for one in self.arrivals if one.recipient in boxes})
            remedy = (
                f"{mail.sender} had no letter {mail.answers!r} by then: write one of {', '.join(had) or 'none yet'}"
            )
            raise UserError([Problem(mail.at, "answers", remedy)])
        return mine[0 if mail.which == "first" else -1].mail

    def _hear_letters(self) -> None:
        for sent in self.server.outbox[len(self.arrivals) :]:
            mail = parse(sent.raw)
            arrival = Arrival(sent.at, sent.recipient, self._order(mail), mail, sent.raw)
            self.arrivals.append(arrival)
            self.on_letter(arrival)

    def _order(self, mail: ReadMail) -> LetterOrdered:
        letter = signing.letter_in([mail.message_id], self.desk.signing_keys)
        with self.record.read(self.desk.partnership) as tx:
            return outbox.get(tx, letter).order


def one_round(service: Service) -> None:
    """Do what the running service does from moment to moment, until nothing is left to do."""
    for _ in range(SWEEPS_IN_A_MOMENT):
        moved = service.carry_mail(service.settle_here)
        if not moved and not service.busy():
            return


def desk_of(story: Story) -> Desk:
    """Return the desk a story is played at: its policy and people, ours in the rest; ids count, so a story repeats."""
    path = _policy_of(story)
    overlay = story.folder / story.overlay if story.overlay else None
    policy = load(path, overlay)
    directory = _directory(story, story.directory)
    counter = itertools.count(1)
    somebody, to = policy.wording.person.a, policy.wording.terms.social_care
    address = f"escalate@{directory.office.address.rpartition('@')[2]}"
    name = f"{policy.reference.prefix} Escalations"
    rules = Rules(
        policy=policy,
        days=WorkingDays(policy.calendar, {moment(f"{day} 00:00").date(): why for day, why in story.closed_days}),
        new_id=lambda: f"letter{next(counter):06d}",
        service_name=name,
        service_address=address,
        danger=(
            f"If {somebody} is in danger now, ring {policy.nation.emergency}.",
            f"To refer {somebody} to {to}, ring 01632 960 100.",
        ),
        support="Your safeguarding lead can support you with this.",
        own_route=f"If you are worried about {somebody}, ring {to} on 01632 960 100.",
        reader=story.reader,
    )
    keys = (b"a key for stories alone, which nobody keeps secret",)
    texts = (path.read_bytes(), overlay.read_bytes() if overlay else b"")
    trust = _PROVING if story.proof else AT_THEIR_WORD
    return Desk(name, address, rules, directory, letters(), keys, *texts, trust=trust)


def _policy_of(story: Story) -> Path:
    own = story.policy.endswith(".toml")
    return _beside(story, story.policy, "policy") if own else ROOT / "policies" / f"{story.policy}.toml"


def _directory(story: Story, file: str) -> Directory:
    places = load(_policy_of(story), story.folder / story.overlay if story.overlay else None).places
    return load_directory(_beside(story, file, "directory"), places)


def _beside(story: Story, name: str, key: str) -> Path:
    """Return a file that a story names: it lies beside the story, or in the folder above."""
    found = [folder / name for folder in (story.folder, story.folder.parent) if (folder / name).is_file()]
    if not found:
        raise UserError([Problem(str(story.folder), key, f"there is no file {name!r} beside the story or above it")])
    return found[0]


def _quoted(letter: ReadMail) -> str:
    """Quote a letter as Outlook does, without marks: the hardest form for a reader of commands."""
    head = f"From: {letter.sender.name} <{letter.sender.address}>\nSent: {letter.date:%d %B %Y %H:%M}\nTo: {letter.to[0].name}"
    return f"________________________________\n{head}\nSubject: {letter.subject}\n\n{letter.text}"
