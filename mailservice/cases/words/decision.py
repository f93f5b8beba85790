"""DECISION, and the course towards it: the final authority's words alone, where the policy has one (rule 12.2)."""

from mailservice.cases.dates import deadlines, kinds
from mailservice.cases.history.commands import Said
from mailservice.cases.history.events import CourseSet
from mailservice.cases.ladder import convening, facilitating
from mailservice.cases.letters import news, ordering, tells
from mailservice.cases.letters.kept import kept
from mailservice.cases.people import officers
from mailservice.cases.people.turn import Speaker, Turn
from mailservice.cases.settling import actions, agreement, deciding
from mailservice.cases.settling import new_date as dates
from mailservice.cases.words import second


def refused(turn: Turn, said: Said, by: Speaker) -> str:
    """Keep a DECISION that nobody makes under the policy, that is another's to make, or that comes too early."""
    final = turn.policy.final
    if "decided" not in final.ends_with:
        sentence = f"Under this policy nobody decides for the sides ({final.authority}). Your words are kept."
        return kept(turn, said, by, sentence)
    if officers.has_last_word(turn, by):
        sentence = f"A decision belongs to stage {final.stage}; the case has not come there. It is kept."
        return kept(turn, said, by, sentence)
    ordering.tell_office(
        turn, "A DECISION by somebody else", [said.reason], f"Only this may decide: {final.authority}."
    )
    return kept(turn, said, by, f"A decision belongs to: {final.authority}. Your words are kept; nothing has moved.")


def decision(turn: Turn, said: Said, by: Speaker) -> str:
    """DECISION: ends the case as decided, with reasons and actions; from whoever has the last word."""
    if not said.reason:
        return kept(turn, said, by, "Please write after DECISION what is decided and why, and who does what by when.")
    if turn.policy.final.joint:  # two of them have to say the same: that is a second person
        return deciding.propose(turn, said, by)
    asked = second.confirmed_by_second(turn, said, by)
    if asked:
        return asked
    agreement.close(turn, "decided", said.reason, by=by.party, to_do=said.actions)
    whose = "this" if by.hear.seconded else "your"
    return f"Recorded: the case has ended with {whose} decision. Everyone who took part is told."


def sets_course(turn: Turn, by: Speaker) -> bool:
    """Tell whether NEW DATE from this person sets a course: they have the last word, and the case is at its stage."""
    last = turn.case.stage == turn.policy.final.stage and "decided" in turn.policy.final.ends_with
    return last and not turn.policy.final.joint and officers.has_last_word(turn, by)


def new_date(turn: Turn, said: Said, by: Speaker) -> str:
    """Take NEW DATE on an open case: a course, from whoever has the last word; else each agency is asked for it.

    In answer to a letter about an agreed action it is the action's.
    """
    if actions.is_meant(turn, by) is not None:
        return dates.for_action(turn, said, by)
    if facilitating.is_theirs(turn, by):
        return facilitating.set_day(turn, said, by)
    return course(turn, said, by) if sets_course(turn, by) else dates.new_date(turn, said, by)


def course(turn: Turn, said: Said, by: Speaker) -> str:
    """Set a course with a date, on NEW DATE from the final authority: only DECISION ends the case (reading B8)."""
    if said.when is None:
        return kept(turn, said, by, "Please write NEW DATE, the date, and what is to happen until then.")
    on = turn.rules.days.moment(said.when)
    turn.put(CourseSet(turn.at, by.party, on, said.reason))
    deadlines.drop(turn, "a course was set", purposes=("silence", "check-in", *kinds.URGENT))
    deadlines.begin_from(turn, "meeting", on)
    headline = f"{turn.name(by.party)} has set a course"
    for one in convening.everybody(turn):
        if one.address != by.party.address:
            lines = ["The decision itself is still to come. You may still agree with the other side."]
            news.tell(turn, one, headline, lines, (by.party, said.reason))
    ordering.tell_office(turn, headline, [said.reason], "See that it happens by its date.")
    tells.tell(turn, "course", said.reason, by.party)
    return "Recorded as the course until that date. The case stays open; only DECISION ends it."
