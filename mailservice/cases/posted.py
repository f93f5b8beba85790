"""What becomes of a letter: it leaves, it comes back, it is not read, or the case moves on before it can go.

Rules 3.3 and 15. Start at `note_sent` and `note_bounce`.
"""

from dataclasses import replace

from mailservice.cases.asking import came_back, held_up, reaching
from mailservice.cases.dates import deadlines, haste
from mailservice.cases.history.case import Case, Ordered
from mailservice.cases.history.commands import NoteBounce, NoteHeldUp, NoteSent, NoteStalled, NoteUnplaced, Reconsider
from mailservice.cases.history.events import OTHER, LetterBounced, LetterOrdered, LetterSent, LetterWithheld, Party
from mailservice.cases.ladder import climbing
from mailservice.cases.letters import kinds, news, ordering, standing, waiting
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Turn, once
from mailservice.cases.settling import actions, agreement
from mailservice.cases.words import undo

_FOLLOWS = " For who follows them, add AS RAISER."
# What brings a page or an mbox beside what every gateway takes; and a letter of an end, with the page for the child's file.
_WITH_FILES = ("record", "figures")

Fate = NoteSent | NoteBounce | NoteStalled | NoteHeldUp | NoteUnplaced | Reconsider


def note(turn: Turn, command: Fate) -> None:
    """Take what became of a letter: it left, it came back, it waits, or it has to be decided again before it goes."""
    match command:
        case NoteSent():
            note_sent(turn, command)
        case NoteBounce():
            note_bounce(turn, command)
        case NoteStalled():
            unread = came_back.stalled(turn, command)
            if unread is not None:
                not_read(turn, unread)
        case NoteHeldUp():
            held_up.tell(turn, command)
        case NoteUnplaced():
            came_back.unplaced(turn, command)
        case Reconsider():
            reconsider(turn, command)


def note_sent(turn: Turn, command: NoteSent) -> None:
    """Record that a letter left; a tier or raiser whose letter left on a later day has the full time from then."""
    letter = turn.case.letters.get(command.letter)
    turn.put(LetterSent(command.at, command.letter, command.own_return))
    if letter and undo.taken_back(letter):
        undo.late(turn, letter)
        return
    if letter and standing.begins_stage(turn.case, letter):
        haste.count_from_sending(turn, letter.at, command.at)
        deadlines.count_hours_from_sending(turn, letter.at, command.at)
    if letter is None or not _later_day(turn, letter, command):
        return
    if standing.begins_stage(turn.case, letter):
        deadlines.count_from_sending(turn, command.at)
        reaching.watch(turn)
    kept_until = turn.date("withdrawal")
    if letter.template == "withdrawn" and kept_until is not None:
        deadlines.full_time(turn, kept_until, command.at)
    objection = turn.date("objection")
    if letter.template == "agreed" and objection is not None and deciders.is_raiser(turn.case, letter.to):
        deadlines.full_time(turn, objection, command.at)


def note_bounce(turn: Turn, command: NoteBounce) -> None:
    """Raise the alarm: the office is told, the reader's next address is written to, or colleagues are asked for another.

    Where the fault is ours or the letter's, the address is good: the office telephones, and nobody is put in its reader's place.
    """
    letter = turn.case.letters.get(command.letter)
    if letter is not None and letter.state == "bounced":
        return
    if letter is not None and letter.own_return and not command.sure:
        facts = (command.status, command.why, command.template)
        note(turn, NoteStalled(command.at, command.letter, "perhaps", *facts, command.order))
        return
    known = letter is not None and letter.to.address.lower() in turn.case.dead
    turn.put(LetterBounced(command.at, command.letter, command.status, command.why, command.fault))
    if command.of_files and _with_fewer_files(turn, command.order):
        return
    if letter is None:
        came_back.on_no_case(turn, command)
        return
    if turn.directory.office.has_address(letter.to.address):
        came_back.next_of_office(turn, letter.to.address, command.why, command.order)
        return
    if command.fault != "reader":
        came_back.tell(turn, command, letter)
        not_read(turn, letter)
        return
    _not_reached(turn, command, letter, told=known and turn.case.urgent is None)


def _not_reached(turn: Turn, command: NoteBounce, letter: Ordered, *, told: bool) -> None:
    """Act on a letter whose reader's address takes nothing; `told`: the office knows, and reads it each morning."""
    onward = _at_next_address(turn, command, letter)
    more = ""
    if deciders.is_raiser(turn.case, letter.to):
        ended = turn.case.status in ("closed", "joined")
        more = " For who follows them, reply with CONTACT, a name, an address and AS RAISER." if ended else _FOLLOWS
        if not onward:
            _ask_who_follows(turn, letter.to)
    if not told:
        came_back.tell(turn, command, letter, onward, more=more)
    if onward:
        return
    if (
        turn.case.status == "open"
        and letter.to.agency in turn.case.agencies
        and kinds.of(letter.template).has("chased")
    ):
        _ask_colleagues(turn, letter.to)
        if standing.at_present(turn.case, letter):
            reaching.promote(turn, letter.to.agency)
            reaching.returned(turn, letter.to)
    not_read(turn, letter)


def _with_fewer_files(turn: Turn, order: LetterOrdered | None) -> bool:
    """Write a letter once more without the files that a gateway may not take; False where it brings none, or came so already."""
    if order is None or order.facts.get("fewer") or not (order.template in _WITH_FILES or order.facts.get("for_file")):
        return False
    facts = {**order.facts, "fewer": True}
    turn.put(replace(order, at=turn.at, letter=turn.rules.new_id(), facts=facts, leaves=None))
    return True


def _at_next_address(turn: Turn, command: NoteBounce, letter: Ordered) -> str:
    """Write the same letter to the next address that the directory has for its reader; return it, '' where there is none.

    A letter that says by now what no longer holds is not written again; nor is one to an address that came back before.
    """
    person, order = turn.directory.person(letter.to.person), command.order
    theirs = person is not None and person.agency == letter.to.agency.removesuffix(OTHER)
    if person is None or order is None or not theirs or not standing.holds(turn.case, letter):
        return ""
    left = deciders.live_address(turn.case, turn.directory, person)
    if not left:
        return ""
    to = replace(letter.to, address=left)
    again = replace(order, at=turn.at, letter=turn.rules.new_id(), to=to, answers="", replied=False, leaves=None)
    turn.put(again)
    return left


def not_read(turn: Turn, letter: Ordered) -> None:
    """Ask somebody else where a question met an absence, came back, or could not go: of an action, or to the raiser."""
    if letter.template == actions.IS_IT_DONE.letter:
        actions.unread(turn, letter)
    elif letter.template == agreement.OBJECTION.letter:
        agreement.unread(turn, letter)


def _ask_who_follows(turn: Turn, raiser: Party) -> None:
    """Ask the raiser's own agency who holds their rights, if they cannot be reached any more (rule 11.4)."""
    if turn.case.status in ("closed", "joined"):
        return
    name = turn.name(raiser)
    lines = [f"Our letter to {name}, who raised this, came back. Every date stands, and the office holds their rights."]
    lines += ["If they have left, reply with CONTACT, a colleague's name and address, and AS RAISER."]
    for one in turn.acting(raiser.agency):
        if not deciders.same_person(one, raiser):
            news.tell(turn, one, f"We cannot reach {name}", lines, (one, ""))


def reconsider(turn: Turn, command: Reconsider) -> None:
    """Withhold a letter that would mislead by now; where only its reader changed, order it again to today's person."""
    letter = turn.case.letters.get(command.letter)
    if letter is None or letter.state != "ordered":
        return
    turn.put(LetterWithheld(command.at, command.letter, "the case moved on, or its reader changed, before it could go"))
    # Where the case is no longer open the new one would be withheld as well, and so for ever.
    if turn.case.status == "open" and letter.template == "stage" and standing.at_present(turn.case, letter):
        _write_to_todays(turn, letter.to)
    if not standing.holds(turn.case, letter):
        _tell_what_it_carried(turn, letter)
    elif letter.told:
        _tell_at_todays(turn, letter)
    not_read(turn, letter)


def _tell_what_it_carried(turn: Turn, letter: Ordered) -> None:
    """Write by itself what a withheld letter was to say besides: what we did with their email, and the news of that moment."""
    if letter.did:
        lines = [{"line": line, "result": result} for line, result in letter.did]
        ahead = next((one["what"] for one in ordering.shown_dates(turn)), "")
        facts = {"why": "You wrote to us.", "lines": lines, "next": ahead, "words": ordering.words("STATUS", "HELP")}
        ordering.order(turn, "answer", letter.to, facts, answers=letter.mail)
    for one in letter.news:
        facts = {"why": "You act in this case.", **one, "dated": False, "words": ordering.words("STATUS", "HELP")}
        ordering.order(turn, "news", letter.to, facts)


def _tell_at_todays(turn: Turn, letter: Ordered) -> None:
    """Write news again to the address that its reader has by now; who left, or writes for another agency, has none."""
    person = turn.directory.person(letter.to.person)
    if person is not None and person.agency == letter.to.agency:
        told = news.today(turn.case, news.items(letter))
        to = deciders.as_party(person)
        ordering.order(turn, "news", to, news.told_again(turn, to, told))


def _write_to_todays(turn: Turn, before: Party) -> None:
    """Write the stage letter to who decides for that side today; of whoever has left the directory the office is told."""
    for one in turn.present(before.agency):
        if one.person and turn.directory.person(one.person) is None:
            lines = [f"{turn.name(one)} acts for {turn.agency(one.agency).name}, and is in the directory no more."]
            action = "Find out who acts in their place, and reply with CONTACT, their name and their address."
            ordering.tell_office(turn, "Somebody has left", lines, action)
        elif not _has_letter(turn.case, one, "stage"):
            climbing.stage_letter(turn, one, "climbed", {})


def _later_day(turn: Turn, letter: Ordered, command: NoteSent) -> bool:
    """Tell whether a letter left on a later day than it was ordered; an opening's five minutes are no lateness."""
    left = turn.rules.days.local(command.at - waiting.WAIT)
    return left.date() > turn.rules.days.local(letter.at).date()


def _ask_colleagues(turn: Turn, unreached: Party) -> None:
    name = turn.agency(unreached.agency).name
    side = [one for one in deciders.practitioners(turn.case) if one.agency == unreached.agency]
    for one in once([*turn.present(unreached.agency), *reaching.before(turn, unreached.agency), *side]):
        if not deciders.same_person(one, unreached):
            facts = {
                "why": f"We could not reach {unreached.name or 'the person'} who acts for {name}.",
                "for_stage": ordering.stage(turn, turn.stage, turn.case.tier),
                "for_agency": name,
                "urgent": True,
                "closed": "",
                "words": ordering.words("CONTACT", "STATUS"),
            }
            ordering.order(turn, "next_manager", one, facts)


def _has_letter(case: Case, to: Party, template: str) -> bool:
    mine = (one for one in case.letters.values() if one.template == template and deciders.same_person(one.to, to))
    return any(standing.at_present(case, one) and one.state in ("ordered", "sent") for one in mine)
