"""The directory by mail: the office has it as a sheet, and sends it back to be taken (rules, section 9). Start at `take`.

Whoever owns the directory owns the partnership: a proven mail of the office proposes, and a second of it, or where there is
none the same person in answer to our letter, confirms. The sheet and what it changes go to addresses that the directory has.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from mailservice.cases.history.commands import DirectoryWord, Hear, OfficeWord, Said, ToOffice
from mailservice.cases.history.events import (
    DirectoryAsked,
    DirectoryChosen,
    DirectoryTaken,
    Event,
    Party,
    SecondAsked,
    SecondGiven,
)
from mailservice.cases.history.words import Verb
from mailservice.cases.letters import phrases
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Speaker
from mailservice.cases.words import second
from mailservice.errors import UserError
from mailservice.record import contents, ledger, outbox, register
from mailservice.record.database import Transaction
from mailservice.record.ledger import BOOK
from mailservice.service.deciding import Decisions
from mailservice.service.desk import Desk
from mailservice.service.office import SURE, Done, is_sure, second_asked
from mailservice.service.sheets import ABOUT, SHEET, Sheet
from mailservice.settings.directory_changes import changes
from mailservice.settings.directory_file import DirectoryFile, kept_content, loaded
from mailservice.settings.directory_text import as_toml, version
from mailservice.settings.toml_file import read_bytes

# What a letter of the directory is about beside the sheet it brings: faults, a question, or what was taken.
ASK, TAKEN, FAULTS = f"{ABOUT}yes ", f"{ABOUT}done ", f"{ABOUT}faults"
NOTHING = "Nothing was taken."
_YES_WORD = re.compile(r"\W{0,3}(?:yes|ie|ydw)[\s,.:;!\u2013-]{1,4}directory\W{0,3}", re.IGNORECASE)
_CHANGE_IT = (
    "Change the sheet, save it, and attach it to your answer to this letter. Its first page says what goes where."
)
_MEND = "Put these right in the sheet, and send it again in answer to this letter."
_AGAIN = "Make your changes in the sheet that is attached here, and send that one in answer to this letter."
_YES = "To have it taken, answer this letter with: yes, DIRECTORY. Else do nothing."
_SECOND = "Answer this letter with YES or with NO. If you do not know of this, ring who asked."


@dataclass(frozen=True)
class _Present:
    """The directory that holds now: the digest of its bytes, and what it says."""

    digest: str
    content: DirectoryFile


@dataclass
class DirectoryMail:
    """Takes what the office writes of the directory."""

    desk: Desk
    decisions: Decisions

    def take(self, tx: Transaction, hear: Hear, sheet: Sheet | None) -> Done:
        """Return what was decided in the office's book; nothing where the mail is not about the directory alone."""
        if hear.kind not in ("message", "unreadable") or not hear.sender.office or hear.sender.proof == "failed":
            return ()
        hear = _with_the_word(hear)
        asked = second_asked(tx, hear)
        if asked is not None and asked.verb == Verb.DIRECTORY:
            return self._done(tx, self._seconded(tx, hear, asked))
        about = self._about(tx, hear)
        verbs = {one.verb for one in hear.said if not one.dry_run}
        if not (
            verbs == {Verb.DIRECTORY} or (about and (verbs == {Verb.UNDO} or (not verbs and (sheet or hear.answer))))
        ):
            return ()
        if not about.startswith(ASK) and not is_sure(tx, hear, self.desk.rules.days):
            line = next((one.line for one in hear.said), "")
            again = SURE.format(Verb.DIRECTORY) + (" Please attach the sheet again." if sheet else "")
            word = OfficeWord(hear.at, hear, ((line, again),), confirm=True)
            return ((BOOK, self.decisions.decide(tx, ledger.replayed(tx, BOOK), word)),)
        return self._done(tx, self._word(tx, hear, about, verbs, sheet))

    def _done(self, tx: Transaction, word: DirectoryWord) -> Done:
        return ((BOOK, self.decisions.decide(tx, ledger.replayed(tx, BOOK), word)),)

    def _word(self, tx: Transaction, hear: Hear, about: str, verbs: set[Verb], sheet: Sheet | None) -> DirectoryWord:
        present = self._present(tx)
        if present is None or self.desk.directory_path is None:
            return self._says(hear, "There is no directory here that could be sent or changed by mail", ())
        if not self.desk.directory.office.has_address(hear.sender.address):
            return self._says(hear, f"The directory is kept by {self.desk.directory.office.name}: ask there", ())
        if sheet is not None:
            return self._sheet(tx, hear, present, sheet)
        return self._without_sheet(tx, hear, present, about, verbs)

    def _without_sheet(
        self, tx: Transaction, hear: Hear, present: _Present, about: str, verbs: set[Verb]
    ) -> DirectoryWord:
        if about.startswith(ASK):
            return self._yes(tx, hear, present, about.removeprefix(ASK))
        if verbs == {Verb.UNDO}:
            return self._undo(tx, hear, present, about.removeprefix(TAKEN))
        if verbs == {Verb.DIRECTORY}:
            counted = f"{len(self.desk.directory.people)} people of {len(self.desk.directory.agencies)} agencies."
            return self._says(hear, "The directory, as a sheet", (counted,), _CHANGE_IT, SHEET + present.digest)
        return self._says(hear, "The directory stands as it is", (NOTHING,))

    def _sheet(self, tx: Transaction, hear: Hear, present: _Present, sheet: Sheet) -> DirectoryWord:
        """Check a sheet whole, and ask about what it changes."""
        if sheet.content is None:
            return self._says(hear, "The sheet has faults, and nothing was taken", sheet.faults, _MEND, FAULTS)
        if sheet.version != version(present.content):
            since = tuple(self._since(tx, sheet.version, present))
            headline = "The directory has changed since this sheet was made, and nothing was taken"
            return self._says(hear, headline, since, _AGAIN, SHEET + present.digest)
        data = as_toml(sheet.content).encode()
        return self._ask(tx, hear, present, data, tuple(changes(present.content, sheet.content)))

    def _since(self, tx: Transaction, made_from: str, present: _Present) -> Iterator[str]:
        """Yield what has changed since the directory of a version; the sheet may not say of which it was made."""
        for one in reversed(ledger.in_book(tx, (DirectoryTaken,))):
            old = kept_content(contents.get(tx, one.digest) or b"") if isinstance(one, DirectoryTaken) else None
            if old is not None and version(old) == made_from:
                yield from changes(old, present.content)
                return
        yield "The line “Made from directory …” of its first page is gone, or names none that we know."

    def _ask(self, tx: Transaction, hear: Hear, present: _Present, data: bytes, told: tuple[str, ...]) -> DirectoryWord:
        """Put what changes to a second of the office, or where there is none to who asks."""
        if not told:
            return self._says(hear, "The sheet says what the directory says already", (NOTHING,))
        own = hear.sender.address.lower()
        members = second.members(self.desk.directory.office)
        others = [one for one in members if one != own]
        if others and own not in members and (len(members) > 1 or own != self.desk.directory.office.address.lower()):
            sentence = (
                f"Send the sheet from your own address, so that another can confirm it: {phrases.listed(members)}."
            )
            return self._says(hear, "The sheet was read, and nothing was taken", (sentence,), sentence, FAULTS)
        alone = own == self.desk.directory.office.address.lower() and len(members) < 2  # noqa: PLR2004 - a second one
        request = self.desk.rules.new_id()
        until = self.desk.rules.days.due_after(hear.at, second.DAYS).at
        by = self._party(hear)
        digest = register.keep(tx, data, "directory")
        asked: Event = DirectoryAsked(hear.at, by, request, digest, present.digest, told)
        if alone or not others:
            letters = (self._to(hear, "This would change in the directory", told, _YES, ASK + request, until),)
            return DirectoryWord(hear.at, hear, letters, (asked,))
        who = f"Asked for by {by.name or by.address}. Nothing is taken before one of you says yes."
        second_one = SecondAsked(hear.at, request, by, Verb.DIRECTORY.value, until, "the directory")
        each = tuple(
            ToOffice(one, "Please confirm another directory", (who, *told), _SECOND, second.ABOUT + request, until)
            for one in others
        )
        shown = phrases.moment(self.desk.rules.days.local(until))
        waits = f"Asked of {phrases.listed(others)}: it is taken once one of them answers yes, by {shown}."
        mine = self._to(hear, "This would change in the directory", (waits, *told))
        return DirectoryWord(hear.at, hear, (mine, *each), (asked, second_one))

    def _yes(self, tx: Transaction, hear: Hear, present: _Present, request: str) -> DirectoryWord:
        """Take what was asked of one person, who answers our letter with the word itself, once and in time."""
        asked = self._request(tx, request)
        if asked is None or self._spent(tx, request):
            return self._says(hear, "This was answered already", (NOTHING,))
        if hear.at > self._until(asked.at):
            return self._says(hear, "The two working days for this are over: please send the sheet again", (NOTHING,))
        if hear.answer == "no":
            given = SecondGiven(hear.at, request, self._party(hear), "no")
            return self._says(hear, "Recorded: no", (NOTHING,), happened=(given,))
        if asked.by.address.lower() != hear.sender.address.lower() or hear.sender.delegate:
            return self._says(hear, "Only who asked, from their own address, can answer this", (NOTHING,))
        if not any(one.verb is Verb.DIRECTORY for one in hear.said):
            again = (NOTHING, *asked.changes)
            return self._says(hear, "To be sure, please answer with the word as well", again, _YES, ASK + request)
        return self._choose(hear, present, asked)

    def _seconded(self, tx: Transaction, hear: Hear, waits: SecondAsked) -> DirectoryWord:
        """Take the yes or no of a second of the office, once."""
        present, asked = self._present(tx), self._request(tx, waits.request)
        by = self._party(hear)
        spent = None if self._spent(tx, waits.request) else waits
        refused = second.refusal(self.desk.directory.office, hear, Speaker(hear, by), spent)
        if refused or present is None or asked is None:
            return self._says(hear, "The directory stands as it is", (refused or NOTHING,))
        yes = second.says_yes(hear, waits)
        given = SecondGiven(hear.at, waits.request, by, "yes" if yes else "no")
        if not yes:
            told = ToOffice(
                waits.by.address, "The other directory is not confirmed", (f"Answered by {_name(by)}: no.",)
            )
            return DirectoryWord(hear.at, hear, (self._to(hear, "Recorded: no", (NOTHING,)), told), (given,))
        return self._choose(hear, present, asked, given)

    def _choose(
        self, hear: Hear, present: _Present, asked: DirectoryAsked, given: SecondGiven | None = None
    ) -> DirectoryWord:
        """Have it written into the file; every holder of the office hears of it, as the directory has them until now."""
        happened = (given,) if given else ()
        if present.digest != asked.before:
            headline = (
                "The directory has changed meanwhile, and nothing was taken: please write DIRECTORY for a new sheet"
            )
            letters = tuple(replace(one, headline=headline) for one in self._everybody(hear, asked, ()))
            return DirectoryWord(hear.at, hear, letters, happened)
        by = self._party(hear)
        chosen = DirectoryChosen(hear.at, by, asked.request, asked.digest, asked.before)
        who = f"Asked for by {_name(asked.by)}, confirmed by {_name(by)}. It is in force within a minute."
        undo = "To have the one before again, answer this letter with UNDO."
        return DirectoryWord(hear.at, hear, self._everybody(hear, asked, (who, undo)), (*happened, chosen))

    def _everybody(self, hear: Hear, asked: DirectoryAsked, first: tuple[str, ...]) -> tuple[ToOffice, ...]:
        office = self.desk.directory.office
        to = dict.fromkeys([self._own(hear), asked.by.address, office.address])
        distinct = {one.lower(): one for one in to}
        items = (*first, *asked.changes)
        about = TAKEN + asked.request
        return tuple(ToOffice(one, "The directory is changed", items, about=about) for one in distinct.values())

    def _undo(self, tx: Transaction, hear: Hear, present: _Present, request: str) -> DirectoryWord:
        """Ask, as for a sheet, for the directory that was there before one that was taken by mail."""
        chosen = next((one for one in self._chosen(tx) if one.request == request), None)
        if chosen is None or chosen.digest != present.digest:
            sentence = "It has changed since, or was not taken by mail. Write DIRECTORY for the sheet as it is now."
            return self._says(hear, "This cannot be taken back", (NOTHING, sentence))
        data = contents.get(tx, chosen.before) or b""
        try:
            content = loaded(read_bytes(data, Path("directory")), Path("directory"), self.desk.rules.policy.places)
        except UserError as refused:
            faults = tuple(f"{one.key}: {one.remedy}" for one in refused.problems)
            return self._says(hear, "The directory of before has faults by now, and nothing was taken", faults)
        return self._ask(tx, hear, present, data, tuple(changes(present.content, content)))

    def _says(
        self,
        hear: Hear,
        headline: str,
        items: tuple[str, ...],
        action: str = "",
        about: str = FAULTS,
        happened: tuple[Event, ...] = (),
    ) -> DirectoryWord:
        return DirectoryWord(hear.at, hear, (self._to(hear, headline, items, action, about),), happened)

    def _to(
        self,
        hear: Hear,
        headline: str,
        items: tuple[str, ...],
        action: str = "",
        about: str = FAULTS,
        until: datetime | None = None,
    ) -> ToOffice:
        return ToOffice(self._own(hear), headline, items, action, about, until)

    def _own(self, hear: Hear) -> str:
        """Return the address of who wrote, as the directory writes it: never as the mail does."""
        own = hear.sender.address.lower()
        every = (
            one
            for office in self.desk.directory.offices
            for one in (office.address, *office.staff, *(other.address for other in office.stand_ins))
        )
        return next((one for one in every if one.lower() == own), self.desk.directory.office.address)

    def _party(self, hear: Hear) -> Party:
        return deciders.party_of(hear.sender, self.desk.directory.on(hear.at.date()))

    def _about(self, tx: Transaction, hear: Hear) -> str:
        """Return what the letter of the directory is about that a mail answers; empty where it answers none."""
        in_book = bool(hear.answers) and outbox.about(tx, hear.answers, "office").startswith(ABOUT)
        return outbox.about(tx, hear.answers, "office") if in_book else ""

    def _present(self, tx: Transaction) -> _Present | None:
        """Return the directory as it was taken last; one that is confirmed and not written yet counts as taken."""
        found = ledger.in_book(tx, (DirectoryTaken, DirectoryChosen))
        last = found[-1] if found else None
        if not isinstance(last, DirectoryTaken | DirectoryChosen):
            return None
        return _Present(last.digest, kept_content(contents.get(tx, last.digest) or b""))

    def _request(self, tx: Transaction, request: str) -> DirectoryAsked | None:
        found = (one for one in ledger.in_book(tx, (DirectoryAsked,)) if isinstance(one, DirectoryAsked))
        return next((one for one in found if one.request == request), None)

    def _chosen(self, tx: Transaction) -> list[DirectoryChosen]:
        return [one for one in ledger.in_book(tx, (DirectoryChosen,)) if isinstance(one, DirectoryChosen)]

    def _spent(self, tx: Transaction, request: str) -> bool:
        kept = ledger.in_book(tx, (DirectoryChosen, SecondGiven))
        return any(isinstance(one, DirectoryChosen | SecondGiven) and one.request == request for one in kept)

    def _until(self, asked: datetime) -> datetime:
        return self.desk.rules.days.due_after(asked, second.DAYS).at


def _with_the_word(hear: Hear) -> Hear:
    """Return what was heard, where "yes, DIRECTORY" is the word, as our letters ask for it."""
    found = [one for one in hear.unclear if one.understood is Verb.DIRECTORY and _YES_WORD.fullmatch(one.line.strip())]
    if len(found) != 1 or len(hear.unclear) > 1:
        return hear
    return replace(hear, said=(*hear.said, Said(Verb.DIRECTORY, line=found[0].line)), unclear=())


def _name(party: Party) -> str:
    return f"{party.name} ({party.address})" if party.name else party.address
