"""One plausible order for every letter, and the awkward ones: for the tests and the gallery. Everybody is invented."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from mailservice.cases.asking.not_me import HOW
from mailservice.cases.forms import quoting, signing
from mailservice.cases.forms.filled import BY_HAND
from mailservice.cases.history.events import LetterOrdered, Party
from mailservice.cases.ladder import facilitating
from mailservice.cases.letters.ordering import YOU_SEE_ALONE, who_sees, words, you_see
from mailservice.cases.settling.overtaken import RECOMMENDED
from mailservice.policy.model import Person, Policy, Terms

NOON = datetime(2026, 12, 23, 16, 30, tzinfo=UTC)
RAISER = {
    "name": "Anna Lee",
    "role": "Health visitor",
    "agency": "Riverside Health",
    "address": "anna.lee@riverside-health.example",
    "phone": "01632 960101",
}
RESPONDER = {
    "name": "Sam Okoro",
    "role": "Social worker",
    "agency": "Northfield Council",
    "address": "sam.okoro@northfield.example",
    "phone": "",
}
MANAGER = {
    "name": "Priya Nair",
    "role": "Team manager",
    "agency": "Northfield Council",
    "address": "priya.nair@northfield.example",
    "phone": "01632 960144",
}
PLAN_DUE = {
    "what": "a plan agreed by both sides",
    "due": "2026-12-29T17:00:00+00:00",
    "basis": "policy",
    "counted_from": "2026-12-23T16:30:00+00:00",
    "skipped": [
        {"day": "2026-12-25", "name": "Christmas Day"},
        {"day": "2026-12-26", "name": "Saturday"},
        {"day": "2026-12-27", "name": "Sunday"},
        {"day": "2026-12-28", "name": "Boxing Day (substitute day)"},
    ],
    "reading": "A1",
    "strength": "guide",
    "limit": "2 working days",
}
HOUSE_DUE = PLAN_DUE | {
    "what": "tell us how things stand",
    "due": "2026-12-24T12:00:00+00:00",
    "basis": "house",
    "reading": "",
    "skipped": [],
    "limit": "",
}
ASKED_ON = "We ask Sam Okoro on Monday 4 January 2027: Sam visits with Anna."
ISSUE = (
    "Dear Sam,\n\nI do not agree that the referral for NCT-483920 should be closed. I have seen the baby three times"
    " in two weeks. Her weight has dropped from the 25th to below the 2nd centile and two appointments were missed.\n\n"
    "ESCALATE was what my own lead advised, but I would rather we spoke first.\n\nAnna"
)
ANSWER = "We assessed on 14 December and the threshold was not met. The family has a worker from early help."
FORM_FIELD = {"id": "", "label": "", "text": "", "asked": True, "required": False, "note": ""}
WORDS = words("RESOLVED", "ESCALATE", "RECEIVED")
STAGE = {"id": "2", "title": "Manager to manager", "tier": 1, "of": 5}

COMMON: Mapping[str, Any] = {
    "reference": "NSCP 2026-0042-K",
    "call_it": "professional disagreement",
    "person": Person().shown,
    "terms": Terms().shown,
    "policy_title": "Professional disagreements",
    "partnership": "Northamptonshire Safeguarding Children Partnership",
    "you": {"name": "Anna Lee", "role": "Health visitor", "agency": "Riverside Health", "side": "Riverside Health"},
    "why": "You raised this with Northfield Council",
    "stage": STAGE,
    "due": PLAN_DUE,
    "dates": [PLAN_DUE, HOUSE_DUE],
    "child_references": ["NCT-483920"],
    "sides": [
        {
            "agency": "Riverside Health",
            "people": [RAISER],
            "words": ISSUE,
            "by": {"name": "Anna Lee", "role": "Health visitor"},
            "on": "2026-12-21",
        },
        {"agency": "Northfield Council", "people": [RESPONDER, MANAGER], "words": ANSWER},
    ],
    "attached": ["Sam Okoro attached chronology.docx; it is in the case's folder."],
    "opposite": [RESPONDER],
    "policy_asks": ["the agency that disagrees stays in the plan", "please record: what was decided"],
    "words": WORDS,
    "office": {
        "name": "the Business Office",
        "address": "office@partnership.example",
        "phone": "01632 960190",
    },
    "danger": [
        "If a child is in danger now, ring 999.",
        "To refer a child, ring 01632 960111.",
        "Out of hours: 01632 960112.",
    ],
    "service": {"name": "NSCP Escalations", "address": "escalate@nscp.example"},
    "did": None,
    "news": [],
    "passes": "If nothing is agreed by then, we write to Ruth Lindqvist and Colin Ferris.",
}
HISTORY = [
    "Wednesday 23 December 2026: Anna Lee raised this with Sam Okoro",
    "Tuesday 29 December 2026: the time of stage 1 ran out without a plan",
]
ANSWERS = [
    {"on": "2026-12-23", "agency": "Northfield Council", "did": "disagreed", "text": "We cannot visit weekly."},
    {"on": "2026-12-29", "agency": "Riverside Health", "did": "asked for the next stage", "text": ""},
]
PLAN = "Sam visits on Monday 4 January with Anna.\nAnna weighs the baby weekly.\nWe speak again on Friday 8 January."
BY = {"name": "Sam Okoro", "role": "Social worker", "agency": "Northfield Council"}
TO_STAGE = {"id": "2", "title": "Manager to manager", "tier": 1}

EXTRA: Mapping[str, Mapping[str, Any]] = {
    "receipt": {
        "designated": "Your safeguarding lead tells the local authority's designated officer",
        "leaves": "2026-12-23T16:36:00+00:00",
        "wrote_to": [BY],
        "read": ["the child's reference is NCT-483920", "you disagree with Northfield Council"],
        "support": "your safeguarding lead can help you with this",
        "topics": ["1 Threshold", "2 Sharing of information"],
        "linked_note": "",
    },
    "missing": {
        "missing": ["sender"],
        "write_for": ["Northfield Council", "Northfield Schools"],
        "boards": ["Northfield Children Partnership", "Northfield Adults Board"],
        "nearly": [],
        "wrote_to": [],
        "example": "NCT-483920",
        "copied": [BY],
        "leaves": "2026-12-23T16:36:00+00:00",
    },
    "stage": {
        "entered": "climbed",
        "by": "",
        "reason": "",
        "history": HISTORY,
        "answers": ANSWERS,
        "earlier": "We wrote to you on Tuesday 29 December at stage 2.",
        "ours": False,
        "down": "",
        "pending": {"by": "Sam Okoro", "text": PLAN, "asked": False},
        "cover": "",
        "decider": None,
        "urgent": None,
        "theirs": "",
        "whose_miss": "",
    },
    "facilitator": {"people": [BY, MANAGER], "words": facilitating.WORDS},
    "reminder": {"done": ["Northfield Council has read our letter"]},
    "climbed": {
        "from_stage": {"id": "1", "title": "Professional to professional", "tier": 1},
        "to_stage": TO_STAGE,
        "why_it_moved": "clock",
        "by": "",
        "reason": "",
        "to_people": [MANAGER],
        "ours": False,
        "down": "",
        "pending": None,
        "whose_miss": "",
    },
    "proposal": {"by": BY, "kind": "resolved", "text": PLAN, "open_unsaid": True},
    "agreed": {
        "by": BY,
        "kind": "plan",
        "text": PLAN,
        "agreed_by": [BY, RAISER],
        "objection_until": "2026-12-30T17:00:00+00:00",
        "you_may_object": True,
        "actions": [ASKED_ON],
    },
    "closed": {
        "in_short": False,
        "for_file": True,
        "ending": "agreed",
        "text": PLAN,
        "by": BY,
        "with_them": "",
        "dissent": [],
        "actions": [ASKED_ON],
    },
    "disagreed": {"by": BY, "text": "We cannot visit weekly.", "proposal_text": PLAN},
    "objected": {
        "by": BY,
        "text": "The weekly weighing is missing.",
        "proposal_text": PLAN,
        "answer_by": PLAN_DUE,
        "onward": True,
    },
    "answer": {
        "lines": [
            {
                "line": "> ESCALATE we cannot agree",
                "result": "The case is now at stage 2, and both managers have a letter",
            },
            {"line": "> RESOLVED if they visit", "result": "We did nothing yet: what do you mean by 'if they visit'?"},
        ],
        "next": "Both managers have until 5pm on Wednesday 6 January 2027",
    },
    "news": {
        "headline": "Both sides have spoken",
        "paragraphs": ["Sam Okoro tells us that both sides have spoken", "The clock for the plan runs on"],
        "words_of": {"name": "Sam Okoro", "text": "We spoke at noon and will speak again."},
    },
    "next_manager": {"for_stage": TO_STAGE, "for_agency": "Riverside Health", "urgent": True, "closed": ""},
    "office": {
        "why": "The Business Office hears of everything that needs a person.",
        "others_see": "Only the Business Office gets this letter.",
        "headline": "Two things need you today",
        "items": ["nobody is known for Riverside Health at stage 3", "one letter came back"],
        "action": "please find a name for stage 3",
        "owner": "Jo Hart",
        "by": "2026-12-24T17:00:00+00:00",
        "also": [
            {
                "headline": "Somebody is to join",
                "items": ["the officer joins stage 2; nobody is named for it in the directory"],
                "action": "ask them to join",
                "by": "2026-12-24T17:00:00+00:00",
            }
        ],
    },
    "post": {
        "why": "",
        "others_see": "Only the Business Office, and who acts for it, get this letter.",
        "headline": "Letters of ours wait",
        "items": ["ring 01632 960123: Sam Okoro, Northfield Council", "nothing is lost"],
        "action": "ring those in the list",
        "owner": "the Business Office",
        "by": "2026-12-24T17:00:00+00:00",
    },
    "check_in": {"raiser_question": True, "round": 2},
    "convened": {
        "by": "",
        "reason": "",
        "history": HISTORY,
        "answers": ANSWERS,
        "action": "please name a strategic lead, and tell us the day of the mediation",
        "urgent": None,
    },
    "mediation": {"on": "2027-01-20T14:30:00+00:00", "text": "County Hall, room 4.", "by": BY, "panel": False},
    "mediator": {"on": "2027-01-20T14:30:00+00:00", "by": BY, "panel": False},
    "stranger": {
        "why": "You wrote to this address.",
        "others_see": you_see(Terms()),
        "own_route": "your own agency's safeguarding lead can tell you what to do",
    },
    "family": {"others_see": "", "lines": ["To complain, ring the council on 01632 960 120."]},
    "which_agency": {"write_for": ["Northfield Council", "Northfield Schools"]},
    "nothing_opened": {"lines": ["we found no child's reference, and nobody from another agency"]},
    "help": {
        "now": [{"verb": "AGREE", "arguments": "", "means": "you agree to the text you were sent"}],
        "forms": [
            {"verb": "RESOLVED", "arguments": "what was agreed", "means": "puts your words to the other side"},
            {"verb": "HELP", "arguments": "", "means": "sends this list"},
        ],
    },
    "status": {
        "lines": ["stage 2 of 5, since Tuesday 29 December 2026"],
        "waiting": [{"by": "Sam Okoro", "text": PLAN, "of": ["Priya Nair"]}],
        "history": HISTORY,
    },
    "record": {
        "whose": "Riverside Health",
        "within": False,
        "taken_in": [],
        "enclosed": ["case.pdf", "index.html", "digests.txt"],
        "left_out": ["messages.mbox (31 MB)"],
        "words": [],
        "others_see": "Only you get this letter.",
    },
    "cases": {
        "stand": [
            {
                "day": "Tuesday 29 December 2026",
                "cases": [
                    (
                        "NSCP 2026-0042-K (NCT-483920; Riverside Health and Northfield Council): stage 2, a plan, by 5pm. "
                        "Priya Nair. Open since Tue 1 Dec."
                    )
                ],
                "bars": [{"before": 0, "open": 79, "ahead": 21, "late": False}],
            }
        ],
        "span": ["Tue 1 Dec", "Tue 29 Dec"],
        "count": 1,
        "every": False,
        "agency": "",
        "words": [],
        "others_see": "Only you get this letter.",
    },
    "figures": {
        "first": "Wednesday 1 July 2026",
        "last": "Wednesday 30 September 2026",
        "enclosed": ["figures.html", "figures.xlsx", "raised.png"],
        "left_out": [],
        "words": [],
        "others_see": "Only you get this letter.",
    },
    "policy_info": {
        "stages": ["stage 1, professional to professional: a plan in 2 working days"],
        "besides": ["the last word: mediation by a strategic lead"],
        "elsewhere": ["whistleblowing: your own agency's procedure"],
        "readings": ["48 hours: we read it as 2 working days"],
    },
    "prose": {"to_tell": [RESPONDER], "to_office": "question", "still_asked": False},
    "confirm": {
        "came": "2026-12-29T10:12:00+00:00",
        "from_address": RAISER["address"],
        "delegate": "",
        "asked": [{"verb": "RESOLVED", "line": f"RESOLVED: {PLAN}", "text": "", "exactly": ""}],
        "say": "yes, RESOLVED",
        "until": "2026-12-31T17:00:00+00:00",
        "lines": [],
        "next": "",
        "words": [],
        "others_see": "Only you get this letter.",
    },
    "question": {
        "spoken_by": "",
        "line": "Happy with that, thanks.",
        "again": False,
        "verb": "AGREE",
        "does": "you agree to exactly these words",
        "exactly": PLAN,
        "until": "2026-12-31T17:00:00+00:00",
        "lines": [],
        "next": "",
        "words": [{"verb": "AGREE", "after": "", "means": "you agree to exactly these words"}],
    },
    "withdrawn": {
        "by": RAISER,
        "text": "My manager has asked me to leave it.",
        "until": "2026-12-24T17:00:00+00:00",
    },
    "overtaken": {
        "by": BY,
        "text": "The children went home to their mother yesterday.",
        "recommended": RECOMMENDED,
    },
    "new_date": {"by": BY, "text": "We wait for a report.", "asked_for": "2027-01-05T17:00:00+00:00", "action": ""},
    "action_due": {
        "action": "Sam visits on Monday 4 January with Anna.",
        "until": "2027-01-05T17:00:00+00:00",
        "for_person": BY,
    },
    "telling": {
        "text": "Tell the independent chair, in writing: a decision has been made.",
        "until": "2027-01-14T17:00:00+00:00",
        "date": HOUSE_DUE,
    },
    "aftercare": {
        "text": "The mediator reports this to the Partnership. The policy asks for it.",
        "until": "2027-01-14T17:00:00+00:00",
    },
    "form": {
        "title": "Monitoring form",
        "form": "f1",
        "prescribed": True,
        "known": True,
        "again": False,
        "fields": [
            FORM_FIELD | {"id": "child_name", "label": "Full name of the child", "asked": False, "note": BY_HAND},
            FORM_FIELD | {"id": "reason", "label": "Why there is a dispute", "required": True, "text": ISSUE},
            FORM_FIELD | {"id": "outcome", "label": "Outcome, or that it is escalated", "required": True},
            FORM_FIELD
            | {
                "id": "initiating",
                "label": "Initiating manager: signature, name, role, organisation",
                "asked": False,
                "text": "Priya Nair, Team manager, Northfield Council: not signed yet",
            },
        ],
        "missing": ["Outcome, or that it is escalated"],
        "copies": "the child's file in every agency",
        "words": signing.WORDS,
        "until": "2027-01-05T17:00:00+00:00",
    },
    "form_copy": {
        "title": "Monitoring form",
        "form": "f1",
        "fields": [
            FORM_FIELD | {"id": "outcome", "label": "Outcome, or that it is escalated", "asked": False, "text": ANSWER},
            FORM_FIELD
            | {
                "id": "initiating",
                "label": "Initiating manager: signature, name, role, organisation",
                "asked": False,
                "text": "Priya Nair, Team manager, Northfield Council: signed by email on Monday 4 January 2027",
            },
        ],
        "copies": "the child's file in every agency",
    },
    "form_quote": {
        "title": "Monitoring form",
        "label": "Why there is a dispute",
        "text": ANSWER,
        "until": "2026-12-24T17:00:00+00:00",
        "words": quoting.WORDS,
    },
    "what_changed": {
        "ended": "Wednesday 11 November 2026",
        "choices": [
            {"verb": "BETTER", "after": "how", "means": "it is better for the child"},
            {"verb": "THE SAME", "after": "", "means": "nothing much has changed"},
            {"verb": "WORSE", "after": "how", "means": "we ask you then if this is to be opened again"},
            {"verb": "NOT KNOWN", "after": "", "means": "you cannot tell, or no longer know"},
        ],
        "why": "You raised this.",
        "due": None,
        "dates": [],
        "others_see": "The Business Office reads your answer, and it stays on the record. No other agency is shown it, but "
        "for what you write after REOPEN.",
    },
    "action_not_done": {
        "by": None,
        "owner": BY,
        "reached": True,
        "action": "Sam visits on Monday 4 January with Anna.",
        "text": "",
        "until": "2027-01-06T17:00:00+00:00",
        "onward": TO_STAGE,
    },
    "correction": {"by": BY, "verbs": "ESCALATE"},
    "cover": {"for_person": MANAGER, "unreached": "unheard"},
    "signpost": {
        "others_see": YOU_SEE_ALONE,
        "routes": [
            {
                "when": "Harm by a colleague, with fear of what follows",
                "go_to": "Your agency's whistleblowing procedure",
                "then": "",
            },
            {
                "when": "An allegation against somebody who works with children",
                "go_to": "Your safeguarding lead tells the designated officer",
                "then": "A dispute still open goes to each agency's named senior officer",
            },
        ],
        "urgent": False,
        "secret": True,
        "reader": {"name": "Nadia Rahman", "phone": "01632 960 105"},
        "until": "2026-12-23T17:00:00+00:00",
    },
    "wrong_person": {"how": HOW, "why": "", "due": None, "dates": [], "others_see": you_see(Terms())},
    "passed_on": {"by": RESPONDER, "on": "Tuesday 24 November", "runs_on": False, "why": "", "due": None, "dates": []},
    "area": {"people": [RESPONDER, MANAGER], "children": ["NCT-483920"], "why": "", "due": None, "dates": []},
    "drill": {"until": "2026-12-03T17:00:00+00:00", "why": "", "others_see": ""},
    "drill_report": {
        "asked": 9,
        "answered": 6,
        "began": "2026-11-26",
        "until": "2026-12-03T17:00:00+00:00",
        "why": "",
        "nobody": [{"place": "Shire Police, stage 4", "who": "", "others": "William Quayle"}],
        "one_deep": [
            {"place": "Riverside, stage 2", "who": "Mina Dasgupta", "others": "Kate O'Brien"},
            {"place": "Independent Chair", "who": "Morgan Hale", "others": ""},
        ],
        "bounced": [{**MANAGER, "last": ""}],
        "silent": [{**RESPONDER, "last": "2026-10-02"}, {**MANAGER, "last": ""}],
        "others_see": "Only the Business Office gets this letter.",
    },
    "in_confidence": {"received": "2026-12-21T22:00:00+00:00", "others_see": "Only you get this letter."},
    "officer_told": {
        "officer": "Your safeguarding lead tells the designated officer",
        "others_see": "Only you get this letter.",
    },
    "digest": {
        "why": "",
        "others_see": "Only the Business Office gets this letter.",
        "headline": "Our service limped: the service was down until 8.12am Mon 21 Dec. 2 need you today",
        "short": "Our service limped; 2 need you today",
        "limps": [
            (
                "From 4.58pm on Friday 18 December 2026 until 8.12am on Monday 21 December 2026 the service was down; emails"
                " waited in the mailbox, and dates that came meanwhile acted after it."
            ),
            "You need do nothing about it.",
        ],
        "looked": ["What the service cannot do, or could not, stands at the top of this letter."],
        "away": ["Jo Hart is away until Monday 4 January 2027."],
        "needs": [
            "NSCP 2026-0042-K: Stage 5 is convened; see that it is arranged. Business Office, by 5pm Wed 23 Dec.",
            (
                "NSCP 2026-0044-P: Nobody is known for Riverside Health at stage 3; please find a name. Business Office,"
                " by 5pm Thu 24 Dec."
            ),
        ],
        "waits": [
            (
                "NSCP 2026-0044-P: No word from Northfield Council since Tuesday 22 December."
                " Priya Nair, by 5pm Thu 24 Dec."
            ),
            (
                "NSCP 2026-0051-B: Anna Lee asks for a new date, 5pm Tue 5 Jan; AGREE or DISAGREE is awaited. Sam Okoro,"
                " by 5pm Tue 29 Dec."
            ),
        ],
        "since": "2026-12-22T09:00:00+00:00",
        "happened": [
            (
                "NSCP 2026-0044-P: Stage 3, Senior managers began. The time of the stage before ran out without an"
                " agreement; the case goes on by itself."
            ),
            "NSCP 2026-0040-F: The case ended: every agency agreed.",
        ],
        "stand": [
            {
                "day": "Wednesday 23 December 2026",
                "cases": [
                    "NSCP 2026-0042-K: stage 5, an offer of mediation, by 5pm. Business Office. Open since Thu 1 Oct."
                ],
                "bars": [{"before": 0, "open": 96, "ahead": 1, "late": False}],
            },
            {
                "day": "Thursday 24 December 2026",
                "cases": [
                    (
                        "NSCP 2026-0044-P: stage 3, a plan of action that both sides agree to, with dates, by 5pm."
                        " Anna Lee and Priya Nair. Open since Mon 7 Dec."
                    )
                ],
                "bars": [{"before": 78, "open": 18, "ahead": 2, "late": False}],
            },
        ],
        "span": ["Thu 1 Oct", "Tue 29 Dec"],
        "read_through": "2026-12-23T08:58:00+00:00",
        "in_confidence": "In confidence: 1 email lies in a folder of its own.",
        "past_time": "3 ended cases are past their time; the longest, NSCP 2019-0007-K, since Friday 1 March 2024. "
        "Answer this letter with DUE for the list.",
    },
}
ON_NO_CASE: Mapping[str, Any] = {
    "reference": "",
    "stage": None,
    "due": None,
    "dates": [],
    "sides": [],
    "opposite": [],
    "child_references": [],
    "attached": [],
}
# The words each letter asks for, where they are not those of a stage.
VERBS: Mapping[str, tuple[str, ...]] = {
    "receipt": ("PLAN", "ESCALATE", "RESOLVED"),
    "missing": (),
    "climbed": ("RESOLVED", "STATUS"),
    "proposal": ("AGREE", "DISAGREE", "ESCALATE"),
    "agreed": ("OBJECT", "STATUS"),
    "closed": ("REOPEN",),
    "next_manager": ("CONTACT",),
    "office": ("STATUS",),
    "post": (),
    "convened": ("MEDIATION", "REPORT", "NOT AGREED"),
    "mediator": ("REPORT", "STATUS"),
    "stranger": (),
    "family": (),
    "which_agency": (),
    "nothing_opened": ("HELP",),
    "help": (),
    "cover": ("RECEIVED", "RESOLVED", "ESCALATE"),
    "signpost": ("GO ON", "STOP"),
    "wrong_person": (),
    "passed_on": (),
    "area": ("RECEIVED",),
    "in_confidence": (),
    "officer_told": (),
    "drill": (),
    "drill_report": (),
    "digest": (),
    "policy_info": (),
    "status": ("RESOLVED", "ESCALATE"),
    "withdrawn": ("KEEP", "STATUS"),
    "overtaken": ("DISAGREE", "AGREE"),
    "new_date": ("AGREE", "DISAGREE", "ESCALATE"),
    "action_due": ("DONE", "NOT DONE", "NEW DATE"),
    "telling": ("DONE", "NOT DONE"),
    "aftercare": ("DONE", "NOT DONE"),
    "form": ("DONE", "NOT DONE"),
    "form_copy": ("STATUS",),
    "form_quote": ("DONE", "NOT DONE"),
    "what_changed": ("REOPEN",),
    "action_not_done": ("NEW DATE", "REOPEN"),
    "correction": ("STATUS", "HELP"),
}
# Letters on no case know none.
BARE = {
    *("stranger", "family", "which_agency", "nothing_opened", "help", "signpost", "digest"),
    *("in_confidence", "officer_told", "wrong_person", "drill", "drill_report"),
}


def facts(template: str, **changed: Any) -> dict[str, Any]:
    """Return every fact of this letter, some of them changed."""
    bare = ON_NO_CASE if template in BARE else {}
    asked = {"words": words(*VERBS[template])} if template in VERBS else {}
    shown = {**COMMON, **asked, **EXTRA[template], **changed, **bare}
    seen = {} if "others_see" in {**EXTRA[template], **changed} else {"others_see": who_sees(shown["words"], Terms())}
    return {**shown, **seen}


def order(template: str, **changed: Any) -> LetterOrdered:
    """Return this letter as it would be ordered for the health visitor."""
    to = Party(RAISER["address"], RAISER["name"], "anna", "riverside", RAISER["role"])
    return LetterOrdered(
        at=NOON,
        letter=f"letter-{template}",
        template=template,
        to=to,
        facts=facts(template, **changed),
        answers="<first@riverside-health.example>",
        replied=template in {"receipt", "answer", "confirm", "question", "help", "status"},
    )


ALARM = {"headline": "URGENT", "items": ["URGENT", "AGREE.", "agree"], "owner": "", "by": ""}


def under(policy: Policy) -> dict[str, Any]:
    """Return the facts that differ from policy to policy."""
    second = policy.ladder[1]
    due = PLAN_DUE | {"strength": policy.timescales_are}
    return {
        "reference": f"{policy.reference.prefix} 2026-0042-K",
        "call_it": policy.wording.call_it,
        "person": policy.wording.person.shown,
        "terms": policy.wording.terms.shown,
        "policy_title": policy.title,
        "partnership": policy.partnership,
        "stage": {"id": second.id, "title": second.title, "tier": 1, "of": len(policy.stages)},
        "due": due,
        "dates": [due, HOUSE_DUE],
        "service": {"name": f"{policy.reference.prefix} Escalations", "address": "escalate@nscp.example"},
    }


LONG = "Wilhelmina-Constance Featherstonehaugh-Cholmondeley"
AWKWARD: Mapping[str, Mapping[str, Any]] = {
    "nobody opposite, no date, no telephone": {
        "opposite": [],
        "due": None,
        "dates": [],
        "office": {"name": "the Business Office", "address": "office@partnership.example", "phone": ""},
        "you": COMMON["you"] | {"name": ""},
    },
    "long names and words": {
        "opposite": [
            RESPONDER
            | {
                "name": LONG,
                "role": "Designated Safeguarding Professional for the Whole of the North and the Middle",
                "address": "wilhelmina-constance.featherstonehaugh-cholmondeley@children-and-families.northfield.example",
            },
            MANAGER,
        ],
        "you": COMMON["you"] | {"name": LONG},
        "sides": [
            {"agency": "Riverside Health", "people": [], "words": "W" * 300 + "\n\n" + ISSUE * 3},
            {"agency": "Northfield Council", "people": [RESPONDER], "words": ""},
        ],
    },
    "no words, no reason": {
        "words": [],
        "history": [],
        "answers": [],
        "pending": None,
        "earlier": "",
        "others_see": "",
        "danger": [],
    },
    "late, escalated by somebody": {"ours": True, "entered": "escalated", "by": "Anna Lee", "reason": "ESCALATE\nnow"},
    "late, for the service was down": {
        "ours": True,
        "down": "from 4.58pm on Friday 18 December 2026 until 8.12am on Monday 21 December 2026",
    },
    "urgent": {
        "urgent": {"by": "Anna Lee", "text": "The baby is not safe tonight.", "policy": "Keep the child safe"},
        "entered": "urgent",
        "by": "Anna Lee",
    },
    "cover, and one who only hands over": {
        "entered": "cover",
        "cover": "Nobody at your agency has answered us twice. You have this as cover; the stage has not changed.",
        "decider": MANAGER,
    },
    "hostile words": {
        "why": "# Not a headline\r\nBcc: x@evil.example",
        "child_references": ["<script>alert(1)</script>"],
        "sides": [
            {
                "agency": "! no danger",
                "people": [],
                "words": "# no headline\n<b>bold</b> & co\nRESOLVED\n  * agree\n\ue002button\ue003http://evil.example",
            }
        ],
    },
}
