"""Mails that were written after the reader was built, to try it: own words that look like another's, small print, banners.

Scored once before anything was mended for them: of 40 mails 36 kept every word (and 38 had them heard), of 11 footers 8 and of 12
banners 8 were known.
"""

OWN: list[tuple[str, list[str]]] = [
    ("Tuesday 24/11/26 10:15 - t/c to mum. She reported:\n\nhe smashed the door\n\nURGENT", ["smashed", "URGENT"]),
    (
        (
            "Chronology:\n23/11/2026 09:00 Sarah Whitlock (sarah@rockinghamhealth.example) visited:\nno "
            "access\n24/11/2026 10:00 PC Marsh attended:\nNFA\n\nESCALATE"
        ),
        ["no access", "NFA", "ESCALATE"],
    ),
    ("I have pasted her text. Amy wrote:\n\ni dont want to be here any more\n\nURGENT", ["any more", "URGENT"]),
    (
        ("Strictly confidential\n\nThe child disclosed sexual abuse today.\n\nURGENT"),
        ["disclosed sexual abuse", "URGENT"],
    ),
    ("Privileged and confidential: the allegation is about the head.\n\nESCALATE", ["allegation"]),
    ("Important information: baby not gaining weight\n\nESCALATE", ["not gaining"]),
    ("NOTICE\nThe landlord has served notice on the family.\n\nOBJECT", ["landlord", "OBJECT"]),
    (
        ("Please note this email was sent to the social worker on Monday and nobody has replied.\n\nESCALATE"),
        ["nobody has replied", "ESCALATE"],
    ),
    ("If you are not going to act then ESCALATE", ["not going to act"]),
    (
        ("If you have received this email please ring me, the child is outside the school alone."),
        ["outside the school alone"],
    ),
    (
        ("The views of the child were not sought. She wants to stay with nan.\n\nDISAGREE"),
        ["views of the child", "DISAGREE"],
    ),
    ("Opinions expressed by the paediatrician: non-accidental injury.\n\nESCALATE", ["non-accidental"]),
    ("Any email from dad must be reported to police, he monitors her phone.\n\nURGENT", ["monitors her phone"]),
    ("All messages are being recorded by mum because dad threatens her.\n\nURGENT", ["dad threatens"]),
    ("Registered childminder reports bruising to both arms.\n\nESCALATE", ["bruising"]),
    ("Sent from school with a note: marks on neck.\n\nURGENT", ["marks on neck"]),
    ("Sent from my iPad - he is here now", ["he is here now"]),
    ("Sent from my iPhone. He has gone in with a knife", ["knife"]),
    ("Get Outlook for her? No. She is missing.\n\nURGENT", ["missing"]),
    ("Attention! The external door was forced and mum attacked.", ["forced"]),
    ("Caution, do not open the link he sent, it shows the abuse.", ["abuse"]),
    ("ALERT: child missing from outside school\n\nURGENT", ["missing from outside school"]),
    ("Beware of the dog; father is outside with it.", ["father is outside"]),
    ("EXTERNAL review says unsafe.\n\nESCALATE", ["unsafe", "ESCALATE"]),
    ("(External) He hit her.", ["He hit her"]),
    ("This message is from an external agency, the child is at risk tonight.", ["at risk tonight"]),
    ("OFFICIAL SENSITIVE - child at immediate risk, see below\n\nURGENT", ["immediate risk"]),
    ("-----\nURGENT\n-----", ["URGENT"]),
    ("RECEIVED\n\nThanks\nJoy\n\nhe is coming back at 6 and she is terrified", ["terrified"]),
    ("RECEIVED\nRegards Joy\nPlease ring the police, mum is not answering", ["not answering"]),
    (
        ("To: the duty manager\nSubject: baby\nFrom: health visitor\n\nBaby is blue.\n\nURGENT"),
        ["Baby is blue", "URGENT"],
    ),
    (
        (
            "Date: 24/11/2026\nTime: 14:20\nFrom: PC Marsh\nTo: MASH\nSubject: DV incident\n\nMale "
            "arrested.\n\nDISAGREE with NFA"
        ),
        ["DISAGREE"],
    ),
    ("On the 24th November 2026 at 3pm school rang and wrote:\n\nhe has run off\n\nURGENT", ["run off", "URGENT"]),
    ("Le 24/11/2026 à 15:05 maman a écrit :\n\nil va me tuer\n\nURGENT", ["URGENT"]),
    ("@Daniel Reed wrote: no visit. That is wrong.\n\nESCALATE", ["ESCALATE"]),
    (
        ("To summarise what Sarah Whitlock <sarah@rockinghamhealth.example> wrote:\n- no visit\n\nESCALATE"),
        ["no visit", "ESCALATE"],
    ),
    ("________________\nNotes from visit\nHe locked her in.\nURGENT", ["locked her in", "URGENT"]),
    ("> he is going to kill me\n\nthat is mum's text. URGENT", ["URGENT"]),
    ("Virus at home, children unwell, no heating.\n\nESCALATE", ["no heating"]),
    ("Save paper? Save this child. ESCALATE", ["Save this child"]),
]
FOOTERS = [
    (
        "**********************************************************************\nThis email and any files "
        "transmitted with it are confidential and\nintended solely for the use of the individual or entity to"
        " whom they\nare addressed. If you have received this email in error please notify\nthe system "
        "manager.\n\nThis footnote also confirms that this email message has been swept by\na content scanner"
        " for the presence of computer "
        "viruses.\n**********************************************************************"
    ),
    (
        "Northfield Council may monitor, record and retain emails and attachments for business and legal "
        "purposes.\n\nAny opinions expressed are those of the author and may not be the policy of the "
        "Council."
    ),
    (
        "IMPORTANT - This email may contain information that is privileged, confidential or otherwise "
        "protected from disclosure. It is intended for the addressee only. If you are not the addressee you "
        "must not use, copy or rely on it.\n\nVisit us at www.northfield.example or follow us on Twitter "
        "@northfield"
    ),
    (
        "NHSmail is the secure email and directory service available for all NHS staff in England. NHSmail is"
        " approved for exchanging patient data and other sensitive information with NHSmail and other "
        "accredited email services.\n\nFor more information and to find out how you can switch, visit "
        "https://support.example"
    ),
    (
        "Please consider the environment before printing this email.\n\nThe contents of this e-mail are "
        "confidential to the ordinary user of the e-mail address to which it was addressed."
    ),
    (
        "This message is sent in confidence for the addressee only. It may contain legally privileged "
        "information.\nUnauthorised recipients are requested to preserve this confidentiality."
    ),
    (
        "Disclaimer: This e-mail is confidential. Any views or opinions presented are solely those of the "
        "author and do not necessarily represent those of the school."
    ),
    (
        "Northfield Academy is a company limited by guarantee. Registered in England and Wales. Company "
        "number 01234567.\nRegistered office: School Lane, Northfield."
    ),
    "How we use your personal information: see our privacy notice at www.northfield.example/privacy",
    (
        "Gall yr e-bost hwn gynnwys gwybodaeth gyfrinachol. Os nad chi yw'r derbynnydd, dilëwch ef.\n\nThis "
        "email may contain confidential information. If you are not the recipient, delete it."
    ),
    (
        "The information transmitted is intended only for the person or entity to which it is addressed and "
        "may contain confidential and/or privileged material."
    ),
]
BANNERS = [
    "Caution External Email",
    "This email originated outside of our organisation. Please be careful with links.",
    "EXTERNAL SENDER - Do not click links or open attachments unless you trust the sender",
    "\u26a0 External sender. Take care when opening links and attachments.",
    "[CAUTION: Non-Northfield Email Address]",
    (
        "This email has originated from outside of Northfield Council.\nPlease do not click on links or open "
        "attachments unless you recognise the sender and know the content is safe."
    ),
    "-- EXTERNAL EMAIL --",
    "*** This email is from an external source. Treat with caution. ***",
    "[You don't often get email from x@y.example. Learn why this is important at https://aka.example/x ]",
    (
        "Be careful: this message was sent by somebody outside your organisation. If you think it is "
        "suspicious, report it to the IT service desk."
    ),
    (
        "** WARNING: This email originated from outside the Trust. DO NOT CLICK any links or attachments "
        "unless you trust the sender. **"
    ),
    "Mae'r neges hon wedi dod o'r tu allan i'r sefydliad.",
]
