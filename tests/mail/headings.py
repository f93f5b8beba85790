"""The headings that mail programs put above what they quote, as rows: the words, and how the quoted words stand below them.

Learnt from the programs' own translations, from the tests of libraries that trim replies and from public threads about headings
that such a library missed; the people are invented. `kept_aside` says which rows were not looked at while the reader was built.
"""

import hashlib
from typing import Literal, NamedTuple

Below = Literal["marked", "bare"]  # with ">" before every line, or as they were
_SARAH = "Sarah Whitlock"
_MAIL = "sarah.whitlock@rockinghamhealth.example"
_SARAH_MAIL = f"{_SARAH} <{_MAIL}>"


class Heading(NamedTuple):
    """What stands above a quote; `below` is how the program sets the quote itself; `told` if it names an address."""

    text: str
    below: Below = "bare"
    told: bool = True


HEADINGS: dict[str, Heading] = {
    # no date, or the date elsewhere than English programs put it
    "name-and-address": Heading(f"{_SARAH_MAIL} wrote:"),
    "name-alone": Heading(f"{_SARAH} wrote:", told=False),
    "name-alone-marked": Heading(f"{_SARAH} wrote:", "marked", told=False),
    "gnus": Heading(f"{_SARAH_MAIL} writes:", "marked"),
    "via-a-list": Heading(f"{_SARAH} via Escalations <desk@nscp.example> wrote:"),
    "airmail": Heading(f"On 24 November 2026 at 15:05:36, {_SARAH} ({_MAIL}) wrote:"),
    "spark": Heading(f"On 24 Nov 2026 at 15:05 +0000, {_SARAH_MAIL}, wrote:"),
    "proton": Heading(f"On Tuesday, November 24th, 2026 at 3:05 PM, {_SARAH_MAIL} wrote:", "marked"),
    "zoho": Heading(f"---- On Tue, 24 Nov 2026 15:05:36 +0000 {_SARAH_MAIL} wrote ----"),
    "zoho-wrapped": Heading(f"---- On Tue, 24 Nov 2026 15:05:36 +0000\n{_SARAH_MAIL} wrote ----"),
    "dashes-close": Heading(f"------On 24/11/2026 15:05, {_SARAH} wrote-----", told=False),
    "polymail": Heading(f"On Tue, Nov 24, 2026 at 3:05 PM, {_SARAH}\n<\nmailto:{_SARAH_MAIL}\n> wrote:"),
    "outlook-mailto": Heading(f"On 24 Nov 2026, at 15:05, {_SARAH} <{_MAIL}<mailto:{_MAIL}>> wrote:"),
    "claws-two-lines": Heading(f"On Tue, 24 Nov 2026 15:05:36 +0000\n{_SARAH_MAIL} wrote:", "marked"),
    "three-lines": Heading(f"On 24 Nov 2026, at 15:05, {_SARAH} <\n{_MAIL}>\nwrote:"),
    "evolution": Heading(f"On Tue, 2026-11-24 at 15:05 +0000, {_SARAH} wrote:", "marked", told=False),
    "kmail": Heading(f"On Tuesday, 24 November 2026 15:05:36 GMT {_SARAH} wrote:", "marked", told=False),
    "thunderbird-bare": Heading(f"On 24/11/2026 15:05, {_SARAH} wrote:", told=False),
    "fastmail": Heading(f"On Tue, 24 Nov 2026, at 3:05 PM, {_SARAH} wrote:", "marked", told=False),
    "eudora": Heading("At 24/11/2026 15:05, you wrote:", "marked", told=False),
    "aol": Heading(f"In a message dated 24/11/2026 15:05:36 GMT Standard Time, {_MAIL} writes:"),
    "sup": Heading(f"Excerpts from {_SARAH}'s message of Tue Nov 24 15:05:36 +0000 2026:", "marked", told=False),
    "horde": Heading(f"Quoting {_SARAH_MAIL}:", "marked"),
    "date-first-iso": Heading(f"2026-11-24 15:05 GMT+00:00 {_SARAH_MAIL}:"),
    "date-first-rfc": Heading(f"Tue, 24 Nov 2026 15:05:36 +0000 {_SARAH_MAIL}:"),
    "date-first-wrapped": Heading(f"2026-11-24 15:05 GMT+00:00 {_SARAH} <\n{_MAIL}>:", "marked"),
    "tutanota": Heading(f"24 Nov 2026, 15:05 by {_MAIL}:", "marked"),
    "groupwise": Heading(f">>> {_SARAH_MAIL} 24/11/2026 15:05 >>>", "bare"),
    # Lotus Notes in its several manners
    "notes-wrote-on": Heading(f"{_SARAH}/Health/Rockingham wrote on 24/11/2026 15:05:36:", told=False),
    "notes-dashes": Heading(
        f'-----"{_SARAH}" <{_MAIL}> wrote: -----\nTo: "Joy Okafor" <joy.okafor@nenevalley.example>\n'
        f'From: "{_SARAH}" <{_MAIL}>\nDate: 24/11/2026 15:05\nSubject: Stage 2'
    ),
    "notes-three-dashes": Heading(f"{_SARAH} ---24/11/2026 15:05:36---Stage 2: your answer is needed", told=False),
    "notes-memo": Heading(
        f"From:\t{_SARAH_MAIL}\nTo:\tJoy Okafor <joy.okafor@nenevalley.example>\nDate:\t24/11/2026 15:05\n"
        f"Subject:\tStage 2\nSent by:\tDuty Desk\n{'_' * 40}"
    ),
    "notes-table": Heading(
        f"{_SARAH_MAIL}\n24/11/2026 15:05\n\nTo\n\tJoy Okafor <joy.okafor@nenevalley.example>\ncc\n\n"
        "Subject\n\tStage 2: your answer is needed"
    ),
    "notes-table-in-rows": Heading(
        f"{_SARAH_MAIL}\n24/11/2026 15:05                To  Joy Okafor <joy.okafor@nenevalley.example>\n"
        "                                cc\n                           Subject  Stage 2: your answer is needed"
    ),
    # header blocks that lack a line
    "windows-mail": Heading(f"From: {_SARAH}<mailto:{_MAIL}>\nSent: 24 November 2026 15:05\nSubject: Stage 2"),
    "from-and-subject": Heading(f"{'_' * 32}\nFrom: {_SARAH_MAIL}\nSubject: Stage 2"),
    "date-header-first": Heading(
        f"Date: Tue, 24 Nov 2026 15:05:36 +0000\nFrom: {_SARAH_MAIL}\nTo: Joy Okafor\nSubject: Stage 2"
    ),
    "outlook-small-letters": Heading(
        f"from: {_SARAH} [mailto:{_MAIL}]\nsent: 24 November 2026 15:05\nto: Joy Okafor\nsubject: Stage 2"
    ),
    "bold-headers": Heading(
        f"*From:* {_SARAH} [mailto:\n{_MAIL}]\n*Sent:* 24 November 2026 15:05\n*To:* Joy Okafor\n*Subject:* Stage 2"
    ),
    "em-client": Heading(
        f'------ Original Message ------\nFrom: "{_SARAH}" <{_MAIL}>\nTo: "Joy Okafor" <joy.okafor@nenevalley.example>\n'
        "Sent: 24/11/2026 15:05:36\nSubject: Stage 2"
    ),
    "reply-message": Heading("---- Reply message ----", told=False),
    "seznam": Heading(
        f"---------- Původní e-mail ----------\nOd: {_SARAH_MAIL}\nKomu: Joy Okafor\n"
        "Datum: 24. 11. 2026 15:05:36\nPředmět: Stage 2"
    ),
    "web-de": Heading(
        f"Gesendet: Dienstag, 24. November 2026 um 15:05 Uhr\nVon: {_SARAH_MAIL}\nAn: Joy Okafor\nBetreff: Stage 2"
    ),
    # other languages
    "dutch-apple": Heading(f"Op 24 nov. 2026 om 15:05 heeft {_SARAH_MAIL} het volgende geschreven:"),
    "dutch-gmail": Heading(f"Op di 24 nov 2026 om 15:05 schreef {_SARAH_MAIL}:", "marked"),
    "dutch-bare": Heading(f"Op 24-11-2026 om 15:05 schreef {_SARAH}:", told=False),
    "german-apple": Heading(f"Am 24.11.2026 um 15:05 schrieb {_SARAH_MAIL}:"),
    "german-gmail": Heading(f"{_SARAH_MAIL} schrieb am Di., 24. Nov. 2026, 15:05:", "marked"),
    "german-horde": Heading(f"Zitat von {_SARAH_MAIL}:", "marked"),
    "french-gmail": Heading(f"Le mar. 24 nov. 2026 à 15:05, {_SARAH_MAIL} a écrit :"),
    "french-orange": Heading(
        f'> Message du 24/11/26 15:05\n> De : "{_SARAH}" <{_MAIL}>\n> A : "Joy"\n> Objet : Stage 2\n>', "marked"
    ),
    "spanish": Heading(f"El mar, 24 nov 2026 a las 15:05, {_SARAH} (<{_MAIL}>) escribió:"),
    "italian": Heading(f"Il giorno mar 24 nov 2026 alle ore 15:05 {_SARAH_MAIL} ha scritto:"),
    "portuguese": Heading(f"{_SARAH_MAIL} escreveu (terça, 24/11/2026 à(s) 15:05):"),
    "polish-gmail": Heading(f"wt., 24 lis 2026 o 15:05 {_SARAH_MAIL} napisał(a):"),
    "polish-user": Heading(f"W dniu 24 listopada 2026 15:05 użytkownik {_SARAH_MAIL}\nnapisał:"),
    "czech": Heading(f"út 24. 11. 2026 v 15:05 odesílatel {_SARAH_MAIL} napsal:"),
    "slovak": Heading(f"ut 24. 11. 2026 o 15:05 {_SARAH_MAIL} napísal(a):"),
    "hungarian": Heading(f"{_SARAH_MAIL} ezt írta (időpont: 2026. nov. 24., K, 15:05):"),
    "romanian": Heading(f"În mar., 24 nov. 2026 la 15:05, {_SARAH_MAIL} a scris:"),
    "greek": Heading(f"Στις Τρί 24 Νοε 2026 στις 3:05 μ.μ., ο χρήστης {_SARAH_MAIL} έγραψε:"),
    "turkish": Heading(f"{_SARAH_MAIL}, 24 Kas 2026 Sal, 15:05 tarihinde şunu yazdı:"),
    "bulgarian": Heading(f"На вт, 24.11.2026 г. в 15:05 {_SARAH_MAIL} написа:"),
    "russian-mail-ru": Heading(f"Вторник, 24 ноября 2026, 15:05 +03:00 от {_SARAH_MAIL}:"),
    "russian-yandex": Heading(f'24.11.2026, 15:05, "{_SARAH}" <{_MAIL}>:'),
    "russian-user": Heading(f'24 ноября 2026 г., 15:05 пользователь "{_SARAH}" <\n{_MAIL}> написал:'),
    "ukrainian": Heading(f"вт, 24 лист. 2026 р. о 15:05 {_SARAH_MAIL} пише:"),
    "croatian": Heading(f"uto, 24. stu 2026. u 15:05 {_SARAH_MAIL} napisao je:"),
    "slovene": Heading(f"V tor., 24. nov. 2026 ob 15:05 je oseba {_SARAH_MAIL} napisala:"),
    "finnish": Heading(f"ti 24.11.2026 klo 15.05 {_SARAH} ({_MAIL}) kirjoitti:"),
    "lithuanian": Heading(f"2026-11-24, an, 15:05 {_SARAH_MAIL} rašė:"),
    "latvian": Heading(f"otrd., 2026. g. 24. nov., plkst. 15:05 — lietotājs {_SARAH} (<{_MAIL}>) rakstīja:"),
    "estonian": Heading(f"{_SARAH_MAIL} kirjutas kuupäeval T, 24. november 2026 kell 15:05:"),
    "danish": Heading(f"Den tirs. 24. nov. 2026 kl. 15.05 skrev {_SARAH_MAIL}:"),
    "norwegian": Heading(f"tir. 24. nov. 2026 kl. 15:05 skrev {_SARAH_MAIL}:"),
    "swedish-outlook": Heading(
        f"Från: {_SARAH} [mailto:{_MAIL}]\nSkickat: den 24 november 2026 15:05\nTill: Joy Okafor\nÄmne: Stage 2"
    ),
    "welsh": Heading(f"Ar Maw, 24 Tach 2026 am 15:05 ysgrifennodd {_SARAH_MAIL}:"),
    "irish": Heading(f"Ar Máirt 24 Samh 2026 ag 15:05, scríobh {_SARAH_MAIL}:"),
    "catalan": Heading(f"Missatge de {_SARAH_MAIL} del dia dt., 24 de nov. 2026 a les 15:05:"),
    "vietnamese": Heading(f"Vào 15:05 24 tháng 11, 2026, {_SARAH_MAIL} đã viết:", "marked"),
    "chinese": Heading(f"{_SARAH_MAIL} 于2026年11月24日周二 15:05写道："),
    "japanese": Heading(f"2026年11月24日(火) 15:05 {_SARAH_MAIL}:", "marked"),
    "korean": Heading(f"2026년 11월 24일 (화) 오후 3:05, {_SARAH_MAIL}님이 작성:"),
}

# Found in public threads and archives after the reader was built, and scored before it was mended for any of them.
FOUND: dict[str, Heading] = {
    "nordic-wrapped-before-the-bracket": Heading(f"ons. 25. nov. 2026 kl. 14:05 skrev {_SARAH} <{_MAIL}\n>:", "marked"),
    "nordic-wrapped-bare": Heading(f"ons. 25. nov. 2026 kl. 14:05 skrev {_SARAH} <{_MAIL}\n>:"),
    "snappymail": Heading(
        f'November 24, 2026, 10:26 AM, "{_SARAH}" <{_MAIL} mailto:{_MAIL}?to=%22S%22 > wrote:', "marked"
    ),
    "yahoo-german-dashes": Heading(
        f"--- {_SARAH_MAIL} schrieb am Di, 24.11.2026:\nVon: {_SARAH_MAIL}\nBetreff: Stage 2"
    ),
    "wrote-on-comma": Heading(f"{_SARAH} wrote On 24/11/26 17:44,:", "marked", told=False),
    "crosspoint": Heading(f"{_MAIL} ({_SARAH})  wrote on 24.11.26 in <9d4ut6@x.example>:", "marked"),
    "notes-german": Heading(f"{_SARAH_MAIL} schrieb am 24.11.2026 17:02:14:"),
    "two-digits-of-a-year": Heading(f"On 26-11-24 06:07 PM, {_SARAH} wrote:", "marked", told=False),
    "dashes-both-sides": Heading(f"---------- On 24 Nov 2026, {_MAIL} wrote: ----------"),
    "spanish-old-labels": Heading(
        f"----- Mensaje Original -----\nRemitente: {_SARAH} {_MAIL}\nDestinatario: Joy\nFecha: Martes, Noviembre 24, 2026\n"
        "Asunto: Stage 2"
    ),
    "notes-address-only": Heading(f"-----{_MAIL} wrote: -----"),
    "hotmail": Heading(
        f"Subject: Stage 2\nFrom: {_MAIL}\nTo: joy@nenevalley.example\nDate: Tue, 24 Nov 2026 07:45:36 +0000"
    ),
    "time-and-weekday": Heading(f"At 10.01 am Wednesday, {_SARAH} wrote:", "marked", told=False),
    "french-canadian": Heading(f"Le mar. 24 nov. 2026, à 09 h 19, {_SARAH_MAIL} a écrit :"),
    "danish-samsung": Heading(
        f"-------- Oprindelig besked --------\nFra: {_SARAH_MAIL}\nDato: 24. november 2026\nTil: Joy\nEmne: Stage 2"
    ),
    "apple-forward-czech": Heading(
        f"Začátek přeposílané zprávy:\n\nOd: {_SARAH_MAIL}\nPředmět: Stage 2\nDatum: 24. listopadu 2026 14:25:08\nKomu: Joy"
    ),
    "samsung-in-one-line": Heading(
        f'Original message From: "{_SARAH}" Date: 24/11/2026 10:30 PM (GMT+00:00) To: joy@x.example Subject: S'
    ),
    "seconds-and-zone": Heading(f"On Wed, 25 Nov 2026 15:53 +0000, {_SARAH_MAIL} wrote:"),
    "hebrew-mark-before": Heading(f"\u200fOn Tue, 24 Nov 2026 at 15:05, \u202a{_SARAH}\u202c <{_MAIL}> wrote:"),
}


def kept_aside(name: str) -> bool:
    """Tell whether a row belongs to the half that was scored once, after the reader was built, and mended only then."""
    return hashlib.sha256(name.encode()).digest()[0] % 2 == 1
