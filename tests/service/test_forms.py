"""A form of the policy, by real mail from end to end: it leaves as a document, and comes back filled in three ways (rule 14)."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from mailservice.cases.history.events import ActionDone, DocumentRefused, Event, FormFilled, MailHeard
from mailservice.simulator.playing import Simulator
from mailservice.simulator.story import Mail, read_story
from tests.mail.documents.made import cell, docx, odt, p, packed, table

STORY = Path(__file__).parents[1] / "scenarios" / "sgcp-school-settles-at-3" / "story.toml"
WANDA, JON = "wanda.grant@elmgrove.example", "jon.holt@severnside.example"
FEEDBACK = "How well the policy worked and how to improve it"


def filled_by_word(form: bytes) -> bytes:
    """Return our own form as Word saves it once somebody has written into a field: the prompt is gone, the runs are cut."""
    with ZipFile(BytesIO(form)) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    text = parts["word/document.xml"].decode()
    mine = re.compile(r'(<w:tag w:val="feedback"/>)<w:showingPlcHdr/>(.*?<w:sdtContent>).*?(</w:sdtContent>)')
    typed = r"\1\2<w:p w:rsidR='00B7'><w:r><w:t>It took </w:t></w:r><w:r><w:t>too long.</w:t></w:r></w:p>\3"
    written, count = mine.subn(typed, text)
    assert count == 1
    return packed({**parts, "word/document.xml": written, "word/settings.xml": "<w:settings/>"})


def filled_by_libreoffice(_form: bytes) -> bytes:
    """Return it as LibreOffice saves it as a text document of its own."""
    return odt(
        "<table:table><table:table-row><table:table-cell><text:p>"
        f"{FEEDBACK}</text:p></table:table-cell><table:table-cell><text:p>It took<text:s/>too "
        "<text:span>long.</text:span></text:p>"
        "</table:table-cell></table:table-row></table:table>"
    )


def with_macros(_form: bytes) -> bytes:
    return docx("<w:p/>", {"word/vbaProject.bin": b"\0"})


@dataclass
class Filling(Simulator):
    """Plays a story in which somebody sends back the document that hung on their letter; `fill` is what they do with it."""

    fill: Callable[[bytes], bytes] | None = None
    name: str = "form.docx"
    raw: list[bytes] = field(default_factory=list)

    def _raw(self, mail: Mail) -> bytes:
        raw = super()._raw(mail)
        if mail.answers != "form" or self.fill is None or mail.text.startswith("YES"):
            return raw
        sent = [one.raw for one in self.arrivals if one.recipient == mail.sender and one.template == "form"][-1]
        message = message_from_bytes(raw, EmailMessage, policy=policy.default)
        message.add_attachment(self.fill(document_in(sent)[1]), "application", "octet-stream", filename=self.name)
        return message.as_bytes()


def document_in(raw: bytes) -> tuple[str, bytes]:
    """Return the name and the bytes of the document that hangs on a letter."""
    message = message_from_bytes(raw, policy=policy.default)
    (mine,) = [one for one in message.walk() if (one.get_filename() or "").endswith(".docx")]
    return mine.get_filename() or "", bytes(mine.get_content())


def played(
    folder: Path, *mails: Mail, fill: Callable[[bytes], bytes] | None = None, name: str = "form.docx"
) -> Filling:
    story = read_story(STORY)
    whole = replace(story, mail=(*story.mail, *mails), until="Wed 2 Dec 2026 12:00", proof="proven")
    simulator = Filling(whole, folder, fill=fill, name=name)
    simulator.play()
    return simulator


def events(simulator: Simulator) -> list[Event]:
    (history,) = simulator.histories().values()
    return history


def answer(at: str, sender: str, text: str) -> Mail:
    return Mail(at, sender, text, answers="form")


def signed(simulator: Simulator) -> list[str]:
    mine = [one for one in events(simulator) if isinstance(one, ActionDone)]
    return [one.by.address for one in mine if one.by.address in (WANDA, JON)]


def test_the_form_leaves_as_a_document_that_says_the_same_and_names_no_child(tmp_path: Path) -> None:
    simulator = played(tmp_path)
    (wandas, jons) = [one for one in simulator.arrivals if one.template == "form"]
    assert (wandas.recipient, jons.recipient) == (WANDA, JON)
    name, data = document_in(wandas.raw)
    assert name == "SGCP-2026-0001-D-form-f1.docx" or re.fullmatch(r"SGCP-2026-0001-[A-Z]-form-f1\.docx", name)
    text = ZipFile(BytesIO(data)).read("word/document.xml").decode()
    assert "The plan goes on for six weeks" in text or "the plan goes on for six weeks" in text
    assert "He comes to school hungry each day." in text
    assert wandas.mail.subject.startswith("[SGCP 2026-0001-")
    assert "NCT" not in wandas.mail.subject + name


def test_it_is_filled_in_by_word_and_signed_by_both(tmp_path: Path) -> None:
    mails = (
        answer("Mon 30 Nov 2026 10:00", WANDA, "Please see the form."),
        answer("Mon 30 Nov 2026 11:00", WANDA, "YES"),
        answer("Mon 30 Nov 2026 12:00", JON, "YES"),
    )
    simulator = played(tmp_path, *mails, fill=filled_by_word)
    (mine,) = [one for one in events(simulator) if isinstance(one, FormFilled)]
    assert ([(one.field, one.text) for one in mine.fields], mine.document) == (
        [("feedback", "It took too long.")],
        "form.docx",
    )
    assert signed(simulator) == [WANDA, JON]
    last = [one.raw for one in simulator.arrivals if one.recipient == JON and one.template == "form"][-1]
    assert b"too long" in ZipFile(BytesIO(document_in(last)[1])).read("word/document.xml")


def test_it_is_filled_in_by_libreoffice(tmp_path: Path) -> None:
    mails = (answer("Mon 30 Nov 2026 10:00", WANDA, "Attached."),)
    simulator = played(tmp_path, *mails, fill=filled_by_libreoffice, name="form.odt")
    (mine,) = [one for one in events(simulator) if isinstance(one, FormFilled)]
    assert [one.text for one in mine.fields] == ["It took too long."]


def test_it_is_filled_in_by_lines_of_a_reply(tmp_path: Path) -> None:
    mails = (
        answer("Mon 30 Nov 2026 10:00", WANDA, "Dear all,\n\nHow well the policy worked: it took too long.\n\nWanda"),
    )
    simulator = played(tmp_path, *mails)
    (mine,) = [one for one in events(simulator) if isinstance(one, FormFilled)]
    assert [one.text for one in mine.fields] == ["it took too long."]
    told = next(one for one in reversed(simulator.arrivals) if one.recipient == WANDA).mail.text
    assert "How well the policy worked and how to improve it: it took too long." in " ".join(
        told.replace(">", " ").split()
    )


def test_a_hostile_one_is_refused_kept_and_told(tmp_path: Path) -> None:
    mails = (answer("Mon 30 Nov 2026 10:00", WANDA, "Attached."),)
    simulator = played(tmp_path, *mails, fill=with_macros)
    (refused,) = [one for one in events(simulator) if isinstance(one, DocumentRefused)]
    assert (refused.name, refused.hostile) == ("form.docx", True)
    told = [one.mail.text for one in simulator.arrivals if one.recipient == WANDA][-1]
    assert "We did not read it: it has macros, which no form needs." in " ".join(told.split())
    office = [one.mail.text for one in simulator.arrivals if one.recipient == "office@sgcp.example"]
    assert any("A document that we did not open" in one for one in office)
    assert signed(simulator) == []


def test_what_a_field_tells_in_confidence_reaches_no_side(tmp_path: Path) -> None:
    def told(_form: bytes) -> bytes:
        return docx(table((cell(p(FEEDBACK)), cell(p("The teaching assistant hit her. I fear what follows.")))))

    mails = (answer("Mon 30 Nov 2026 10:00", WANDA, "Attached."), answer("Mon 30 Nov 2026 11:00", JON, "YES"))
    simulator = played(tmp_path, *mails, fill=told)
    assert not any(isinstance(one, FormFilled) for one in events(simulator))
    assert [one.template for one in simulator.arrivals if one.recipient == WANDA][-1] == "signpost"
    office = [one.mail.text for one in simulator.arrivals if one.recipient == "office@sgcp.example"]
    assert not any("teaching assistant" in one for one in office)


def test_a_death_told_in_a_field_alarms_the_office_at_once(tmp_path: Path) -> None:
    def told(_form: bytes) -> bytes:
        return docx(table((cell(p(FEEDBACK)), cell(p("He died last night in hospital.")))))

    simulator = played(tmp_path, answer("Mon 30 Nov 2026 10:00", WANDA, "Attached."), fill=told)
    office = [one.mail.subject for one in simulator.arrivals if one.recipient == "office@sgcp.example"]
    assert any("death or grave harm" in one for one in office)


def test_what_a_returned_document_tells_of_a_court_goes_to_the_office_and_to_no_side(tmp_path: Path) -> None:
    def told(_form: bytes) -> bytes:
        order = "IN THE FAMILY COURT SITTING AT LEEDS. It is ordered that mother is told nothing. The judge said that she lied."
        return docx(table((cell(p(FEEDBACK)), cell(p(f"It took too long. {order}")))))

    mails = (answer("Mon 30 Nov 2026 10:00", WANDA, "Attached."), answer("Mon 30 Nov 2026 11:00", WANDA, "YES"))
    simulator = played(tmp_path, *mails, fill=told)
    heard = next(
        one for one in events(simulator) if isinstance(one, MailHeard) and one.own_words.startswith("Attached.")
    )
    assert heard.papers, "so that it is in no side's pack, and its files are named to nobody"
    office = [one.mail for one in simulator.arrivals if one.recipient == "office@sgcp.example"]
    assert any("IN THE FAMILY COURT SITTING AT LEEDS" in " ".join(one.text.split()) for one in office)
    sent = [one for one in simulator.arrivals if one.recipient in (WANDA, JON) and one.template == "form"]
    texts = [
        " ".join(one.mail.text.split()) for one in sent if one.recipient == JON
    ]  # Wanda is answered in her own words
    texts += [ZipFile(BytesIO(document_in(one.raw)[1])).read("word/document.xml").decode() for one in sent]
    assert any("It took too long" in one for one in texts)
    assert not any(words in one for one in texts for words in ("she lied", "is told nothing", "SITTING AT LEEDS"))


def test_the_form_of_another_case_is_filled_into_this_ones_by_nobody(tmp_path: Path) -> None:
    def of_another(_form: bytes) -> bytes:
        title = p("Monitoring form, SGCP 2026-0099-X")
        return docx(title + table((cell(p(FEEDBACK)), cell(p("His father came out of prison on Friday.")))))

    simulator = played(tmp_path, answer("Mon 30 Nov 2026 10:00", WANDA, "Attached."), fill=of_another)
    assert not any(isinstance(one, FormFilled) for one in events(simulator))
    told = [one.mail.text for one in simulator.arrivals if one.recipient == WANDA][-1]
    assert "It names another case, and not this one" in " ".join(told.replace(">", " ").split())
    assert not any("came out of prison" in one.mail.text for one in simulator.arrivals if one.recipient == JON)
