"""What people write that only looks like an attribution, a header block, small print, a banner or a signature: it is theirs.

Each row is a mail and the words of it that must reach the record and be heard. A second table holds the same looks where they are
what they seem, so that neither side can be had by giving up the other.
"""

import html

import pytest

from mailservice.mail.reply.pieces import split
from tests.mail import lookalikes

HISTORY = (
    "\n\n________________________________\nFrom: NSCP Escalations <escalate@nscp.example>\nSent: 20 November 2026 10:02\n"
    "To: Joy Okafor\nSubject: Stage 2\n\nWrite your reply above this line\n\nRESOLVED"
)
OWN = {
    # speech that a case note reports
    "said-with-date": (
        "On 23/11 at 10:30 I visited and mum said:\n\nHe is threatening to kill her tonight.\n\nURGENT\n\nJoy Okafor",
        ["On 23/11", "threatening to kill", "URGENT"],
    ),
    "said-with-bullets": (
        "At 14:20 on 24/11/26 PC Marsh said:\n- no further action\n- child safe\n\nDISAGREE: he is not safe\n\nJoy",
        ["PC Marsh said", "no further action", "DISAGREE: he is not safe"],
    ),
    "wrote-in-quotation-marks": (
        'On 24 November 2026 at 15:05, Sarah Whitlock wrote:\n"We will not visit."\n\nDISAGREE: she must be seen.',
        ["Sarah Whitlock wrote", "We will not visit", "DISAGREE"],
    ),
    "wrote-with-bullets": (
        "Please note.\n\nOn 24/11/2026 15:05, Sarah Whitlock wrote:\n- no visit\n- case closed\n\nESCALATE",
        ["no visit", "ESCALATE"],
    ),
    "mum-wrote": ("Joy here.\n\nMum wrote:\n\nhe has a knife\n\nURGENT", ["Mum wrote", "he has a knife", "URGENT"]),
    "the-school-wrote": (
        "Hello.\n\nOn 24/11/2026 at 15:05 the school wrote:\n\nbruise on left arm\n\nESCALATE",
        ["bruise on left arm", "ESCALATE"],
    ),
    "mum-by-address": (
        "On 24/11/2026 at 15:05 mum (mum@family.example) wrote:\n\nhe hit me again\n\nURGENT",
        ["he hit me again", "URGENT"],
    ),
    "log-wrapped": (
        (
            "On Monday 23 November 2026 at 10:30 I visited the family at home with the\nschool nurse and dad said:\n\n"
            "I will take them away.\n\nESCALATE"
        ),
        ["school nurse and dad said", "I will take them away", "ESCALATE"],
    ),
    "we-met-and-said": (
        "On 20/11 at 9:00 we met, and I said:\n\nshe must be seen\n\nOBJECT",
        ["she must be seen", "OBJECT"],
    ),
    "no-date-said": (
        "The health visitor said:\n\nno weight gain since October\n\nDISAGREE",
        ["no weight gain", "DISAGREE"],
    ),
    "grandma-told-me": ("Grandma told me:\n\nhe locks her in\n\nURGENT", ["he locks her in", "URGENT"]),
    "as-he-wrote": ("As Daniel wrote:\nno visit was made.\n\nESCALATE", ["no visit was made", "ESCALATE"]),
    "police-log": ("24/11/2026 14:20 PC Marsh attended:\n\nfather shouting\n\nURGENT", ["father shouting", "URGENT"]),
    "two-letters-of-a-year": ("On 24/11/26 at 14:20 PC Marsh wrote:\n\nNFA\n\nDISAGREE", ["NFA", "DISAGREE"]),
    "address-asked-for": (
        "Please write to joy@nenevalley.example:\n\nshe has the notes\n\nESCALATE",
        ["notes", "ESCALATE"],
    ),
    "speech-above-marks": ("URGENT mum said:\n> he will kill me\n\nPlease ring", ["URGENT mum said", "Please ring"]),
    "nothing-above-a-name": (
        "Sarah Whitlock wrote:\n\nwe close the case\n\nDISAGREE",
        ["we close the case", "DISAGREE"],
    ),
    # on the heading's own line
    "on-one-line": (
        "ESCALATE On Tue, 24 Nov 2026 at 15:05, NSCP Escalations <escalate@nscp.example> wrote:\n\n> Please reply",
        ["ESCALATE"],
    ),
    "on-one-line-wrapped": (
        "He is outside. URGENT On Tue, 24 Nov 2026 at 15:05, NSCP Escalations\n<escalate@nscp.example> wrote:\n\n> Reply",
        ["He is outside. URGENT"],
    ),
    "on-one-line-dashes": (
        "not agreed--- On Wed, 25 Nov 2026 at 15:59, Sarah Whitlock <sarah@rockinghamhealth.example> wrote:\n> Hi",
        ["not agreed"],
    ),
    "on-one-line-bare": (
        "OBJECT On 24 Nov 2026, at 15:05, Sarah Whitlock <sarah@rockinghamhealth.example> wrote:\n\nRESOLVED",
        ["OBJECT"],
    ),
    "right-above-an-attribution": (
        "URGENT seen on 24/11\nOn Tue, 24 Nov 2026 at 15:05, NSCP Escalations <escalate@nscp.example> wrote:\n\n> Reply",
        ["URGENT seen on 24/11"],
    ),
    "a-date-right-above-an-attribution": (
        "24/11 mum is hurt\nOn Tue, 24 Nov 2026 at 15:05, NSCP Escalations <escalate@nscp.example> wrote:\n\n> Reply",
        ["24/11 mum is hurt"],
    ),
    "a-date-right-above-a-name": (
        "URGENT since 24/11/2026 at 15:05\nSarah Whitlock <sarah@rockinghamhealth.example> wrote:\n\n> Reply",
        ["URGENT since 24/11/2026"],
    ),
    # labels that are no headers
    "handover-labels": (
        "From: mum's house\nTo: dad's house\nDate: Friday\n\nURGENT nobody supervises this",
        ["From: mum's house", "URGENT nobody"],
    ),
    "times": ("From: 9am\nTo: 5pm\n\nnobody was in. ESCALATE", ["From: 9am", "nobody was in"]),
    "row-and-text": (
        "Visit notes\n--------------------\nHe was hiding in the shed.\n\nURGENT",
        ["hiding in the shed", "URGENT"],
    ),
    # labels of small print
    "important": (
        "Important: this is about tonight.\n\nHe has a knife.\n\nURGENT",
        ["Important", "He has a knife", "URGENT"],
    ),
    "confidential": ("Confidential: mum has disclosed rape.\n\nURGENT", ["mum has disclosed", "URGENT"]),
    "confidential-line": ("Hello\n\nCONFIDENTIAL\n\nHe hit her again.\n\nESCALATE", ["He hit her again", "ESCALATE"]),
    "private": ("PRIVATE\n\nshe is bleeding\n\nURGENT", ["she is bleeding", "URGENT"]),
    "privacy": ("Privacy: none in that house.\n\nESCALATE", ["none in that house", "ESCALATE"]),
    "legal": ("Legal: dad was arrested.\n\nDISAGREE", ["dad was arrested", "DISAGREE"]),
    "disclaimer-word": ("Disclaimer: I have not seen the child.\n\nURGENT", ["not seen the child", "URGENT"]),
    "this-email-discloses": (
        "Hello\n\nThis email is urgent and contains a disclosure: he is beating her tonight.\n\nURGENT",
        ["he is beating her tonight", "URGENT"],
    ),
    "this-email-private": (
        "This email is private, do not tell dad.\n\nHe will kill me.\n\nURGENT",
        ["kill me", "URGENT"],
    ),
    "information-in-email": (
        "The information in this email must be acted on: the child is in danger.\n\nESCALATE",
        ["in danger", "ESCALATE"],
    ),
    "checked-by": ("Checked by the GP this morning, bruising to left arm.\n\nURGENT", ["bruising", "URGENT"]),
    "communication": ("Communication by phone with dad was recorded at 3pm.\n\nOBJECT", ["recorded at 3pm", "OBJECT"]),
    "welsh-urgent": ("Mae'r neges hon yn frys: mae plentyn mewn perygl.\n\nURGENT", ["mewn perygl", "URGENT"]),
    "below-small-print": (
        (
            "Hello\n\nThis email and any attachments are confidential and intended for the addressee.\n\n"
            "Sorry, one more thing: he is outside now.\n\nURGENT"
        ),
        ["he is outside now", "URGENT"],
    ),
    "beside-small-print": (
        "Hello\n\nThis email is confidential and intended solely for the addressee. URGENT he is outside.",
        ["URGENT he is outside"],
    ),
    # banners
    "external": ("[EXTERNAL]\nURGENT he is at the door", ["URGENT he is at the door"]),
    "external-same-line": ("[EXTERNAL] URGENT he is at the door", ["URGENT he is at the door"]),
    "caution-same-line": (
        "CAUTION: This email originated from outside the organisation. Do not click links. ESCALATE: no visit.",
        ["ESCALATE: no visit."],
    ),
    "caution-next-line": (
        "CAUTION: This email came from outside of the council. Do not open attachments.\nHe is not safe at home tonight.",
        ["He is not safe at home tonight."],
    ),
    "proofpoint": (
        (
            "ZjQcmQRYFpfptBannerStart\nThis Message Is From an External Sender\nThis message came from outside your organization."
            "\n    Report Suspicious <https://phish.example/x>\nZjQcmQRYFpfptBannerEnd\nESCALATE: no visit yet."
        ),
        ["ESCALATE: no visit yet."],
    ),
    "warning-of-dad": ("Warning: dad is outside the school with a knife", ["outside the school with a knife"]),
    "attention-outside": ("Attention: father outside, threatening staff", ["father outside"]),
    "stop-outside": ("STOP: he is outside the house", ["outside the house"]),
    "protect": ("PROTECT: she is at risk tonight", ["at risk tonight"]),
    "sensitivity": ("Sensitivity: high, she is at risk", ["she is at risk"]),
    "do-not-open": ("Do not open the door to him, mum was told.\n\nURGENT", ["Do not open the door", "URGENT"]),
    "sender-words": (
        "CAUTION: external email\nThe sender of the text was dad and his content was vile.\n\nURGENT",
        ["The sender of the text was dad", "URGENT"],
    ),
    # signatures
    "phone-and-place": (
        "Sent from my phone as I'm outside the house, URGENT he is inside with her",
        ["URGENT he is inside with her"],
    ),
    "phone-and-errand": ("Sent from my mobile on the way to hospital with the baby", ["on the way to hospital"]),
    "phone-then-words": (
        "RECEIVED\n\nSent from my iPhone\n\nURGENT she has gone missing",
        ["URGENT she has gone missing"],
    ),
    "sorry-for": ("Sorry for the typos, he is shouting behind me\n\nURGENT", ["he is shouting", "URGENT"]),
    "words-below-a-farewell": (
        "RECEIVED\n\nKind regards\nJoy Okafor\n\nPS. He is threatening to kill her. Ring me now please.",
        ["threatening to kill her"],
    ),
    "rule-of-dashes": ("Plan\n\n--\nHe says he will burn the house down tonight, and he means it.\n", []),
}


SEEMING = {
    "small-print": "This email and any attachments are confidential and intended solely for the addressee.",
    "small-print-below-its-label": "Confidential:\nThis email and any files may be privileged. If you are not the intended\n"
    "recipient you must delete it.",
    "small-print-of-views": "The views expressed are those of the author and do not necessarily represent the council.",
    "small-print-on-one-line": "Disclaimer - The information in this message is confidential. Do not copy it.",
    "small-print-in-two-paragraphs": "This message may contain privileged information.\n\nIf you have received this email in "
    "error, please delete it and tell the sender.",
    "small-print-in-welsh": "Mae'r neges hon yn gyfrinachol ac wedi'i bwriadu ar gyfer y derbynnydd yn unig.",
    "scanned": "This email has been scanned for viruses by Mimecast.",
    "telephone": "Sent from my iPhone",
    "telephone-and-typos": "Sent from my Samsung Galaxy S21 5G smartphone, please excuse typos",
    "telephone-and-maker": "Get Outlook for iOS<https://aka.example/o0ukef>",
    "windows-mail": "Sent from Mail<https://go.example/fwlink/?LinkId=550986> for Windows",
    "bold-delimiter": "*-- *\n*Joy Okafor*\nEscalate | Resolve | Restore - Nene Valley Restorative Practice\n01632 960121",
    "signature": "Kind regards\n\nJoy Okafor\nHealth Visitor, Nene Valley Trust\nTel: 01632 960121",
}
BANNERS = {
    "tag": "[EXTERNAL]",
    "sentences": "CAUTION: This email originated from outside the organisation. Do not click links or open attachments\n"
    "unless you recognise the sender and know the content is safe.",
    "stars": "***** WARNING: this email was sent from an external address. Be cautious with links. *****",
    "two-languages": "RHYBUDD: Daeth yr e-bost hwn o ffynhonnell allanol. Peidiwch â chlicio ar ddolenni.\n"
    "CAUTION: This email came from an external source. Do not click on links.",
    "proofpoint": "This Message Is From an Untrusted Sender\nYou have not previously corresponded with this sender.\n"
    "Report Suspicious <https://phish.example/x>",
    "marking": "OFFICIAL-SENSITIVE",
    "classification": "Classification: OFFICIAL - SENSITIVE: PERSONAL",
    "learn-why": "You don't often get email from joy.okafor@nenevalley.example. Learn why this is important",
}


@pytest.mark.parametrize("below", SEEMING.values(), ids=SEEMING.keys())
def test_what_is_small_print_or_a_signature_is_nobodys_words(below: str) -> None:
    divided = split(f"She was not seen on Monday.\n\n{below}{HISTORY}", sender="Joy Okafor")
    assert divided.own == divided.for_quiet == "She was not seen on Monday."


@pytest.mark.parametrize("banner", BANNERS.values(), ids=BANNERS.keys())
@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["next-line", "apart"])
def test_a_banner_is_nobodys_words(banner: str, gap: str) -> None:
    divided = split(f"{banner}{gap}She was not seen on Monday.")
    assert divided.own == divided.for_quiet == divided.for_attention == "She was not seen on Monday."


@pytest.mark.parametrize(("text", "words"), OWN.values(), ids=OWN.keys())
@pytest.mark.parametrize("history", ["", HISTORY], ids=["alone", "above-a-history"])
def test_what_only_looks_like_somebody_elses_is_its_writers(text: str, words: list[str], history: str) -> None:
    divided = split(text + history)
    for word in words:
        assert word in divided.own
        assert word in divided.for_attention


@pytest.mark.parametrize(("text", "words"), OWN.values(), ids=OWN.keys())
def test_nor_is_it_lost_in_a_page(text: str, words: list[str]) -> None:
    divided = split("", "".join(f"<div>{html.escape(line) or '<br>'}</div>" for line in text.split("\n")))
    for word in words:
        assert word in divided.own
        assert word in divided.for_attention


@pytest.mark.parametrize(("text", "words"), lookalikes.OWN)
@pytest.mark.parametrize("history", ["", HISTORY], ids=["alone", "above-a-history"])
def test_nor_is_what_was_written_to_try_it(text: str, words: list[str], history: str) -> None:
    divided = split(text + history, sender="Joy Okafor")
    assert [word for word in words if word not in divided.own or word not in divided.for_attention] == []


@pytest.mark.parametrize("footer", lookalikes.FOOTERS)
def test_a_footer_written_to_try_it_is_small_print(footer: str) -> None:
    assert split(f"She was not seen on Monday.\n\nKind regards\nJoy\n\n{footer}").own == "She was not seen on Monday."


@pytest.mark.parametrize("banner", lookalikes.BANNERS)
@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["next-line", "apart"])
def test_a_banner_written_to_try_it_ends_where_words_begin(banner: str, gap: str) -> None:
    assert split(f"{banner}{gap}She was not seen on Monday.").own == "She was not seen on Monday."


def test_words_below_a_delimiter_that_are_no_signature_are_heard() -> None:
    assert "burn the house down" in split(OWN["rule-of-dashes"][0]).for_attention


@pytest.mark.parametrize(
    "heading",
    [
        "On 23/11 at 10:30 I visited and mum said:",
        "Sarah wrote:",
        "The school said:",
        "Contact Centre wrote:",
        "NOTE what Sarah wrote:",
        "Help Desk <help@nscp.example> wrote:",
        "Mum says:",
        "From: mum's house\nTo: dad's\nDate: Friday",
    ],
)
def test_nothing_below_reported_speech_quietens_a_case(heading: str) -> None:
    assert "RESOLVED" not in split(f"Thank you.\n\n{heading}\n\nRESOLVED").for_quiet


@pytest.mark.parametrize(
    "words",
    [
        "Ring me on 01632 960121 he has a knife",
        "police at school now with a gun",
        "URGENT she is gone",
        "there is a knife in the house",
    ],
)
@pytest.mark.parametrize(
    "above",
    [
        "Kind regards\nJoy Okafor\nHealth Visitor",
        "-- \nJoy Okafor",
        "This email and any attachments are confidential and intended solely for the addressee.\n",
        "This email and any attachments are confidential and intended solely for the addressee.",
        "Sent from my iPhone",
        "On 24/11/2026 15:05, Sarah Whitlock wrote:\n",
    ],
)
def test_whatever_was_cut_what_may_be_new_is_heard(words: str, above: str) -> None:
    assert words in split(f"RECEIVED\n\n{above}\n{words}", sender="Joy Okafor").for_attention
    assert words in split(f"{above}\n{words}\n\nRECEIVED", sender="Joy Okafor").for_attention


def test_who_somebody_is_and_where_they_are_reached_is_not_heard_each_time() -> None:
    signature = "Kind regards\n\nJoy Okafor\nSuicide Prevention Lead, Nene Valley Trust\nTel: 01632 960121"
    assert split(f"RECEIVED\n\n{signature}", sender="Joy Okafor").for_attention == "RECEIVED"


def test_what_stands_below_a_likely_heading_is_heard_down_to_our_own_letter() -> None:
    text = "No.\n\nOn 24/11/2026 15:05, Sarah Whitlock wrote:\n\nESCALATE\n\nWrite your reply above this line\n\nURGENT"
    divided = split(text)
    assert divided.own == "No."
    assert "ESCALATE" in divided.for_attention
    assert "URGENT" not in divided.for_attention
    assert not divided.certain
