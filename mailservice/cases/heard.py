"""A mail that came: whose it is, whether its sender is sure enough, and what becomes of each of its words.

Start at `hear`.
"""

from collections.abc import Sequence
from dataclasses import replace

from mailservice.cases import answered, carrying, confirming, meant, posted, suspected
from mailservice.cases import spoken as spoken_word
from mailservice.cases.asking import alarms, held, left, legal, not_me, office_away, reaching, reaction, unread
from mailservice.cases.forms import answers
from mailservice.cases.history.change import ABOUT
from mailservice.cases.history.commands import Hear, Unclear
from mailservice.cases.history.events import (
    AgencyTold,
    ConfirmationRefused,
    FormFilled,
    MailHeard,
    Outcome,
    Party,
    ReaderAway,
    StageEntered,
    WordAnswered,
)
from mailservice.cases.history.words import WORDS, Verb
from mailservice.cases.letters import aside, kinds, ordering, standing
from mailservice.cases.opening import (
    belonging,
    boards,
    confidential,
    correcting,
    danger,
    enquiries,
    first_mail,
    floods,
    forged,
    joining,
    neighbours,
    unwilling,
    ways,
)
from mailservice.cases.people import deciders, officers
from mailservice.cases.people.turn import Speaker, Turn
from mailservice.cases.settling import moving, passing, what_changed
from mailservice.cases.words import again, anothers, both_sides, proof, record, second, undo, urgent, wrong_person
from mailservice.cases.words.roles import may_use

# What is asked about even in a first mail.
_NOT_PROSE = ("conditional", "contradiction", "subject")


def hear(turn: Turn, mail: Hear, reference: str = "") -> None:
    """Take one mail: on its case, on a new one that `reference` names, or in the office's book."""
    if mail.sender.suspect and turn.case.status != "unopened" and not (mail.holds or mail.in_confidence):
        _suspected(turn, mail)
        return
    match turn.case.status:
        case _ if forged.is_nobodys(mail):
            forged.hold(turn, mail)
        case "unopened":
            _first(turn, mail, reference)
        case "book":
            _on_no_case(turn, mail)
        case _:
            _on_case(turn, mail)
    if turn.case.status != "book":
        neighbours.tell(turn, mail)
    brake(turn, mail)


def _suspected(turn: Turn, hear: Hear) -> None:
    """Take a mail from a mailbox that may be taken; what is meant in confidence stays in confidence."""
    if turn.case.status == "book" and confidential.held(hear, turn.policy):
        confidential.hold(turn, hear)
        return
    hear = belonging.known(hear, turn.case, turn.directory)
    party = deciders.on_side(turn.case, deciders.on_case(turn.case, deciders.party_of(hear.sender, turn.directory)))
    suspected.hear(turn, hear, party)


def _first(turn: Turn, hear: Hear, reference: str) -> None:
    hear = belonging.at_first(hear)
    first_mail.open_case(turn, hear, reference)
    # A first mail is prose: "I disagree" in it is no slip for DISAGREE, and to escalate is what it does; only URGENT is asked.
    plain = replace(
        hear, unclear=tuple(one for one in hear.unclear if one.why in _NOT_PROSE or one.understood is Verb.URGENT)
    )
    by = Speaker(plain, deciders.party_of(hear.sender, turn.directory))
    _act(turn, plain, by, answered.Taken(tuple((said, by) for said in plain.said), plain.unclear))


def _on_no_case(turn: Turn, hear: Hear) -> None:
    if hear.holds:
        confidential.keep(turn, hear, hear.holds)
    elif confidential.held(hear, turn.policy):
        confidential.hold(turn, hear)
    elif floods.brakes(hear):
        floods.hold(turn, hear)
    else:
        first_mail.hold(turn, hear)
        legal.outside(turn, hear)


def _on_case(turn: Turn, hear: Hear) -> None:
    hear, corrected = correcting.by_themself(turn, belonging.known(hear, turn.case, turn.directory))
    hear, belongs = belonging.take(turn, hear)
    party = deciders.on_side(turn.case, deciders.on_case(turn.case, deciders.party_of(hear.sender, turn.directory)))
    if hear.kind != "message":
        _set_aside(turn, hear, party)
        return
    officer = any(one.id == party.person for one in turn.directory.officers) or officers.is_allowed(turn.case, party)
    if moving.is_area(turn, party) and hear.kind == "message":
        turn.put(_heard(turn, hear, party, "filed", "from the receiving area"))
        moving.hear_area(turn, hear, party)
        return
    outside = party.agency not in turn.case.agencies or deciders.has_left(turn.case, party)
    if outside and not hear.sender.office and not officer:
        _from_outside(turn, hear, party)
        return
    if hear.arranging is not None and officers.is_allowed(turn.case, party):
        said, unclear = hear.arranging
        hear = replace(hear, said=said, unclear=unclear)
    if proof.doubted(hear):
        _doubted(turn, hear, Speaker(hear, party))
        return
    alarms.answered(turn, hear, party)
    left.returns(turn, party)
    hear, of_board = boards.take(turn, again.asked(turn, hear), party)
    by = Speaker(replace(hear, at=hear.first_at or hear.at), party)
    kept = anothers.quiet(turn, by)
    if kept:
        hear, of_another = anothers.take(turn, Speaker(hear, party), kept)
        if not hear.said:
            _hold(turn, hear, party, "it answers somebody else's letter", of_another)
            return
        by, of_board = replace(by, hear=replace(by.hear, said=hear.said)), [*of_board, *of_another]
    hear, of_form = answers.take(turn, hear, by)
    by = replace(by, hear=replace(hear, at=by.hear.at))
    taken = _second(turn, hear, by) or confirming.take(turn, hear, by) or answered.take(turn, hear, by)
    outcome: Outcome = "acted" if taken.spoken or any(isinstance(one, FormFilled) for one in turn.events) else "filed"
    turn.put(_heard(turn, hear, party, outcome))
    taken = replace(taken, lines=(*of_form, *taken.lines))
    _act(turn, hear, by, taken, [*corrected, *belongs, *of_board])


def _hold(turn: Turn, hear: Hear, party: Party, why: str, lines: Sequence[str]) -> None:
    """Keep a mail of somebody of the case for the office to decide on, and say so to its writer."""
    turn.put(_heard(turn, hear, party, "held", why))
    alarm = [danger.alarm(turn, hear)] if danger.calls(hear) else []
    _answer(turn, hear, party, [{"line": "", "result": one} for one in (*lines, *alarm)])


def _second(turn: Turn, hear: Hear, by: Speaker) -> answered.Taken | None:
    """Take an answer of the office to "please confirm": the word that was asked for, by who asked for it."""
    if not (by.office and second.answers(turn, hear)):
        return None
    spoken, sentence = second.take(turn, hear, by)
    lines = ({"line": "", "result": sentence},) if sentence else ()
    return answered.Taken((spoken,) if spoken else (), (), lines)


def _doubted(turn: Turn, hear: Hear, by: Speaker) -> None:
    """Keep a mail that may be forged: it counts as nobody's word, and only the person themself can say it again."""
    turn.put(_heard(turn, hear, by.party, "held", "the proof of its sender failed"))
    lines = [{"line": "", "result": sentence} for sentence in proof.doubt(turn, hear, by)]
    if danger.calls(hear):
        lines.append({"line": "", "result": danger.alarm(turn, hear)})
    _answer(turn, hear, by.party, lines)


def _from_outside(turn: Turn, hear: Hear, party: Party) -> None:
    """Keep a mail from somebody of no side here; they are answered as if there were no case (rule 1.2)."""
    wrong = wrong_person.says(hear) or any(said.verb is Verb.WRONG_PERSON for said in hear.said)
    if wrong and hear.sender.proof != "failed" and wrong_person.bar(turn, hear, party):
        turn.put(_heard(turn, hear, party, "held", "the wrong person had a letter"))
        return
    turn.put(_heard(turn, hear, party, "held", "not from a side of this case"))
    if hear.sender.look_alike:
        forged.tell_look_alike(turn, hear)
    calls = danger.calls(hear)
    gone = deciders.has_left(turn.case, party)
    lines = [f"{turn.name(party)} has left {turn.agency(party.agency).name}, as the directory says."] if gone else []
    lines += ["It is kept; nothing has moved.", *(danger.told(turn, hear) if calls else [])]
    headline = ordering.DANGER if calls else "A mail from outside the case"
    held.tell(turn, hear, headline, lines, "Read it now, and ring them." if calls else held.ACTION)
    which = belonging.asks(turn.case, hear)
    kinds_of = ("which_agency",) if which else ("nothing_opened",) if hear.sender.known else first_mail.NEUTRAL
    if not calls and any(
        one.template in kinds_of and deciders.same_person(one.to, party) for one in turn.case.letters.values()
    ):
        return
    if which:
        first_mail.which_agency(turn, hear, party)
    else:
        first_mail.answer_outside(turn, hear, party)


def _act(turn: Turn, hear: Hear, by: Speaker, taken: answered.Taken, belongs: Sequence[str] = ()) -> None:
    stops = passing.take(turn, hear, by.party)
    # Before its words: who has left may be whose place its CONTACT fills.
    departed = left.tell(turn, hear, by.party)
    understood = [*belongs, *([departed] if departed else []), *first_mail.complete(turn, hear, by.party)]
    if any(isinstance(event, AgencyTold) and deciders.is_raiser(turn.case, event.who) for event in turn.events):
        urgent.side_told(turn, by.party.agency)
    lines = [{"line": "", "result": sentence} for sentence in understood]
    begins = hear.message_id == turn.case.root
    spoken = [(said, speaker) for whole, speaker in taken.spoken for said in aside.taken_out(whole)]
    hear = replace(hear, said=tuple(said for said, _ in spoken))
    # Who is the wrong person is told how to name the right one, and is not asked if they mean CONTACT as well.
    unclear = [
        one for one in aside.in_doubt(taken.unclear) if hear.to_us != "not me" or one.understood is not Verb.CONTACT
    ]
    for one in taken.spent:
        turn.put(one)
    shown = ways.shown(hear, told=meant.told_others(turn, by))
    new_ways = () if begins else ways.note(turn, by.party, shown)
    for said, speaker in spoken:
        if WORDS[said.verb].answered != "a sentence" or (begins and WORDS[said.verb].in_first_mail == "the issue"):
            continue
        unclear += meant.instead(turn, said, speaker)
        entered = said.verb is Verb.SPOKEN and proof.is_sure(turn, said, speaker)
        result = spoken_word.enter(turn, said, speaker) if entered else carrying.perform(turn, said, speaker)
        lines.append({"line": said.line, "result": result})
        if not said.dry_run and all(said.verb.value != one.verb for one in proof.asked(turn, by.party)):
            meant.settle(turn, said, by)
        if result.endswith(both_sides.ALREADY_DONE) and not any(isinstance(one, StageEntered) for one in turn.events):
            unclear.append(Unclear(said.line, said.verb, "wish", said))
    ways.bring_in(turn, new_ways)
    undo.note(turn, hear, by.party)
    lines.extend(taken.lines)
    kept, unclear = what_changed.take(turn, hear, by, unclear)
    lines.extend({"line": "", "result": sentence} for sentence in kept)
    asked = meant.sort(turn, unclear, by)
    lines.extend(asked.lines)
    lines.extend({"line": "", "result": sentence} for sentence in _office_told(turn, hear, by, begins=begins))
    enquiries.answer(turn, hear, by.party, may_use(turn, by))
    if not stops or lines:
        _reply(turn, hear, by, lines, asked)


def _office_told(turn: Turn, hear: Hear, by: Speaker, *, begins: bool) -> list[str]:
    """Tell the office what a mail's plain words hold that needs a person; return what its sender is answered with."""
    told = []
    if danger.speaks(hear) and not by.office and turn.case.status != "halted":
        told.append(danger.alarm(turn, hear))
    # What a first mail says of the other side is the issue itself, unless the policy wants to be told of that.
    if by.party.agency and (turn.policy.urgent.extra or not begins) and unwilling.speaks(turn, hear):
        told.append(unwilling.tell(turn, hear))
    told += legal.tell(turn, hear, by.party)
    told += moving.told(turn, hear, by.party)
    denied = any(isinstance(event, ConfirmationRefused) for event in turn.events)  # of their words, not of the letter
    if hear.to_us == "not me" and by.party.agency in turn.case.agencies and not begins and not denied:
        told.append(_not_me(turn, hear, by.party))
    if hear.unread_language:
        told.append(_other_language(turn, hear))
    return [one for one in told if one]


def _not_me(turn: Turn, hear: Hear, by: Party) -> str:
    """Let nothing more go to who says that they are the wrong person; of who raised the case only the office is told."""
    if any(said.verb is Verb.WRONG_PERSON for said in hear.said):
        return ""
    barred = (
        ""
        if deciders.is_raiser(turn.case, by) or not (wrong_person.says(hear) and wrong_person.is_sure(hear))
        else wrong_person.bar(turn, hear, by)
    )
    return barred or not_me.tell(turn, hear, by)


def _other_language(turn: Turn, hear: Hear) -> str:
    name = hear.sender.name or hear.sender.address
    lines = [f"{name} wrote in a language that we do not read. Nothing has moved."]
    ordering.tell_office(turn, "A mail in another language", lines, f"Have it read today, and answer {name}.")
    return f"We read English and Welsh alone, so nothing of this was acted on. The {turn.terms.office} is asked to read it today."


def _reply(turn: Turn, hear: Hear, by: Speaker, lines: list[dict[str, str]], asked: meant.Asked) -> None:
    """Answer a mail: what became of its words and what we ask of its author, in one letter; of prose, that it is kept."""
    confirms = proof.asked(turn, by.party)
    if asked.question and not confirms:
        meant.question(turn, asked, by, lines)
        return
    if asked.question:  # what must be confirmed is asked first
        lines = [*lines, {"line": asked.question[0].line, "result": meant.ask_back(asked.question[0])}]
    if lines and all(one["result"] in _NEEDS_NO_ANSWER for one in lines):
        return
    if lines:
        _answer(turn, hear, by.party, lines)
    elif not hear.said and turn.case.path and hear.message_id != turn.case.root:
        _prose(turn, hear, by)


# Who has read a letter needs none that says so, and the record comes in a letter of its own.
_NEEDS_NO_ANSWER = (both_sides.NOTED, record.SENT)


def _answer(turn: Turn, hear: Hear, to: Party, lines: list[dict[str, str]]) -> None:
    ahead = next((one["what"] for one in ordering.shown_dates(turn, to)), "")
    if again := proof.asked(turn, to):
        confirming.write(turn, hear, again, lines, ahead)
        return
    about = joining.ANOTHER if hear.by_child else ""
    facts = {"why": "You wrote to us.", "lines": lines, "next": ahead, "words": ordering.words("STATUS", "HELP")}
    ordering.order(turn, "answer", to, facts, answers=hear.message_id, about=about)


def _prose(turn: Turn, hear: Hear, by: Speaker) -> None:
    """Say that plain words are kept and move nothing, each time; silent only where the other side had them too (rule 9.5)."""
    others = meant.told_others(turn, by)
    if others and not hear.to_us:
        return
    to_tell = [
        {"name": one["name"], "address": one["address"]}
        for one in ordering.names(turn, turn.others_of(by.party.agency))
    ]
    asked = _still_asked(turn, hear)
    facts = {
        "why": "You wrote to us.",
        "to_tell": [] if others or asked or turn.case.status == "closed" else to_tell,
        "to_office": hear.to_us,
        "still_asked": bool(asked),
        "words": ordering.words(*(asked or _OFFERED.get(turn.case.status, ())), "HELP"),
    }
    ordering.order(turn, "prose", by.party, facts, answers=hear.message_id)


def _still_asked(turn: Turn, hear: Hear) -> tuple[str, ...]:
    """Return the words that the letter they answer waits for, where it asked its reader something and still does."""
    letter = turn.case.letters.get(hear.replies_to)
    if letter is None or not standing.holds(turn.case, letter):
        return ()
    # Their day ends, and silence would end the case.
    objecting = letter.template == "agreed" and turn.case.status == "agreed"
    if letter.template not in _ASKING and not (objecting and "OBJECT" in letter.words):
        return ()
    return tuple(one for one in letter.words if one not in ("STATUS", "HELP", "ESCALATE"))


_ASKING = (*kinds.ONE_QUESTION, "next_manager")
_OFFERED = {"open": ("RESOLVED", "ESCALATE"), "agreed": ("STATUS",), "closed": ("REOPEN",)}


def _set_aside(turn: Turn, hear: Hear, party: Party) -> None:
    if hear.kind not in unread.HELD:
        turn.put(_heard(turn, hear, party, "automatic"))
        if hear.kind == "out-of-office" and hear.answers in turn.case.letters:
            _away(turn, hear, party)
        reaction.tell(turn, hear, party)
        return
    turn.put(_heard(turn, hear, party, "held", f"{hear.kind}: a person must read it"))
    held.tell(turn, hear, "A mail we could not read", unread.for_the_office(turn, hear))
    unread.tell(turn, hear, party)


def _away(turn: Turn, hear: Hear, party: Party) -> None:
    letter = turn.case.letters[hear.answers]
    who = letter.to
    if turn.directory.office.has_address(who.address):
        office_away.note(turn, hear, party, letter)
        return
    # Whoever is asked what has changed is waited for by nobody, and needs no cover.
    told = reaching.is_away(turn, who) or letter.about == ABOUT
    turn.put(ReaderAway(turn.at, hear.answers, hear.away_until, hear.stand_in))
    if not told:
        reaching.away(turn, who, hear.away_until, hear.stand_in)
    posted.not_read(turn, letter)


def _heard(turn: Turn, hear: Hear, party: Party, outcome: Outcome, why: str = "") -> MailHeard:
    words_kept = hear.own_words if hear.kind == "message" else ""
    came = (turn.at, hear.mail, hear.message_id, party, hear.kind)
    extras = (hear.sender.delegate, hear.attachments, hear.to_us)
    shared = outcome in ("acted", "filed") and meant.told_others(turn, Speaker(hear, party))
    papers = any(one.kind == "court" for one in hear.legal)
    return MailHeard(*came, words_kept, outcome, why, *extras, shared, aside.shown(hear), papers, **forged.kept(hear))


def brake(turn: Turn, hear: Hear) -> None:
    """Take back the direct answers beyond the day's number (RFC 3834 section 2): what is braked is our answering, never a word.

    The first time the sender and the office are told so.
    """
    left = floods.MOST_ANSWERS - hear.answered_today
    beyond = [one for one in turn.drafts if one.order.replied and one.order.answers == hear.message_id][max(left, 0) :]
    if not beyond:
        return
    for one in beyond:
        turn.withhold(one.order.letter, "too many answers in a day")
        if one.order.letter in turn.case.questions:  # nobody was asked
            turn.put(WordAnswered(turn.at, one.to, one.order.letter, "newer"))
    if left >= 0:  # the notice is one answer more, so it is given once
        _tell_of_brake(turn, hear)


def _tell_of_brake(turn: Turn, hear: Hear) -> None:
    most = floods.MOST_ANSWERS
    kept = f"We have answered {most} mails of yours in a day. What you write still counts and is kept on the record."
    line = {
        "line": "",
        "result": f"{kept} We answer you again when a day has passed; the {turn.terms.office} has been told.",
    }
    facts = {
        "why": "You wrote to us.",
        "lines": [line],
        "next": "",
        "words": [],
        "others_see": ordering.you_see(turn.terms),
    }
    ordering.order(turn, "answer", deciders.party_of(hear.sender, turn.directory), facts, answers=hear.message_id)
    floods.tell_of_loop(turn, hear, most)
