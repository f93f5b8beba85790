"""What comes back to a form: lines of a mail or a document, read as data, kept, and shown to its author again.

Start at `take`. Nothing that stands in a field is a word to us: it neither settles nor moves anything, nor is it lost.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from mailservice.cases.forms import filled, labels, quoting, signing, words
from mailservice.cases.history.case import Form, Task
from mailservice.cases.history.commands import Document, Hear, Unclear
from mailservice.cases.history.events import DocumentRefused, FormFilled, Noted, Written
from mailservice.cases.history.words import WORDS, Verb
from mailservice.cases.letters import cuts, news, ordering, phrases
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Speaker, Turn

Lines = list[dict[str, str]]
_TICK = re.compile(r"[☒☑✓✔✗✘]|\[ ?[xX] ?\]|\( ?[xX] ?\)")
_BOX = re.compile(r"[☐□☒☑✓✔✗✘]|\[ ?[xX]? ?\]|\( ?[xX]? ?\)")
_NUMBER = re.compile(r"\d{1,6}")
_SIGNS = (Verb.DONE, Verb.NOT_DONE)
_LONGEST = 6_000
"""Characters of one field that a form shows; whatever is longer is in the mail."""
_SHOWN = 200
_AS_IT_IS = "What you sent says what the form says already. A plain yes to our newest letter with it signs it."
_CUT = "Read, as far as a form has room; the rest stands in your email."
_SIGNED = "Every side has signed this form, so it stays as it is. Your words are kept; tell the other side if something is wrong."
_NO_NAME = "We keep nothing of this: it is written by hand, on your own agency's copy."
_OURS = "This comes from our record, so it stays as it is."
_NO_SIGNATURE = "Nobody signs in the form itself: a yes to our newest letter with it signs."
_IN_A_FIELD = (
    "This stands in a field of the form, so we did nothing by it. If you mean it as a word to us, write it alone."
)
_NOT_THEIRS = "Only those who sign this form fill it in. Your words are kept, and nothing is filled in."
_ANOTHERS = "It names another case, and not this one, so nothing of it is filled in. Send it in answer to a letter of that case."
_NOT_SURE = "We could not be sure that this came from you, so the form quotes your words as you first wrote them."


def take(turn: Turn, hear: Hear, by: Speaker) -> tuple[Hear, Lines]:
    """Return a mail without what stands in the fields of a form, and what its author is answered for that."""
    task = words.answered(turn, hear) or _by_document(turn, hear, by)
    if task is None:
        return hear, []
    if words.answered(turn, hear) is not None:
        hear = words.in_ours(hear)
    if task.kind == "quote":
        return _reworded(turn, hear, by, task)
    form = signing.of(turn, task)
    names = labels.Labels({one.id: one.label for one in filled.declared(turn, form).field})
    mine = labels.in_mail(hear.own_words, names)
    hear, lines = _as_data(hear, mine.lines)
    hear = _calls(turn, hear, form, by)
    lines += _refused(turn, hear, by)
    other = [one for one in hear.documents if _is_of_another(turn, one)]
    lines += [{"line": one.name, "result": _ANOTHERS} for one in other]
    read = [one for one in hear.documents if one not in other]
    returned = [("", mine), *((one.name, labels.in_document(one.rows, names)) for one in read)]
    told = [(name, found) for name, found in returned if found.fields or found.left]
    said = _filled_in(turn, form, by, told)
    if not told and not lines:
        return hear, _nothing_read(hear)
    if not (said or lines or hear.said or hear.unclear or hear.answer):
        said = [{"line": "", "result": _AS_IT_IS}]
    lines += said
    if any(isinstance(event, FormFilled) for event in turn.events):
        hear = _unsigned(hear)
        here = filled.signed(turn, form).get(by.party.agency, task)
        signing.show(turn, turn.case.forms[form.id], here, here.owner)
    return hear, lines


def _by_document(turn: Turn, hear: Hear, by: Speaker) -> Task | None:
    """Return what a document is the answer to that came by itself: the one form that waits for its sender's side."""
    mine = [
        task
        for form in turn.case.forms.values()
        for task in filled.tasks(turn, form)
        if task.state == "standing" and task.owner.agency == by.party.agency and _is_of(turn, form, hear.documents)
    ]
    return mine[0] if len(mine) == 1 else None


def _is_of(turn: Turn, form: Form, documents: Iterable[Document]) -> bool:
    """Tell whether a document is a form by itself: the minutes of a meeting have an "Outcome" too."""
    names = labels.Labels({one.id: one.label for one in filled.declared(turn, form).field}, whole=True)
    mine = (one for one in documents if not _is_of_another(turn, one))
    return any(len(labels.in_document(one.rows, names).fields) > 1 for one in mine)


def _is_of_another(turn: Turn, document: Document) -> bool:
    """Tell whether a document names another case of ours, and not this one: its words are of another child, for other people."""
    prefix = re.escape(turn.policy.reference.prefix)
    found = re.findall(rf"\b{prefix}[ -](\d{{4}}-\d{{4,6}})\b", f"{document.name}\n{document.text}")
    mine = {one.removeprefix(turn.policy.reference.prefix)[1:].rpartition("-")[0] for one in _references(turn)}
    return bool(found) and mine.isdisjoint(found)


def _references(turn: Turn) -> tuple[str, ...]:
    return (turn.case.reference, *turn.case.taken_in)


def _reworded(turn: Turn, hear: Hear, by: Speaker, task: Task) -> tuple[Hear, Lines]:
    """Take other words of theirs for the form to quote; a plain yes or no is read elsewhere."""
    asked = {one.id: one.label for form in turn.policy.forms for one in form.field if one.id in filled.ISSUE}
    names = labels.Labels(asked)
    mine = labels.in_mail(hear.own_words, names)
    text = "\n".join(mine.fields.values()).strip()
    if not text or not deciders.same_person(task.owner, by.party):
        return hear, []
    hear, lines = _as_data(hear, mine.lines)
    hear = _unsigned(hear)
    if hear.sender.proof != "proven":
        turn.put(Noted(turn.at, by.party, "form", text))
        return hear, [*lines, {"line": text, "result": _NOT_SURE}]
    if not quoting.may_change(turn, task):
        turn.put(Noted(turn.at, by.party, "form", text))
        return hear, [*lines, {"line": text, "result": quoting.OVER}]
    quoting.settle(turn, task, by.party, text[:_LONGEST])
    return hear, [*lines, {"line": text, "result": "The form quotes you in these words. Nothing else has moved."}]


def _as_data(hear: Hear, lines: Iterable[str]) -> tuple[Hear, Lines]:
    """Take out of a mail the words of ours that stand in a field; what calls for attention is asked about, never dropped."""
    inside = {*lines}
    taken = [one for one in hear.said if one.line.strip() in inside]
    calls = [Unclear(one.line, one.verb, "wish", one) for one in taken if WORDS[one.verb].direction == "attention"]
    unclear = [one for one in hear.unclear if one.line.strip() not in inside or _is_call(one)]
    told = [{"line": one.line, "result": _IN_A_FIELD} for one in taken if WORDS[one.verb].direction != "attention"]
    said = tuple(one for one in hear.said if one not in taken)
    return replace(hear, said=said, unclear=(*unclear, *calls)), told


def _is_call(one: Unclear) -> bool:
    return one.understood is not None and WORDS[one.understood].direction == "attention"


def _unsigned(hear: Hear) -> Hear:
    """Return a mail without the signature beside new words: who signs has seen the whole as it then is."""
    said = tuple(one for one in hear.said if one.verb not in _SIGNS)
    unclear = tuple(one for one in hear.unclear if one.understood not in _SIGNS)
    return replace(hear, said=said, unclear=unclear, answer="", yes_to=None)


def _calls(turn: Turn, hear: Hear, form: Form, by: Speaker) -> Hear:
    """Add the phrases of danger that somebody wrote into a document, and that did not stand in it when it left us."""
    ours = " ".join(labels.typed(one.text) for one in filled.lines(turn, form, by.party)).casefold()
    found = (one for each in hear.documents for one in each.danger if labels.typed(one).casefold() not in ours)
    return replace(hear, danger=tuple(dict.fromkeys((*hear.danger, *found))))


def _refused(turn: Turn, hear: Hear, by: Speaker) -> Lines:
    """Keep and say which documents were not read, and why; the office hears of what could do harm."""
    lines = []
    for one in (each for each in hear.documents if each.refused):
        turn.put(DocumentRefused(turn.at, by.party, one.name, one.refused, one.hostile))
        lines.append({"line": one.name, "result": f"We did not read it: {one.refused}"})
        if one.hostile:
            told = [
                f"{turn.name(by.party)} sent back a form that we did not open: {one.name}.",
                phrases.sentence(one.refused),
            ]
            action = "Do not open it. Ring them: did they mean to send it? Their email lies in the case's folder."
            ordering.tell_office(turn, "A document that we did not open", told, action)
    return lines


def _nothing_read(hear: Hear) -> Lines:
    """Say of a document in which we found no field of the form that nothing was taken from it."""
    return [
        {"line": one.name, "result": "We found no field of the form in it, so nothing is filled in. It is kept."}
        for one in hear.documents
    ]


def _filled_in(turn: Turn, form: Form, by: Speaker, told: Iterable[tuple[str, labels.Found]]) -> Lines:
    lines: Lines = []
    for document, found in told:
        new: dict[str, str] = {}
        lines += _read(turn, form, by, found.fields, new)
        lines += _left(document, found.left)
        if new:
            lines += _keep(turn, form, by, document, new)
    return lines


def _left(document: str, left: Sequence[str]) -> Lines:
    """Say that something stands in no field we know; never what: it may be the name of a child, in words of its own."""
    if not left:
        return []
    count = phrases.counted_things(len(left), "answer")
    return [
        {"line": document, "result": f"{count} in it belongs to no field that we know. It is kept with your email."}
    ]


def _read(
    turn: Turn, form: Form, by: Speaker, fields: Mapping[str, str], new: dict[str, str]
) -> Iterator[dict[str, str]]:
    """Say of each field what was read in it, and gather in `new` what it changes."""
    for one in filled.lines(turn, form, by.party):
        text = fields.get(one.id, "").strip()
        if not text or _stood_there(turn, one, text):
            continue
        if not one.asked:
            yield {"line": one.label, "result": _not_taken(turn, form, one)}
            continue
        value, wrong = _value(turn, form, one, text)
        if wrong:
            yield {"line": f"{one.label}: {phrases.cut(text, _SHOWN)}", "result": wrong}
            continue
        new[one.id] = value
        whole = "Read." if len(text) <= _LONGEST else _CUT
        yield {"line": f"{one.label}: {phrases.cut(value, _SHOWN)}", "result": whole}


def _not_taken(turn: Turn, form: Form, line: filled.Line) -> str:
    """Say why what stands in a field is not taken from there."""
    kind = _kind(turn, form, line)
    return _NO_NAME if kind == "identity" else _NO_SIGNATURE if kind == "signatory" else _OURS


def _kind(turn: Turn, form: Form, line: filled.Line) -> str:
    return next(each.kind for each in filled.declared(turn, form).field if each.id == line.id)


def _stood_there(turn: Turn, line: filled.Line, text: str) -> bool:
    """Tell whether a field says what it said when it left us, where letters leave out what tells of a family."""
    shown = cuts.cut(line.text, ordering.own_numbers(turn))
    return any(labels.same(text, one) for one in (line.text, shown, line.note))


def _value(turn: Turn, form: Form, one: filled.Line, text: str) -> tuple[str, str]:
    """Return what a field takes of a text, or what is wrong with that."""
    kind = _kind(turn, form, one)
    if kind == "choice" and one.choices:
        found = _chosen(text, one.choices)
        return found, "" if found else f"We could not tell which is meant: {phrases.either(one.choices)}."
    if kind == "number":
        numbers = _NUMBER.findall(text)
        return (text, "") if len(numbers) == 1 else ("", "We could not find one number in this.")
    return text[:_LONGEST], ""


def _chosen(text: str, choices: tuple[str, ...]) -> str:
    """Return the one choice that is ticked, or alone named; "" where it is none, or several."""
    parts = [one.strip() for one in _BOX.split(text)]
    boxes = _BOX.findall(text)
    ticked = [part for box, part in zip(boxes, parts[1:], strict=False) if _TICK.fullmatch(box)]
    named = [" ".join(ticked)] if boxes else [text]
    found = [one for one in choices if any(f" {labels.plain(one)} " in f" {labels.plain(each)} " for each in named)]
    return found[0] if len(found) == 1 else ""


def _keep(turn: Turn, form: Form, by: Speaker, document: str, new: Mapping[str, str]) -> Lines:
    """Keep what one of its signatories filled in; from anybody else it is advice to theirs."""
    task = filled.signed(turn, form).get(by.party.agency)
    title = filled.declared(turn, form).title
    mine = task is not None and signing.may_sign(turn, task, by.party)
    if mine and not signing.is_signed(turn, form):
        fields = tuple(Written(identity, text) for identity, text in new.items())
        turn.put(FormFilled(turn.at, form.id, by.party, fields, document))
        return []
    names = {one.id: one.label for one in filled.declared(turn, form).field}
    text = "\n".join(f"{names[identity]}: {one}" for identity, one in new.items())
    if signing.is_signed(turn, form):
        turn.put(Noted(turn.at, by.party, title, text))
        return [{"line": "", "result": _SIGNED}]
    turn.put(Noted(turn.at, by.party, title, text, advice=task is not None))
    if task is None:
        return [{"line": "", "result": _NOT_THEIRS}]
    headline = f"{turn.name(by.party)} advises what to write in the form"
    said = ["You sign it. To take this over, answer our letter with the form, with these lines or with others."]
    news.tell(turn, task.owner, headline, said, (by.party, text))
    passed = (
        f"{turn.name(task.owner)} fills this in and signs it. Your words were passed to them; nothing is filled in."
    )
    return [{"line": "", "result": passed}]
