"""What the people of the fresh installation do with their mail clients: start at `write`."""

from email import policy
from email.message import EmailMessage, Message
from email.parser import BytesParser
from email.utils import make_msgid
from imaplib import IMAP4_SSL
from io import BytesIO
from smtplib import SMTP
from ssl import SSLContext, create_default_context
from time import monotonic, sleep

from openpyxl import load_workbook

from tests.fresh.machine import Machine

_SERVER = "127.0.0.1"
_SERVICE = "escalate@nscp.example"
_SARAH, _BEN, _OFFICE = "sarah.lee@northfield.example", "ben.ward@marl.example", "office@nscp.example"
_SHEET = "vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WAIT = 120.0


def _trusting(machine: Machine) -> SSLContext:
    held_to = create_default_context(cafile=str(machine.root / "etc" / "mail-tls" / "nscp-ca.pem"))
    held_to.check_hostname = False  # the name is known inside alone; here the server is asked for by its number
    return held_to


def send(machine: Machine, mail: EmailMessage) -> None:
    """Hand a mail in as its author."""
    mail["Message-ID"] = make_msgid(domain=str(mail["From"]).rpartition("@")[2])
    with SMTP(_SERVER, 587, timeout=30) as server:
        server.starttls(context=_trusting(machine))
        server.login(str(mail["From"]), "heron")
        server.send_message(mail)


def inbox(machine: Machine, whose: str) -> list[EmailMessage]:
    """Return what lies in somebody's mailbox, the oldest first."""
    with IMAP4_SSL(_SERVER, 993, ssl_context=_trusting(machine), timeout=30) as box:
        box.login(whose, "heron")
        box.select("INBOX", readonly=True)
        numbers = box.search(None, "ALL")[1][0].split()
        raw = [box.fetch(one.decode(), "(RFC822)")[1][0][1] for one in numbers]  # type: ignore[index]  # a message has its bytes there
    return [BytesParser(EmailMessage, policy=policy.default).parsebytes(bytes(one)) for one in raw]


def awaited(machine: Machine, whose: str, words: str) -> EmailMessage:
    """Return the newest mail with these words in its subject; TimeoutError if none comes."""
    until = monotonic() + _WAIT
    while monotonic() < until:
        found = [one for one in inbox(machine, whose) if words in str(one["Subject"])]
        if found:
            return found[-1]
        sleep(3)
    raise TimeoutError(f"{whose} has no mail with {words!r}")


def mail(author: str, to: str, subject: str, text: str) -> EmailMessage:
    """Make a mail of somebody's, with the service in copy."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = author, to, subject
    if to != _SERVICE:
        made["Cc"] = _SERVICE
    made.set_content(text)
    return made


def write(machine: Machine, which: str) -> None:
    """Write the first mail of a case, and wait for its letter."""
    text = "Dear Ben,\n\nwe think that this child needs a strategy meeting this week. Can we talk?\n\nSarah Lee\n"
    send(machine, mail(_SARAH, _BEN, f"Child NF-20417 ({which}): we disagree about the plan", text))
    awaited(machine, _SARAH, "Case opened")


def fill_in_the_sheet(machine: Machine) -> None:
    """Ask for the directory as the office does, add a person, and answer whatever comes until it is taken.

    Nobody vouches here for who wrote a mail, so the service makes sure first by a letter, which is answered with the same words.
    """
    send(machine, mail(_OFFICE, _SERVICE, "The directory", "DIRECTORY\n"))
    answered: set[str] = set()
    last = mail(_OFFICE, _SERVICE, "", "DIRECTORY\n")
    until = monotonic() + 3 * _WAIT
    while monotonic() < until and "Ben Ward" not in (machine.root / "var/lib/mailservice/directory.toml").read_text():
        sleep(3)
        for letter in inbox(machine, _OFFICE):
            if str(letter["Message-ID"]) not in answered:
                answered.add(str(letter["Message-ID"]))
                last = _answer(letter, last)
                send(machine, last)


def _answer(letter: EmailMessage, last: EmailMessage) -> EmailMessage:
    """Return the office's answer: the sheet filled in, yes to what it changes, else the same words again."""
    body = letter.get_body(("plain",))
    sheets = [one for one in letter.walk() if str(one.get_filename() or "").endswith(".xlsx")]
    before = [one for one in last.walk() if one.get_filename()]
    says_yes = "yes, DIRECTORY" in (body.get_content() if body else "")
    answer = mail(_OFFICE, _SERVICE, f"Re: {letter['Subject']}", "yes, DIRECTORY\n" if says_yes else "DIRECTORY\n")
    answer["In-Reply-To"] = answer["References"] = str(letter["Message-ID"])
    if not says_yes and (sheets or before):
        data = _filled(sheets[0]) if sheets else before[0].get_payload(decode=True)
        answer.add_attachment(data, maintype="application", subtype=_SHEET, filename="who-is-who.xlsx")
    return answer


def _filled(sheet: Message) -> bytes:
    """Return the sheet with one person more."""
    book = load_workbook(BytesIO(sheet.get_payload(decode=True)))  # type: ignore[arg-type]  # the bytes of an attachment
    people = book["People"]
    row = {"Name": "Ben Ward", "Agency": "Marl Health", "Role": "Health visitor", "Address": _BEN}
    people.append([row.get(str(cell.value), "") for cell in people[1]])
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()
