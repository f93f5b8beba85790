"""That a colleague has left, as somebody of the same agency writes it (rule 15). Start at `left`.

Whose leaving it is, a name tells that the directory has at that agency: in full, the surname behind a title, or a first name
that one alone has there. Who is only out, back again, or may leave one day, has not left.
"""

import re
from collections.abc import Sequence

from mailservice.cases.history.commands import Left
from mailservice.directory import Person
from mailservice.mail.grammar.telling import sentences

_TITLE = r"(?:mr|mrs|ms|miss|dr|prof|professor|sister|ds|di|dc|dci|pc|ps|sgt|sergeant|insp|inspector)"
# First names that are words as well: they count only with their capital.
_WORDS = frozenset(
    (
        "mark",
        "will",
        "grace",
        "joy",
        "may",
        "rob",
        "bill",
        "pat",
        "sue",
        "jack",
        "faith",
        "hope",
        "dawn",
        "rose",
        "art",
        "drew",
        "grant",
        "miles",
        "summer",
        "april",
        "june",
        "ray",
    )
)
_HAVE = (
    r"(?:['\u2019]?s|is|has|had|have|was|got|being|been"
    r"|now|also|just|only|already|sadly|unfortunately|actually|recently|officially|since|then|all)"
)
_GONE = (
    r"(?:left(?! (?:the (?:room|meeting|house|building|ward|call|office at|premises|site|school at|clinic at|child"
    r"|baby|children|door|form|notes?|file)|school\b|home\b"
    r"|(?:messages?|voicemails?|a|an|his|her|their|my|your|me|him|it|them|out|early|late|over|behind|arm|ear|hand|leg|eye|side|alone"
    r"|work early|for (?:the day|lunch|home|court|a (?:meeting|visit)))\b"
    r"|at \d|to (?:get|collect|go|pick|see|visit|do|deal)))"
    r"|retired|resigned|quit|walked(?: out)?(?=\W|$)|emigrated|jumped ship|packed (?:it|the job) in|stood down"
    r"|stepped down|gone for good|died|passed away"
    r"|(?:tendered|handed in|given|put in|submitted) (?:in )?(?:his|her|their) (?:resignation|notice)"
    r"|(?:made )?redundant|let go|dismissed|sacked|suspended|struck off"
    r"|(?:posted|seconded|transferred|redeployed|promoted|moved)(?: \w{2,5})? (?:to|on|out|across|teams?|jobs?"
    r"|posts?|roles?|away|from)"
    r"|on secondment|on (?:a )?(?:career break|sabbatical)|taking (?:a )?(?:career break|sabbatical)|(?:on|started"
    r"|gone on|begun) (?:her |his |their )?(?:maternity|adoption) leave"
    r"|gone(?: \w{2,5})? (?:to|2|into|over) (?!lunch|a |the (?:shop|toilet|loo|dentist|doctor|gp|ward|house"
    r"|meeting)|court|see|get|pick|collect|meet|visit|training|school\b)\w{2,20}"
    r"|finished(?: up| work)? (?:up|with us|here|for good|last|on|at|in (?:post|the|this)|yesterday|today|(?:his"
    r"|her|their) (?:placement|contract|secondment|time|notice|last))"
    r"|(?:taken|got|started|accepted) (?:up )?(?:a |another |her |his |their )?(?:new )?(?:job|post|role|position)"
    r"|no longer (?:employed|work\w{0,3}|with|here|in (?:post|the|this)|part of|hold\w{0,3}|based|at|the|our|on"
    r"|an?|a member|attached|responsible)"
    r"|not (?:with us|here|in post|employed|working here|in (?:the )?(?:team|service)) (?:any ?more|any longer"
    r"|now)|not coming back|not returning"
    r"|off (?:long[- ]term|indefinitely)|on long[- ]term sick)"
)
_NEGATED = (
    r"(?:no longer|(?:does|is|has|was)(?:n['\u2019]?t| not) (?:work\w{0,3}|with|here|in (?:work|post)|at (?:the"
    r"|this)|employed|part of|based) (?:\w{1,12} ){0,5}?(?:any ?more|any longer|foreseeable)"
    r"|(?:isn['\u2019]?t|is not|not) in (?:work|post)\b|(?:won['\u2019]?t|will not|not going to) be (?:back"
    r"|returning|coming back|replaced|in (?:post|work))(?! (?:today|til|until|before|in the office|at work)\b)"
    r"|(?:won['\u2019]?t|will not) be back (?:til|till|until) (?:the|next|after))"
)
_ENDED = (
    r"(?:['\u2019]s)? (?:last day|final day|leaving do|contract (?:ended|has ended|finished|ran out)"
    r"|post (?:has )?(?:gone|went|ended|was deleted|is vacant)|old (?:job|post|caseload|cases)|replacement|successor)"
)
_SAYS = re.compile(
    rf"@ (?:\w{{1,14}},? ){{0,2}}?(?:{_HAVE} ){{0,4}}{_GONE}\b|@['\u2019]?s? (?:{_HAVE} ){{0,4}}{_GONE}\b"
    rf"|@ (?:\w{{1,12}} ){{0,3}}?{_NEGATED}|@{_ENDED}"
    rf"|@(?:['\u2019]s)?[^.]{{0,60}}?\b(?:(?:his|her|their) last (?:day|shift)|(?:inbox|email|e-mail|mailbox"
    rf"|account|phone) (?:is |has |was |will be |being ){{1,2}}(?:shut|closed|disabled|switched off|deleted))"
    r"|\b(?:taken over|took over|taking over|picked up|inherited|stepped in|covering) (?:\w{1,12} ){0,4}?(?:from"
    r"|for) @(?=[^.]{0,40}\b(?:left|gone|retired|permanently|for good|post|caseload))"
    r"|\b(?:replaced|replacing|succeeded|taken over from|took over from|in succession to|now instead of"
    r"|in place of|successor to) @"
    r"|\b(?:take|remove|delete|strike) @(?:['\u2019]s)? (?:name )?(?:off|from) (?:the|your|this|any|all|our)\b"
    r"|\b(?:lost|saying goodbye to|said goodbye to|say goodbye to) @\b|\b(?:departure|resignation|retirement"
    r"|death) of @",
    re.IGNORECASE,
)
_NOT_SO = re.compile(
    r"\?|@(?:['\u2019]s| is| was)? (?:now |just |safely )?back\b|\b(?:back (?:today|tomorrow|on|from"
    r"|in (?:the office|work)|at (?:work|his|her))|returned|back now|is returning)\b"
    r"|\b(?:not going anywhere|(?:has|have|had|is|did)(?:n['\u2019]?t| not) (?:left|leav\w{1,3}|resigned|retired"
    r"|gone)|never left|not leaving|not retired|rumou?rs?|if (?:he|she|they|@)|unless|might|thinking (?:of|about)|wants? to"
    r"|hopes? to|threaten\w{0,3}|due to|is (?:leaving|retiring)|leaves (?:in|on|at|next)|will (?:leave|retire"
    r"|be leaving)|about to|going to (?:leave|retire)|pretend\w{0,3}"
    r"|(?:out|off|away) (?:til|till|until|sick|today|this|with (?:a|the)|on (?:a visit|leave|annual|his|her"
    r"|training))|til \d|a bug|popped|lunch|annual leave|on holiday)\b",
    re.IGNORECASE,
)


def left(text: str, colleagues: Sequence[Person]) -> Left | None:
    """Return which of these people a text says has left, with the sentence; None where it says so of none, or of two."""
    for sentence in sentences(text):
        said = [who for who in colleagues if _says(sentence, who, colleagues)]
        if len(said) == 1:
            return Left(said[0].id, sentence)
    return None


def _says(sentence: str, who: Person, colleagues: Sequence[Person]) -> bool:
    return any(
        says_gone(f"{sentence[: one.start()]}@{sentence[one.end() :]}")
        for one in _named(who, colleagues).finditer(sentence)
    )


def says_gone(sentence: str) -> bool:
    """Tell whether a sentence in which "@" stands for somebody says that they have left."""
    return bool(_SAYS.search(sentence)) and not _NOT_SO.search(sentence)


def _named(who: Person, colleagues: Sequence[Person]) -> re.Pattern[str]:
    """Return how somebody may be named: in full, by title and surname, or by a first name that nobody else has there."""
    names = who.name.split()
    first, last = names[0], names[-1]
    title = rf"(?:{_TITLE}\.? (?:{re.escape(first)} )?{re.escape(last)})"
    ways = [re.escape(who.name), title]
    if len(names) > 1 and sum(one.name.split()[0].lower() == first.lower() for one in colleagues) == 1:
        ways.append(f"(?-i:{re.escape(first)})" if first.lower() in _WORDS else re.escape(first))
    return re.compile(rf"\b(?:{'|'.join(ways)})\b", re.IGNORECASE)
