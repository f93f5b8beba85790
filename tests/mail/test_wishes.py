"""What people write without a word of ours: wishes, yes and no, what is said to the office, a subject (rules 9.1, 9.5)."""

from datetime import date

import pytest

from mailservice.cases.history.commands import Unclear
from mailservice.cases.history.words import Verb
from mailservice.mail.grammar.answers import answer
from mailservice.mail.grammar.reading import Reading, read
from mailservice.mail.grammar.wish import Wish
from mailservice.mail.grammar.wishes import WISHES
from mailservice.mail.reply.division import Words
from mailservice.mail.reply.pieces import hear

FRIDAY = date(2026, 11, 20)
SAID_PLAINLY = [
    ("Not agreed.", Verb.DISAGREE),
    ("I don't agree.", Verb.DISAGREE),
    ("I dont agree with this at all", Verb.DISAGREE),
    ("Strongly disagree", Verb.DISAGREE),
    ("Thanks for this. Sorry, I do not agree.", Verb.DISAGREE),
    ("Anghytuno", Verb.DISAGREE),
    ("I object to this being closed", Verb.OBJECT),
    ("please escalate this", Verb.ESCALATE),
    ("escalate pls", Verb.ESCALATE),
    ("I want this escalated", Verb.ESCALATE),
    ("We have heard nothing for a week. Please escalate this.", Verb.ESCALATE),
    ("No answer from them. ESCALATE", Verb.ESCALATE),
    ("Yes, escalate", Verb.ESCALATE),
    ("I would like this reopened.", Verb.REOPEN),
    ("EMERGENCY", Verb.URGENT),
    ("Emergency: child at risk", Verb.URGENT),
    ("This is an emergency!", Verb.URGENT),
    ("MATER BRYS", Verb.URGENT),
    ("EXTREMELY URGENT", Verb.URGENT),
    ("please escelate", Verb.ESCALATE),
    ("Requesting escalation to stage 3", Verb.ESCALATE),
    ("We oppose closure", Verb.OBJECT),
    ("I'm not in agreement", Verb.DISAGREE),
    ("Important: this is about tonight.\nURGENT", Verb.URGENT),
    ("Not done I'm afraid.", Verb.NOT_DONE),
    ("Object please.", Verb.OBJECT),
    ("I don't agree with the closure and won't.", Verb.OBJECT),
    ("Bore da, REOPEN os gwelwch yn dda", Verb.REOPEN),
    ("Please open this again under the same ref", Verb.REOPEN),
    ("Please escalate this, we've had enough of extensions.", Verb.ESCALATE),
    ("OBJECT - once a week does nothing about who is in the house.", Verb.OBJECT),
    ("contact daniel marsh daniel.marsh@riverside.example", Verb.CONTACT),
    ("Morning! Agree to this \U0001f642", Verb.AGREE),
]
ONLY_ASKED = [
    ("ESCALATED to my head internally", Verb.ESCALATE),
    ("I have escalated it internally", Verb.ESCALATE),
    ("Do not escalate", Verb.ESCALATE),
    ("can this be escalated?", Verb.ESCALATE),
    ("Please escalate this if you hear nothing by Friday", Verb.ESCALATE),
    ("Please escalate this. On second thoughts, leave it.", Verb.ESCALATE),
    ("It's an emergency", Verb.URGENT),
    ("Extremely urgent", Verb.URGENT),
    ("urgent help needed", Verb.URGENT),
    ("flagging as urgent", Verb.URGENT),
    ("Emergency: 2 children alone", Verb.URGENT),
    ("Escalation requested", Verb.ESCALATE),
    ("move on to the next step please", Verb.ESCALATE),
    ("The school objects to closing this", Verb.OBJECT),
    ("This can be closed", Verb.RESOLVED),
    ("You can close the case", Verb.RESOLVED),
    ("We both met yesterday and agreed", Verb.RESOLVED),
    ("We are both happy", Verb.RESOLVED),
    ("Mae wedi ei ddatrys", Verb.RESOLVED),
    ("I concur", Verb.AGREE),
    ("Mark has left, please contact Jane", Verb.CONTACT),
    ("My manager may want to object", Verb.OBJECT),
    ("We don't agree yet", Verb.DISAGREE),
    ("We do not agree with it, but will go along with the plan.", Verb.DISAGREE),
    ("Thanks Daniel, that is agreed.", Verb.AGREE),
    ("Agree with points 1 and 2", Verb.AGREE),
    ("AGREED ACTIONS", Verb.AGREE),
    ("agreed, sorry, we will send someone", Verb.AGREE),
    ("we have sorted it, she will visit Friday", Verb.RESOLVED),
    ("I'd like this to go to heads of service", Verb.ESCALATE),
    ("Esculate please", Verb.ESCALATE),
    ("URGENT CARE are seeing him at 4", Verb.URGENT),
    ("Resolved: housing\nUnresolved: neglect", Verb.RESOLVED),
    ("RESOLVED. Hardly.", Verb.RESOLVED),
    ("RESOLVED: the housing part", Verb.RESOLVED),
    ("RESOLVED: to be confirmed", Verb.RESOLVED),
    ("RESOLVED as far as I can tell", Verb.RESOLVED),
    ("AGREE, as discussed with Sam", Verb.AGREE),
    ("AGREE to the plan as amended", Verb.AGREE),
    ("DONE: one of the two", Verb.DONE),
    ("DONE tomorrow", Verb.DONE),
    ("MET: we will meet on Friday", Verb.MET),
    ("WITHDRAW the offer of a visit", Verb.WITHDRAW),
    ("He has seen it now and changed his mind. We don't disagree any more!", Verb.RESOLVED),
    ("We have sorted it between us, so you don't need a manager", Verb.RESOLVED),
    ("Apologies for not getting back sooner, this was put right on Friday", Verb.RESOLVED),
    ("No agreement was reached.", Verb.OBJECT),
    ("They have gone back on what we agreed.", Verb.OBJECT),
    ("There is no meeting of minds. Neither of us will shift.", Verb.ESCALATE),
    ("ESCLATE nothing has changed", Verb.ESCALATE),
    ("contact us info@riverside.example", Verb.CONTACT),
    ("Not yet, looking at Friday probably", Verb.NOT_DONE),
    ("Can we say Wednesday the 6th instead? Otherwise no complaints", Verb.NEW_DATE),
]
PROSE = [
    "PLAN B",
    "The emergency duty team visited",
    "Emergency placement was found",
    "Emergency contact: Jane",
    "It's not an emergency",
    "The nursery can be closed on Friday",
    "Mum has left, he is with gran",
    "We can't make that date stamp work",
    "Mum opposes closure of the centre",
    "Next step of the sleep plan is to move on to the next step chart",
    "PLAN meeting is on Thursday",
    "OBJECT permanence assessed by HV, delay noted",
    "KEEP me in the loop please",
    "CONTACT with the family has been difficult",
    "The baby was weighed today, 4.31kg. Mum says feeds are better.",
    "Chart attached, sorry about the photograph.",
    "Snowed in at home today, the telephone works though.",
    "Weights for reference: 1 Dec 4.52, 9 Dec 4.46. Same scales throughout.",
    "GP surgery has registered both children at the new address as of today.",
    "I am working on the 29th and 30th, back on Monday.",
    "Mum has been told about the wait, a bit tearful. GP appointment is Monday 10.20.",
    "Mum agreed to the visit on Friday.",
    "Mum changed her mind about the nursery place.",
    "Dad refuses to move.",
    "Mum didn't attend the appointment on Tuesday.",
    "The baby settled well after the feed.",
    "The GP has accepted the referral.",
    "We talked about feeding and went through the red book.",
    "There has been no progress with potty training.",
    "Nothing has changed at home.",
    "The placement broke down in March.",
    "He is still at risk of exclusion.",
    "I remain concerned about the bruising.",
    "The case is open to the family support team.",
    "She was put to bed at seven.",
    "She is to be seen at the hospital on Thursday instead.",
    "I have nothing to add to what I said on Tuesday.",
    "Thank you, that answers my question.",
    "I am on annual leave until Monday.",
    "No need to reopen anything from my side.",
    "Sam has reopened the nursery gate.",
]
ANSWERS = [
    ("Yes", "yes"),
    ("yes please", "yes"),
    ("Yes do.", "yes"),
    ("Yes, that's right", "yes"),
    ("ok yes", "yes"),
    ("Yes.\nSam\n\nSent from my phone", "yes"),
    ("Yes. Refused.", "yes and more"),
    ("Ydw, diolch", "yes"),
    ("Ie", "yes"),
    ("Yes, but only until Thursday", "yes and more"),
    ("Yes, saw it, thanks", "yes and more"),
    ("Yes to the first part", "yes and more"),
    ("Yes if the school agrees", "yes and more"),
    ("\U0001f44d", "yes and more"),
    ("No", "no"),
    ("no thanks", "no"),
    ("Na", "no"),
    ("Not at all", "no"),
    ("No, we are not happy with this. The school was not asked.", "no"),
    ("No problem", ""),
    ("No, go ahead", "yes and more"),
    ("Nobody was in.", ""),
    ("Yesterday he was fine.", ""),
    ("Thank you", ""),
    ("That's what I meant, yes", "yes and more"),
    ("obviously. that's why I wrote it", "yes and more"),
]
TO_US = [
    ("Why do I keep getting these?", "question"),
    ("who is the next manager?", "question"),
    ("How do I take this back?", "question"),
    ("Could somebody ring me please on 01632 960144", "question"),
    ("This is the third time I have told you.", "complaint"),
    ("please stop emailing me", "complaint"),
    ("I have not had an answer", "complaint"),
    ("I cannot open the attachment", "question"),
    ("Hi Daniel, I can't open the letter.", "question"),
    ("I'm on leave until Monday.\n\nThanks\nJo", "question"),
    ("I have left", "question"),
    ("I've moved team.", "question"),
    ("This is the wrong person", "complaint"),
    ("Mum is on leave until Monday", ""),
    ("I'm on leave until Monday. The visit is on Friday.", ""),
    ("I have left a message with mum.", ""),
    ("Daniel, can you call me?", ""),
    ("Hi Daniel, are you free at two?", ""),
    ("The chart is attached.", ""),
    ("The NCT number at the bottom isn't our child.", "complaint"),
    ("I rang about this on Monday, nobody rang back", "complaint"),
    ("I told the lady in your office all this on Wednesday.", "complaint"),
    ("The button says my link has expired", "complaint"),
    ("Priya no longer works for Northfield Council.", "complaint"),
    ("I'd like to speak to a person", "complaint"),
    ("I'd like to discuss this with somebody who has a name", "complaint"),
    ("Please get a human being to read my email", "complaint"),
    ("We've no record of this family.", "complaint"),
    ("I want my disagreement put somewhere.", "complaint"),
    ("who would it go to next if I said no", "question"),
    ("Has my manager been sent this or is it just me who decides", "question"),
    ("Mum no longer works at the shop.", ""),
    ("Nobody got back to mum about the cot.", ""),
    ("I asked the office at school for the register.", ""),
    ("The other Sam in class is moving schools.", ""),
    ("She is not our patient's sister.", ""),
]


def asked(found: Reading) -> list[Verb | None]:
    return [one.understood for one in found.unclear]


@pytest.mark.parametrize(("text", "verb"), SAID_PLAINLY)
def test_plain_words_are_enough_towards_attention(text: str, verb: Verb) -> None:
    assert [one.verb for one in read(text, today=FRIDAY).said] == [verb]


@pytest.mark.parametrize(("text", "verb"), ONLY_ASKED)
def test_what_may_mean_something_else_is_asked_about_once(text: str, verb: Verb) -> None:
    found = read(text, today=FRIDAY)
    assert found.said == ()
    assert asked(found).count(verb) == 1


@pytest.mark.parametrize("text", PROSE)
def test_what_is_told_of_the_child_is_not_asked_about(text: str) -> None:
    found = read(text, today=FRIDAY)
    assert (found.said, found.unclear) == ((), ())


@pytest.mark.parametrize(
    ("wish", "words"),
    [(wish, words) for wish in WISHES for words in wish.such_as],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_wish_finds_what_its_row_says_people_write(wish: Wish, words: str) -> None:
    found = read(words, today=FRIDAY)
    assert wish.verb in {*asked(found), *(one.verb for one in found.said)}


@pytest.mark.parametrize(("text", "expected"), ANSWERS)
def test_a_plain_yes_or_no_is_the_whole_of_what_was_written(text: str, expected: str) -> None:
    assert answer(text) == expected


def test_yes_and_agreed_is_the_word_and_no_answer_beside_it() -> None:
    found = read("Yes, agreed.", today=FRIDAY)
    assert ([one.verb for one in found.said], found.answer) == ([Verb.AGREE], "")


@pytest.mark.parametrize(("text", "expected"), TO_US)
def test_what_is_asked_of_the_service_itself_is_told_from_what_is_asked_of_a_colleague(
    text: str, expected: str
) -> None:
    assert read(text, today=FRIDAY).to_us == expected


def test_a_yes_to_a_wish_would_say_the_word_with_all_that_was_written() -> None:
    (wish,) = read("We have sorted it, she will visit on Fri 27 Nov.", today=FRIDAY).unclear
    assert wish.would is not None
    assert wish.would.reason == "We have sorted it, she will visit on Fri 27 Nov."
    assert [one.on for one in wish.would.actions] == [date(2026, 11, 27)]


def test_a_yes_needs_the_date_the_person_and_the_stage_that_were_named() -> None:
    would = {
        text: next(one.would for one in read(text, today=FRIDAY).unclear)
        for text in (
            "Please extend to 4 December",
            "Could I have an extension please",
            "Please contact Tom Ellis tom.ellis@nenevalley.example instead of me",
            "Please ask somebody else instead of me",
            "I'd like this to go to heads of service",
        )
    }
    found = list(would.values())
    assert found[0] is not None
    assert found[0].when == date(2026, 12, 4)
    assert found[1] is None, "no date: no yes can say it"
    assert found[2] is not None
    assert (found[2].name, found[2].address) == ("Tom Ellis", "tom.ellis@nenevalley.example")
    assert found[3] is None, "nobody is named"
    assert found[4] is not None
    assert found[4].stage == "heads of service"


def divided(own: str, *, early: str | None = None, late: str | None = None) -> Words:
    return Words(
        pieces=(),
        own=own,
        for_quiet=own if early is None else early,
        certain=early is None,
        for_attention=own if late is None else late,
    )


def test_where_own_words_are_in_doubt_every_word_is_asked_about() -> None:
    found = hear(divided("Thank you.\n\nAGREE", early="Thank you.", late="Thank you.\n\nAGREE\n\nURGENT"), today=FRIDAY)
    assert found.said == ()
    assert set(asked(found)) == {Verb.AGREE, Verb.URGENT}, (
        "it may be another's: its writer is asked, and the office told"
    )


def test_plain_words_that_may_be_anothers_are_asked_about() -> None:
    found = hear(divided("Thank you.", late="Thank you.\n\nPlease escalate this."), today=FRIDAY)
    assert (found.said, asked(found)) == ((), [Verb.ESCALATE])


def test_a_word_in_the_subject_of_a_new_mail_is_asked_about_and_in_a_reply_shown() -> None:
    told = divided("The baby is to go home tonight.")
    new = hear(told, today=FRIDAY, subject="URGENT: NCT-483920", new=True)
    assert [(one.understood, one.why) for one in new.unclear] == [(Verb.URGENT, "subject")]
    assert hear(told, today=FRIDAY, subject="RE: URGENT: NCT-483920").unclear == ()


def test_an_empty_reply_whose_subject_was_changed_to_one_word_is_asked_about() -> None:
    found = hear(divided(""), today=FRIDAY, subject="RE: [NSCP 2026-0042-K] Agree")
    assert found.said == ()
    assert [(one.understood, one.why) for one in found.unclear] == [(Verb.AGREE, "subject")]
    assert hear(divided(""), today=FRIDAY, subject="RE: [NSCP 2026-0042-K] Is this agreed?").unclear == ()


def test_a_new_mail_in_plain_words_carries_nothing_up() -> None:
    found = hear(divided("They closed it without asking us. Please escalate this."), today=FRIDAY, new=True)
    assert (found.said, asked(found)) == ((), [Verb.ESCALATE])


@pytest.mark.parametrize(
    "shape", ["AGREE\n", "URGENT x\n", "we met on monday and\n", "please escalate this. ", "a@b.c ", "not ", "a\u2028"]
)
def test_a_long_mail_is_bounded_in_what_is_read(shape: str) -> None:
    found = read(shape * (400_000 // len(shape)), today=FRIDAY)
    assert len(found.said) + len(found.unclear) <= 101


@pytest.mark.parametrize(
    ("end", "verb", "acts"),
    [
        ("Please escalate this.", Verb.ESCALATE, True),
        ("ESCALATE.", Verb.ESCALATE, True),
        ("OBJECT.", Verb.OBJECT, True),
        ("I do not agree.", Verb.DISAGREE, True),
        ("ESCALATE nobody came", Verb.ESCALATE, False),
        ("URGENT he is bleeding.", Verb.URGENT, False),
        ("This is urgent.", Verb.URGENT, False),
        ("AGREE", Verb.AGREE, False),
    ],
)
@pytest.mark.parametrize("size", [30, 200])
def test_what_ends_a_long_paragraph_on_one_line_is_heard(end: str, verb: Verb, size: int, acts: bool) -> None:  # noqa: FBT001 - a row of the table
    found = read("The school has rung on many days about attendance and clothing. " * size + end, today=FRIDAY)
    assert [one.verb for one in found.said] == ([verb] if acts else [])
    assert acts or verb in asked(found)


def test_nothing_is_asked_twice() -> None:
    found = read("Fine by me.\n\nHappy with that.\n\nSounds good.\n\nAll sorted now.", today=FRIDAY)
    assert found.unclear == (Unclear("All sorted now.", Verb.RESOLVED, "wish", would=found.unclear[0].would),)


RECORD_WANTED = [
    "Could you send over everything you've got on this one?",
    "Can you let me have the full record please?",
    "Please send me all the correspondence on this case so far.",
    "Could somebody forward me the history of this escalation?",
    "I need the complete record for our internal audit, please.",
    "Grateful if you could share the full email trail.",
    "Kindly provide a copy of all the emails in this matter.",
    "I would like a copy of everything held on this case, please.",
    "Please could the written record be sent to me?",
    "Could I ask for the record of this escalation please.",
    "Please send the pack.",
    "I wish to have sight of the full case record.",
    "Please forward the record to me.",
    "Can you resend the full thread? I was only copied in last week.",
    "Please may I see the record.",
    "Please supply the file.",
    "Can I have the lot please? Everything since February.",
    "Could you attach the case record in your reply?",
    "I'd appreciate a copy of the case papers.",
    "A copy of the record would be helpful.",
    "Please let us have copies of all emails and attachments.",
    "Would it be possible to have the record as a PDF?",
    "Who do I ask for a copy of the case file?",
    "Please arrange for me to have the case file.",
    "I'm asking for the complete case record under our information sharing agreement.",
    "Send me the record of case 3 please",
    "Allwch chi anfon y cofnod ataf, os gwelwch yn dda?",
    "For our learning review I need a copy of all that was written.",
]
RECORD_NOT_WANTED = [
    "I have updated the record.",
    "The record shows that we visited on 3 March.",
    "I have sent you the record of the visit.",
    "Our records do not show any referral from you.",
    "Please record that mother declined the service.",
    "Could you ask the school to send us their records?",
    "The GP records were sent over yesterday.",
    "Can you send me the health visitor's records please?",
    "The family made a subject access request for everything we hold.",
    "Thank you for sending the record.",
    "Everything you have said is noted.",
    "Record of discussion: we agreed to visit weekly.",
    "The case file has been closed on our side.",
    "We sent everything we had on this one last week.",
    "You said that you would send everything you had. We have had nothing.",
    "Could you send me the minutes of the strategy meeting?",
    "He has a police record.",
    "Off the record, I think they've got this wrong.",
    "The attendance record is at 61%.",
    "I would like a copy of the assessment.",
    "Please send all the documents for the conference to the chair.",
    "Her medical records show three fractures.",
    "Has everything been recorded?",
    "I would not want the record shared with the family.",
    "Please keep a record of this conversation.",
    "We've had sight of the file, no further questions.",
    "Please see the record below.",
    "Once the record is amended please send me a copy of the amended care plan.",
]


@pytest.mark.parametrize("text", RECORD_WANTED)
def test_who_wants_the_record_in_plain_words_is_asked(text: str) -> None:
    found = read(text, today=FRIDAY)
    assert found.said == ()
    assert [one.understood for one in found.unclear] == [Verb.RECORD]


@pytest.mark.parametrize("text", RECORD_NOT_WANTED)
def test_who_only_speaks_of_records_is_not_asked_about_ours(text: str) -> None:
    found = read(text, today=FRIDAY)
    assert Verb.RECORD not in {one.understood for one in found.unclear} | {one.verb for one in found.said}
