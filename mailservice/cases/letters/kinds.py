"""One row for each kind of letter: whoever adds a letter writes its row here, and its words in `templates/email/NAME`.

A row that leaves something out fails at import; a letter without its words fails at start, with what is missing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from mailservice.cases.history.rows import Row, column, whole
from mailservice.cases.history.words import Verb
from mailservice.errors import IncompleteRow
from mailservice.policy.model import Person, Terms

# What every letter shows, or may show: filled in for its reader when the case stands still (`letters.finishing`).
COMMON = frozenset(
    {"reference", "call_it", "policy_title", "partnership", "you", "why", "stage", "due", "dates", "child_references"}
    | {
        "sides",
        "opposite",
        "words",
        "did",
        "news",
        "attached",
        "policy_asks",
        "office",
        "danger",
        "others_see",
        "service",
        "passes",
        "person",
        "terms",
    }
)
# What a letter shows that was ordered before letters knew of it; of any other fact, nothing.
BEFORE: Mapping[str, Mapping[str, str]] = {"person": Person().shown, "terms": Terms().shown}
TRAITS: Mapping[str, str] = {
    "begins": "the present stage counts its time from its sending (rule 3.3)",
    "brings": "it brings its reader what the stage asks of them: nobody has two of these at one stage",
    "diary": "its date comes with it, for the reader's diary",
    "lets_go": "it ends what older dates were for: their diary entries are cancelled",
    "chased": "where it comes back while the case is open, colleagues are asked for another address (rule 15)",
    "anyway": "an answer or an alarm: it goes whatever becomes of its case",
    "carries": "it also tells its reader the news of the same moment, and what we did with their email; where it is withheld, "
    "these go by themselves (`posted.reconsider`)",
    "quotes": "it shows its reader what somebody has just written, and so names what they attached",
    "stays": "it comes because its day has come: no UNDO takes it back",
}
Bound = Literal["stage", "question", "withdrawal", "action", "end", "nothing"]


@dataclass(frozen=True, kw_only=True)
class Kind(Row):
    """A kind of letter."""

    told: str = column("how the record tells it, after “We wrote to Sam Okoro: ”; {theirs} is the policy's “child's”")
    facts: str = column(f"the names of its own facts, beside {', '.join(sorted(COMMON))}")
    bound: Bound = column(
        "stage, question, withdrawal, action, end or nothing: once that is over it misleads, and does not leave"
    )
    traits: str = column(
        f'which of these it has, or "": {"; ".join(f"{name}, {what}" for name, what in TRAITS.items())}'
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        unknown = {*self.traits.split()} - set(TRAITS)
        if unknown:
            raise IncompleteRow(f"the letter {self.name!r} has traits that there are not: {', '.join(sorted(unknown))}")

    @property
    def shows(self) -> frozenset[str]:
        """The names of every fact that its wording may use."""
        return COMMON | frozenset(self.facts.split())

    def has(self, trait: str) -> bool:
        """Tell whether it has one of the `TRAITS`; KeyError for another name."""
        _ = TRAITS[trait]
        return trait in self.traits.split()


_ROWS = (
    Kind(
        name="receipt",
        told="what we understood",
        facts="wrote_to read support topics designated linked_note leaves",
        bound="nothing",
        traits="diary carries",
    ),
    Kind(
        name="missing",
        told="one thing we need",
        facts="missing write_for boards nearly wrote_to example copied leaves",
        bound="nothing",
        traits="",
    ),
    Kind(
        name="stage",
        told="what is asked at this stage",
        facts="entered by reason history answers earlier ours down pending cover decider urgent theirs whose_miss",
        bound="stage",
        traits="begins brings diary chased carries quotes",
    ),
    Kind(
        name="facilitator",
        told="please bring both sides together",
        facts="people",
        bound="stage",
        traits="chased quotes",
    ),
    Kind(name="reminder", told="a reminder", facts="done", bound="stage", traits="diary chased carries"),
    Kind(
        name="climbed",
        told="the case has gone on",
        facts="from_stage to_stage why_it_moved by reason to_people ours down pending whose_miss",
        bound="nothing",
        traits="lets_go carries quotes",
    ),
    Kind(
        name="proposal",
        told="is this agreed?",
        facts="by kind text open_unsaid",
        bound="question",
        traits="diary chased carries quotes",
    ),
    Kind(
        name="agreed",
        told="every agency has agreed",
        facts="by kind text agreed_by objection_until you_may_object actions",
        bound="nothing",
        traits="lets_go chased carries",
    ),
    Kind(
        name="closed",
        told="how it ended, for the {theirs} file",
        facts="ending text by with_them dissent actions in_short for_file",
        bound="nothing",
        traits="lets_go carries quotes",
    ),
    Kind(
        name="disagreed",
        told="the proposal was not agreed",
        facts="by text proposal_text",
        bound="nothing",
        traits="diary carries quotes",
    ),
    Kind(
        name="objected",
        told="there is an objection",
        facts="by text proposal_text answer_by onward",
        bound="nothing",
        traits="chased carries quotes",
    ),
    Kind(name="answer", told="what we did with their email", facts="lines next", bound="nothing", traits="anyway"),
    Kind(
        name="question",
        told="did you mean this word?",
        facts="line verb does exactly until lines next spoken_by again",
        bound="nothing",
        traits="anyway",
    ),
    Kind(
        name="confirm",
        told="was this theirs? We ask for their yes with the word in it",
        facts="came from_address delegate asked say until lines next",
        bound="nothing",
        traits="anyway",
    ),
    Kind(
        name="news",
        told="something has moved",
        facts="headline paragraphs words_of dated",
        bound="nothing",
        traits="quotes",
    ),
    Kind(
        name="next_manager",
        told="who acts next?",
        facts="for_stage for_agency urgent closed",
        bound="stage",
        traits="chased carries",
    ),
    Kind(
        name="office",
        told="something needs a person",
        facts="headline items action owner by also",
        bound="nothing",
        traits="anyway",
    ),
    Kind(
        name="post",
        told="our letters and the mail server",
        facts="headline items action owner by",
        bound="nothing",
        traits="anyway",
    ),
    Kind(
        name="check_in",
        told="where does this stand?",
        facts="raiser_question round",
        bound="stage",
        traits="diary chased carries",
    ),
    Kind(
        name="convened",
        told="this stage is theirs to arrange",
        facts="by reason history answers action urgent",
        bound="stage",
        traits="begins diary chased carries quotes",
    ),
    Kind(
        name="mediation",
        told="the day of the mediation",
        facts="on text by panel",
        bound="nothing",
        traits="carries quotes",
    ),
    Kind(
        name="mediator",
        told="what is asked of whoever mediates",
        facts="on by panel",
        bound="stage",
        traits="chased carries",
    ),
    Kind(name="stranger", told="we could not act on their email", facts="own_route", bound="nothing", traits=""),
    Kind(
        name="family",
        told="a family's answer: we pass it on, and say nothing",
        facts="lines",
        bound="nothing",
        traits="",
    ),
    Kind(name="which_agency", told="for which agency do they write?", facts="write_for", bound="nothing", traits=""),
    Kind(name="nothing_opened", told="no case was opened", facts="lines", bound="nothing", traits=""),
    Kind(name="help", told="the words to use", facts="now forms", bound="nothing", traits="anyway"),
    Kind(name="status", told="where it stands", facts="lines waiting history", bound="nothing", traits="anyway"),
    Kind(
        name="record",
        told="the record of this case, as asked for",
        facts="whose within taken_in enclosed left_out",
        bound="nothing",
        traits="anyway",
    ),
    Kind(
        name="cases",
        told="the open cases, as asked for",
        facts="stand span count every agency",
        bound="nothing",
        traits="anyway",
    ),
    Kind(
        name="figures",
        told="the figures for a board, as asked for",
        facts="first last enclosed left_out",
        bound="nothing",
        traits="anyway",
    ),
    Kind(
        name="policy_info",
        told="the stages of the policy",
        facts="stages besides elsewhere readings",
        bound="nothing",
        traits="anyway",
    ),
    Kind(
        name="prose",
        told="kept; nothing has moved",
        facts="to_tell to_office still_asked",
        bound="nothing",
        traits="anyway",
    ),
    Kind(
        name="withdrawn",
        told="it is being withdrawn",
        facts="by text until",
        bound="withdrawal",
        traits="carries quotes",
    ),
    Kind(
        name="overtaken",
        told="is the cause settled?",
        facts="by text recommended",
        bound="question",
        traits="chased carries quotes",
    ),
    Kind(
        name="new_date",
        told="a new date is asked for",
        facts="by text asked_for action",
        bound="question",
        traits="chased carries quotes",
    ),
    Kind(
        name="action_due", told="is this action done?", facts="action until for_person", bound="action", traits="stays"
    ),
    Kind(
        name="action_not_done",
        told="an agreed action is not done",
        facts="by owner reached action text until onward",
        bound="nothing",
        traits="carries",
    ),
    Kind(name="telling", told="somebody is to be told, by a date", facts="text until date", bound="action", traits=""),
    Kind(name="aftercare", told="after-care, by a date", facts="text until", bound="action", traits=""),
    Kind(
        name="form",
        told="a form to check and sign",
        facts="title form prescribed known again fields missing copies until",
        bound="action",
        traits="carries",
    ),
    Kind(
        name="form_copy",
        told="a form that every side has signed",
        facts="title form fields copies",
        bound="nothing",
        traits="carries",
    ),
    Kind(
        name="form_quote",
        told="which words of theirs a form quotes",
        facts="title label text until",
        bound="action",
        traits="",
    ),
    Kind(
        name="what_changed",
        told="what has changed since? Asked once",
        facts="ended choices",
        bound="end",
        traits="stays",
    ),
    Kind(name="correction", told="something was taken back", facts="by verbs", bound="nothing", traits=""),
    Kind(
        name="cover",
        told="they stand in for a colleague",
        facts="for_person unreached",
        bound="stage",
        traits="brings chased carries",
    ),
    Kind(
        name="signpost",
        told="held in confidence; where such a matter goes",
        facts="routes urgent secret reader until",
        bound="nothing",
        traits="",
    ),
    Kind(
        name="wrong_person",
        told="that nothing more comes to this address",
        facts="how",
        bound="nothing",
        traits="anyway",
    ),
    Kind(
        name="area",
        told="to the receiving area, after a move: has it this?",
        facts="people children",
        bound="nothing",
        traits="",
    ),
    Kind(
        name="passed_on",
        told="what we were told, and that nothing more is asked",
        facts="by on runs_on",
        bound="nothing",
        traits="anyway lets_go",
    ),
    Kind(
        name="in_confidence",
        told="an email held in confidence, unanswered by its sender",
        facts="received",
        bound="nothing",
        traits="",
    ),
    Kind(
        name="officer_told",
        told="was the designated officer told?",
        facts="officer",
        bound="nothing",
        traits="",
    ),
    Kind(name="drill", told="a drill: are they there?", facts="until", bound="nothing", traits=""),
    Kind(
        name="drill_report",
        told="whom the drill reached",
        facts="asked answered began until nobody one_deep bounced silent",
        bound="nothing",
        traits="",
    ),
    Kind(
        name="digest",
        told="what needs the office this morning",
        facts="headline short limps away needs waits since happened stand span read_through looked in_confidence past_time "
        "outside",
        bound="nothing",
        traits="",
    ),
)
KINDS: Mapping[str, Kind] = {one.name: one for one in _ROWS}
whole("cases/letters/kinds.py", (one.name for one in _ROWS), KINDS, "its row")


# The letters that put exactly one question: what a plain yes to them says, and what a plain no (rule 9.5).
ONE_QUESTION: Mapping[str, tuple[Verb, Verb]] = {
    "proposal": (Verb.AGREE, Verb.DISAGREE),
    "new_date": (Verb.AGREE, Verb.DISAGREE),
    "overtaken": (Verb.AGREE, Verb.DISAGREE),
    "action_due": (Verb.DONE, Verb.NOT_DONE),
    "form": (Verb.DONE, Verb.NOT_DONE),
    "form_quote": (Verb.DONE, Verb.NOT_DONE),
}


def of(name: str) -> Kind:
    """Return the row of a letter; IncompleteRow where there is none."""
    if name not in KINDS:
        raise IncompleteRow(f"there is no letter {name!r}: write its row in cases/letters/kinds.py")
    return KINDS[name]
