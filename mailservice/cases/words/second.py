"""What a second of the office has to confirm, or a telephone call that is on record (issue rules 9 and 10).

Start at `confirmed_by_second`. Each of the others has a letter; the first yes, in two working days, carries the word out, and a
no drops it. Who asked cannot confirm; from the mailbox that they share nobody is known for who they are. Where nobody else
holds the office, or nobody of it answers in time, CHECKED and the call carries it out (`telephone`).
"""

from dataclasses import replace

from mailservice.cases.asking import alarms
from mailservice.cases.dates import deadlines
from mailservice.cases.history.case import Deadline
from mailservice.cases.history.commands import Hear, Said, Sender
from mailservice.cases.history.events import Checked, DeadlineDropped, DeadlineMet, Party, SecondAsked, SecondGiven
from mailservice.cases.history.words import Verb
from mailservice.cases.letters import news, ordering, phrases
from mailservice.cases.letters.kept import kept
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Speaker, Turn
from mailservice.cases.words import telephone
from mailservice.directory import Office

# Where two or more hold the office.
CONFIRMED = (Verb.PAUSE, Verb.MOVE_TO)
# However many hold it: a mailbox of the office may be the one that was taken.
ALWAYS = (
    *(Verb.DECISION, Verb.NOT_AGREED, Verb.ALLOW, Verb.SUSPECT, Verb.CLEAR),
    *(Verb.RETAIN_UNTIL, Verb.PRESERVE_ENDS, Verb.DISPOSE),
)
# No call stands for a second: what has gone never comes back, and nobody waits for it.
BY_TWO = (Verb.RETAIN_UNTIL, Verb.PRESERVE_ENDS, Verb.DISPOSE)
# A call is enough, however many hold it: meanwhile the thief reads on.
AT_ONCE = (Verb.SUSPECT,)
DAYS = 2  # working days for a second's yes (rule 10)
ABOUT = "second "
_GONE_FOR_EVER = (
    "With your yes every email, letter and entry of this case goes, here and in the mailbox. Nobody can bring it back. "
    "Look at the case before you answer."
)


def members(office: Office) -> tuple[str, ...]:
    """Return the own addresses of those who hold the office or stand in for it, each once, in small letters."""
    deputies = (one.address for one in office.deputies)
    return tuple(dict.fromkeys(one.lower() for one in (*office.staff, *deputies)))


def confirmed_by_second(turn: Turn, said: Said, by: Speaker) -> str:
    """Ask the others of the office, and return what answers the word; empty where it is confirmed, or need not be."""
    office = members(turn.directory.office)
    alone = len(office) < 2  # noqa: PLR2004 - a second one
    if by.hear.seconded or said.verb not in (*CONFIRMED, *ALWAYS) or (said.verb in CONFIRMED and alone):
        return ""
    call = telephone.check(by.hear)
    if call and by.office and may_check(turn.directory.office, said.verb, late=_late(turn, said, by)):
        turn.put(Checked(turn.at, by.party, said.verb.value, *call))
        return ""
    own = by.party.address.lower()
    if by.office and not alone and own not in office:
        sentence = (
            f"{said.verb} needs to be asked from your own address, so that a second of the office can confirm it."
        )
        return kept(turn, said, by, f"{sentence} The office has: {phrases.listed(office)}. Nothing has moved.")
    if alone and said.verb in BY_TWO:
        sentence = f"{said.verb} needs two people of the office, and the directory names nobody else. Put a deputy there first."
        return kept(turn, said, by, f"{sentence} Nothing has moved.")
    if by.office and alone:
        return ask(turn, said, by.party, [])
    others = [one for one in office if one != own] or [turn.directory.office.address]
    free = [one for one in others if not deciders.took_side(turn.case, Party(one))]
    return ask(turn, said, by.party, free or others)


def may_check(office: Office, verb: str, *, late: bool) -> bool:
    """Tell whether a call stands for a second: where nobody else holds the office, nobody answered in time, or at once."""
    return verb not in BY_TWO and (late or verb in AT_ONCE or len(members(office)) < 2)  # noqa: PLR2004 - a second one


def _late(turn: Turn, said: Said, by: Speaker) -> bool:
    """Tell whether the same word was asked for before, and nobody answered in time."""
    asked = (one for one in turn.case.seconds.values() if one.verb == said.verb.value and turn.at > one.until)
    return any(one.address == said.address and deciders.same_person(one.by, by.party) for one in asked)


def ask(turn: Turn, said: Said, by: Party, others: list[str]) -> str:
    """Write to each of the others, once, and return what answers who asked; where there is nobody, say how to go on alone."""
    request = turn.rules.new_id()[:8]
    until = turn.rules.days.due_after(turn.at, DAYS).at
    if turn.case.status != "book":  # no date is ever called in the book
        deadlines.set_house(turn, "second", about=request)
    extra = (said.reason, said.stage, said.line, said.address, said.day, said.actions)
    turn.put(SecondAsked(turn.at, request, by, said.verb.value, until, *extra))
    if not others:
        return (
            f"{said.verb} needs a second person, and the directory names nobody else of the office. Ring whoever it "
            f"is about, on a number that you know, and answer this with one line: {telephone.how()}. It is done then. "
            "Nothing has moved yet."
        )
    what = f"{said.verb} {said.reason}".strip(" .")
    lines = [
        f"Asked for by {turn.name(by)}: “{what}”",
        _GONE_FOR_EVER if said.verb is Verb.DISPOSE else "",
        f"Nothing moves before {'you say' if len(others) == 1 else 'one of you says'} yes.",
    ]
    shown = ordering.person(turn, by)
    call = telephone.how(shown["name"], shown["phone"])
    action = "Answer this letter with YES or with NO."
    if said.verb not in BY_TWO:
        action = f"{action} If you ring them first, put it on record too: {call}."
    urgent = turn.case.urgent is not None
    by_when = turn.rules.days.working_hour_after(turn.at, ordering.ALARM_HOURS) if urgent else until
    for one in others:
        to = "" if one == turn.directory.office.address else one
        ordering.tell_office(turn, alarms.to_confirm(said.verb), lines, action, by_when, about=ABOUT + request, to=to)
    if urgent:
        ordering.watch_alarm(turn, alarms.to_confirm(said.verb), "1")
    day = phrases.moment(turn.rules.days.local(until))
    once = "they answer" if len(others) == 1 else "one of them answers"
    asked_of = f"This needs a second person. Asked of {phrases.listed(others)}: it is done once {once} yes, by {day}."
    return f"{asked_of} Nothing has moved yet. {_else(turn, said.verb, by)}".strip()


def hasten(turn: Turn) -> None:
    """Let what waits for a second be an alarm, as the case becomes urgent (rule 17)."""
    for one in turn.case.seconds.values():
        if turn.at <= one.until:
            ordering.watch_alarm(turn, alarms.to_confirm(one.verb), "1")


def _else(turn: Turn, verb: str, by: Party) -> str:
    """Return what becomes of a word that nobody confirms in time."""
    if verb not in ALWAYS or verb in BY_TWO:
        return "You hear if nobody does." if turn.case.status != "book" else ""
    if turn.directory.office.has_address(by.address):
        return f"If nobody does, write it again with: {telephone.how()}."
    return f"If nobody does, you hear of it, and so does the {turn.terms.office}."


def unconfirmed(turn: Turn, deadline: Deadline) -> None:
    """Tell who asked for a word, and the office, that nobody confirmed it in time: it has not been done."""
    asked = turn.case.seconds.get(deadline.about)
    if asked is None or (turn.case.status == "closed" and asked.verb not in BY_TWO):
        turn.put(DeadlineDropped(turn.at, deadline.id, "nobody waits for it any more"))
        return
    turn.put(DeadlineMet(turn.at, deadline.id))
    name, ours = turn.name(asked.by), turn.directory.office.has_address(asked.by.address)
    headline = f"{asked.verb} was not confirmed"
    lines = [
        f"{name} asked for it: “{f'{asked.verb} {asked.text}'.strip(' .')}”",
        "Nobody said yes in time. Nothing has moved.",
    ]
    action = (
        f"If it is still meant, write it again with: {telephone.how()}."
        if asked.verb in ALWAYS and asked.verb not in BY_TWO
        else "Ask for it anew if it is still meant."
    )
    if not ours:
        said_again = f"If you still mean it, please write {asked.verb} again. The {turn.terms.office} is told too."
        news.tell(turn, asked.by, headline, [lines[1], said_again], (asked.by, asked.text), alone=True)
        action = f"Ring {name}, and have them write it again. It is done once you answer that letter with YES."
    ordering.tell_office(turn, headline, lines, action, to=asked.by.address if ours else "")


def asked_by(turn: Turn, hear: Hear) -> str:
    """Return the request that a mail answers; empty where it answers none."""
    letter = turn.case.letters.get(hear.replies_to or hear.answers)
    return letter.about.removeprefix(ABOUT) if letter and letter.about.startswith(ABOUT) else ""


def answers(turn: Turn, hear: Hear) -> str:
    """Return the request that a mail of the office answers: by the letter it answers, or by a call about the one that waits."""
    found = asked_by(turn, hear)
    asks = any(one.verb in (*CONFIRMED, *ALWAYS) for one in hear.said)
    if found or asks or telephone.check(hear) is None:
        return found
    waiting = _still_waiting(turn)
    return waiting[-1].request if waiting else ""


def _still_waiting(turn: Turn) -> list[SecondAsked]:
    """Return what a call may be about that names no request: what waits, in its time."""
    return [one for one in turn.case.seconds.values() if turn.at <= one.until]


def take(turn: Turn, hear: Hear, by: Speaker) -> tuple[tuple[Said, Speaker] | None, str]:
    """Return the word that a second's yes, or a call, carries out, with who asked for it; else what answers them."""
    asked = turn.case.seconds.get(answers(turn, hear))
    call = telephone.check(hear)
    waiting = [f"{one.verb} {one.text}".strip() for one in _still_waiting(turn)]
    if len(waiting) > 1 and not asked_by(turn, hear):
        which = f"We cannot tell which of these you rang about: {phrases.listed(waiting)}."
        return None, f"{which} Please write that word again, with CHECKED below it. Nothing has moved."
    if asked and call and _alone(turn, hear, asked):
        _drop(turn, asked.request)
        turn.put(Checked(turn.at, by.party, asked.verb, *call, asked.request))
        return _word(hear, asked), ""
    if call and hear.answer != "no":  # who rang about it, and is a second, says yes
        hear = replace(hear, answer="yes")
    party = deciders.took_side(turn.case, by.party)
    refused = refusal(turn.directory.office, hear, by, asked, took_side=party)
    if asked is None or refused:
        return None, refused
    yes = says_yes(hear, asked)
    if yes and call:
        turn.put(Checked(turn.at, by.party, asked.verb, *call))
    _drop(turn, asked.request)
    turn.put(SecondGiven(turn.at, asked.request, by.party, "yes" if yes else "no"))
    tell_who_asked(turn, asked, by.party, yes=yes)
    if not yes:
        return None, f"Recorded: no. {asked.verb} is not done, and {turn.name(asked.by)} is told."
    return _word(hear, asked), ""


def _drop(turn: Turn, request: str) -> None:
    for one in turn.case.standing:
        if one.purpose == "second" and one.about == request:
            turn.put(DeadlineDropped(turn.at, one.id, "it was answered"))


def _alone(turn: Turn, hear: Hear, asked: SecondAsked) -> bool:
    """Tell whether a call of who asked, or of the only one who holds the office, is enough."""
    sure = hear.sender.office and hear.sender.proof == "proven" and not hear.sender.delegate
    sure = sure and not deciders.took_side(turn.case, deciders.party_of(hear.sender, turn.directory))
    return sure and hear.answer != "no" and may_check(turn.directory.office, asked.verb, late=turn.at > asked.until)


def _word(hear: Hear, asked: SecondAsked) -> tuple[Said, Speaker]:
    """Return the word that was asked for, as who asked for it says it now."""
    said = Said(
        Verb(asked.verb),
        asked.text,
        asked.line,
        when=asked.day,
        stage=asked.stage,
        address=asked.address,
        actions=asked.actions,
    )
    by = asked.by
    outside = bool(by.agency or by.person)
    sure = replace(hear.sender, proof="proven", delegate="")
    if outside:  # a decision stays its author's
        sure = Sender(by.address, by.name, by.person, by.agency, proof="proven")
    return said, Speaker(replace(hear, seconded=True, sender=sure, said=(said,)), by)


def tell_who_asked(turn: Turn, asked: SecondAsked, by: Party, *, yes: bool) -> None:
    """Tell who asked what the second said."""
    lines = [f"Answered by {turn.name(by)}: {'yes, so it is done' if yes else 'no. Nothing has moved'}."]
    headline = f"{asked.verb} is {'' if yes else 'not '}confirmed"
    if turn.directory.office.has_address(asked.by.address):
        ordering.tell_office(turn, headline, lines, ordering.NOTHING, to=asked.by.address)
    elif not yes:  # who decides reads of a yes in the letter that ends the case
        news.tell(turn, asked.by, headline, lines, (asked.by, ""))


def says_yes(hear: Hear, asked: SecondAsked) -> bool:
    """Tell whether a second says yes, with the word in it or without, or writes the very word themself."""
    return hear.answer == "yes" or _names(hear, asked)


def _names(hear: Hear, asked: SecondAsked) -> bool:
    """Tell whether an answer says yes to the word by its name, and nothing beside it; or is the word."""
    yes = hear.yes_to
    named = yes is not None and not yes.rest and [one.value for one in yes.verbs] == [asked.verb]
    return named or any(one.verb.value == asked.verb and not one.dry_run for one in hear.said)


def refusal(office: Office, hear: Hear, by: Speaker, asked: SecondAsked | None, *, took_side: bool = False) -> str:
    """Return why an answer cannot count as a second's; empty where it can. `took_side`: they are a party of the case."""
    own = by.party.address.lower()
    if asked is None:
        return "This was answered already, or was asked of nobody. Nothing has moved."
    word = _names(hear, asked)
    theirs = own == asked.by.address.lower() or deciders.same_person(by.party, asked.by)
    unsure = hear.sender.proof != "proven" and not word and hear.answer != "no"
    stands = (
        (theirs, "You asked for it yourself: somebody else of the office has to say yes."),
        (took_side, "You took part in this case for a side: somebody else of the office has to say yes."),
        (
            not _holds(office, own, asked) or bool(hear.sender.delegate),
            "Only a second of the office, from their own address, can say yes to this.",
        ),
        (hear.at > asked.until, "The two working days for this are over. Please ask for it anew."),
        (unsure, f"To be sure that it is you, answer with yes and the word in it: yes, {asked.verb}."),
        (not (word or hear.answer in ("yes", "no")), "Please answer YES or NO, and nothing else on the line."),
    )
    refused = next((sentence for so, sentence in stands if so), "")
    return f"{refused} Nothing has moved." if refused else ""


def _holds(office: Office, own: str, asked: SecondAsked) -> bool:
    """Tell whether an address is of somebody who may confirm: their own; where none is named, the office's mailbox."""
    outside = not office.has_address(asked.by.address)
    return own in members(office) or (outside and not members(office) and own == office.address.lower())


def tell_all(turn: Turn, headline: str, lines: list[str], said: tuple[Party, str]) -> None:
    """Tell every side, and whoever raised it, what the office did."""
    raiser = (turn.case.raiser,) if turn.case.raiser else ()
    told: list[Party] = []
    for one in (*raiser, *turn.everyone_present()):
        if not any(deciders.same_person(one, other) for other in told):
            told.append(one)
            news.tell(turn, one, headline, lines, said)
