"""What an out-of-office says: when the person is back, and who stands in. Start at `read_absence`; is it one: `is_absence`."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from mailservice.clock import day_of
from mailservice.mail.grammar.dates import find
from mailservice.mail.mime.addresses import Address

# The same in other languages: Welsh, German, French, Spanish, Italian, Dutch, Polish, Portuguese, Swedish, Danish,
# Norwegian and Romanian.
ELSEWHERE = (
    r"\bwyliau\b|\babsenoldeb\b|\ballan o['\u2019]r swyddfa\b|\bn[iy]d wyf yn y swyddfa\b|\bi ffwrdd\b|\bmamolaeth\b|\bsalwch\b"
    r"|\burlaub|\babwesend|\bnicht (?:im büro|erreichbar|am arbeitsplatz)|\belternzeit|\bmutterschutz|krankgeschrieben|\berkrankt"
    r"|\bdienstreise|\bfortbildung|\babsente?\b|\bcongés?\b|\bvacances\b|\bdéplacement\b|\bfuera de la oficina\b|\bvacaciones\b"
    r"|\bausente\b|\bde baja\b|\bferie\b|\bassente\b|\bfuori (?:sede|ufficio)\b|\bcongedo\b|\bmalattia\b|\bmaternità\b"
    r"|\bafwezig\b|\bvakantie\b|verlof\b|\bniet (?:aanwezig|op kantoor)\b|\bziek\b|\burlopie\b|\bnieobecn\w{1,3}\b"
    r"|\bzwolnieniu\b|\bpoza biurem\b|\bférias\b|\bfora do escritório\b|\blicença\b|\bsemester\b|\bföräldraledig|\bfrånvarande"
    r"|\bfraværende|\borlov\b|\bpermisjon\b|\bsjukskriven|\bsykemeldt|\bconcediu|\blipsesc\b|\bplecată?\b"
)
_ABSENT = re.compile(
    r"(?i)\bout[- ]of[- ](?:the )?office\b|\bnot in (?:the )?(?:office|work|school)\b|\bon (?:\w+ ){0,3}leave\b"
    r"|\b(?:annual|maternity|paternity|parental|adoption|sick|study|compassionate) leave\b"
    r"|\baway (?:from|until|on|for|today|this week)\b|\bon (?:holiday|jury service|secondment|a training course)\b"
    r"|\b(?:i|we) (?:will |shall )?(?:return|be back)\b|\bnext in (?:the office |work )?on\b"
    r"|\b(?:returning|back) (?:to work |to the office |in the office )?on\b"
    r"|\b(?:i|we) (?:do not|don't) work (?:on )?(?:mon|tue|wed|thu|fri)|\bnon[- ]working day|\bmy working days are\b"
    r"|\bno longer (?:work|employed|with|at|in)\b|\b(?:have|has) (?:now )?(?:left|retired)\b"
    r"|\bschool is (?:now )?closed\b|\bclosed for (?:the )?\w+(?: \w+)? (?:holidays?|break)\b|\bhalf[- ]term\b"
    r"|\ballan o['\u2019]?r swyddfa\b|\bni(?:d wyf| fyddaf| fydda i)\b[^.\n]{0,20}\byn y swyddfa\b"
    r"|\bi ffwrdd (?:o['\u2019]?r|tan|ar|hyd)\b|\bar (?:wyliau|gyfnod mamolaeth|absenoldeb|gau)\b"
    rf"|\b(?:yn|byddaf|bydda i['\u2019]?n) dychwelyd\b|\byn ôl ar\b|{ELSEWHERE}"
)
_BACK = re.compile(
    r"(?i)\b(?:return(?:ing)?|back|next in|next working day is|re-?opens?|dychwelyd|yn ôl|nôl)\b"
    r"(?:\s+(?:to|in|at|on|from|after|until|the|my|work|office|school|desk"
    r"|i['\u2019]?r|yn|y|ar|tan|ddydd|dydd|swyddfa|gwaith|ysgol)\b)*"
)
_UNTIL = re.compile(r"(?i)\b(?:until|till|up to and including|through to|tan|hyd at|hyd)\b(?:\s+(?:after|ddydd|dydd))?")
_RANGE = re.compile(r"(?i)\b(?:from|between|o|rhwng)\b[^.\n]{3,40}?\s(?:to|and|-|\u2013|i|a)\s(?=[^.\n]{0,12}\d)")
_CUE = re.compile(
    r"(?i)\b(?:contact|e-?mail|call|ring|speak (?:to|with)|(?:refer|direct) (?:\w+ ){0,3}to|in my absence"
    r"|cover(?:ed)?(?: by| is)?|my deputy(?: is)?|cysylltwch (?:â|ag)|cysylltu (?:â|ag)|ebostiwch|yn fy absenoldeb"
    r"|kontakt\w{0,6}|wenden sie sich(?: bitte)? an|vertret\w{1,6}|contacter|contacte|contactar con|contatt\w{1,5}|opnemen met"
    r"|zastęp\w{1,5})\b:?"
)
_ADDRESS = re.compile(r"(?:mailto:)?([A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9][A-Za-z0-9.-]{0,250}[A-Za-z0-9])")
_NAME = re.compile(
    r"(?<![\w@.])(?:(?:Dr|Mr|Mrs|Ms|Miss|PC|DS|DI|Sgt)\.? )?"
    r"[A-ZŴŶ][\w'\u2019-]+(?: (?:[a-z]{2,3} )?[A-ZŴŶ][\w'\u2019-]+){1,3}"
)
_NO_NAMES = re.compile(
    r"(?i)^(?:please|for|if|in|the|duty|kind|many|best|children's|social|monday|tuesday|wednesday|thursday|friday)\b"
)
_WINDOW, _LONGEST = 60, 6_000


@dataclass(frozen=True)
class Absence:
    """What an out-of-office tells: the day it names, and who is named meanwhile; None where it does not say."""

    until: date | None = None
    deputy: Address | None = None


def is_absence(text: str) -> bool:
    """Tell whether the words are those of somebody who is away."""
    return bool(_ABSENT.search(text[:_LONGEST]))


def read_absence(text: str, sent: datetime | None, sender: Address) -> Absence:
    """Read the day of return, else the last day away (without the date of sending: none), and the deputy."""
    text = " ".join(text[:_LONGEST].split())
    return Absence(_until(text, sent.date()) if sent else None, _deputy(text, sender))


def _until(text: str, today: date) -> date | None:
    for cue in (_BACK, _UNTIL, _RANGE):
        for match in cue.finditer(text):
            window = re.split(
                r"[;!?]|\.\s|\s(?:and|but|with|if|please|a|ond)\s", text[match.end() : match.end() + _WINDOW]
            )[0]
            found = find(window, today)
            if found is not None:
                return day_of(found)
    return None


def _deputy(text: str, sender: Address) -> Address | None:
    for cue in _CUE.finditer(text):
        window = text[cue.end() : cue.end() + 200]
        for match in _ADDRESS.finditer(window):
            if match[1].lower() != sender.address.lower():
                return Address(_person(window[: match.start()], sender), match[1])
        name = _person(window[:_WINDOW], sender)
        if name:
            return Address(name, "")
    return None


def _person(window: str, sender: Address) -> str:
    """Give the last name written before an address, or the first of a window that has none."""
    names = [name for name in _NAME.findall(window) if not _NO_NAMES.match(name) and name != sender.name]
    return names[-1] if names else ""
