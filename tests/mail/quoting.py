"""How mail programs quote: each takes what somebody wrote and the mail they answer, and gives plain text and HTML."""

import html
import re
from collections.abc import Callable

from tests.mail.headings import FOUND, HEADINGS, Heading

Quoted = tuple[str, str]
Client = Callable[[str, str], Quoted]
_DESK = "NSCP Escalations <escalate@nscp.example>"
_WROTE = f"On Fri, 20 Nov 2026 at 10:02, {_DESK} wrote:"
_HEADERS = {
    "en": f"From: {_DESK}\nSent: 20 November 2026 10:02\nTo: Priya Nair\nSubject: Stage 2",
    "cy": f"Oddi wrth: {_DESK}\nAnfonwyd: 20 Tachwedd 2026 10:02\nAt: Priya Nair\nPwnc: Stage 2",
    "de": f"Von: {_DESK}\nGesendet: Freitag, 20. November 2026 10:02\nAn: Priya Nair\nBetreff: Stage 2",
    "fr": f"De : {_DESK}\nEnvoyé : vendredi 20 novembre 2026 10:02\nÀ : Priya Nair\nObjet : Stage 2",
}


def _lines(text: str) -> str:
    return "<br>\n".join(html.escape(line, quote=False) for line in text.split("\n"))


def _divs(text: str) -> str:
    return "".join(f"<div>{html.escape(line, quote=False) or '<br>'}</div>" for line in text.split("\n"))


def _marked(text: str, mark: str = "> ") -> str:
    return "\n".join(f"{mark}{line}".rstrip(" ") for line in text.split("\n"))


def gmail(own: str, letter: str) -> Quoted:
    """Quote as Gmail does."""
    return (
        f"{own}\n\n{_WROTE}\n\n{_marked(letter)}\n",
        (
            f'<div dir="ltr">{_divs(own)}</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">'
            f'{_lines(_WROTE)}<br></div><blockquote class="gmail_quote" style="margin:0 0 0 .8ex">{_lines(letter)}'
            "</blockquote></div>"
        ),
    )


def iphone(own: str, letter: str) -> Quoted:
    """Quote as an iPhone does."""
    return (
        f"{own}\n\nSent from my iPhone\n\n> {_WROTE}\n> \n{_marked(letter)}\n",
        (
            f'<html><body dir="auto">{_divs(own)}<br><br>Sent from my iPhone<div dir="ltr"><br><blockquote type="cite">'
            f'{_lines(_WROTE)}<br><br></blockquote></div><blockquote type="cite"><div>{_lines(letter)}</div></blockquote>'
        ),
    )


def thunderbird(own: str, letter: str) -> Quoted:
    """Quote above, as Thunderbird does."""
    return (
        f"{_WROTE}\n{_marked(letter)}\n\n{own}\n",
        (
            f'<div class="moz-cite-prefix">{_lines(_WROTE)}<br></div><blockquote type="cite"><pre class="moz-quote-pre">'
            f"{html.escape(letter)}</pre></blockquote><p>{_lines(own)}</p>"
        ),
    )


def outlook_web(own: str, letter: str) -> Quoted:
    """Quote as Outlook on the web does."""
    return (
        f"{own}\n\n________________________________\n{_HEADERS['en']}\n\n{letter}\n",
        (
            f'<div>{_divs(own)}</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg" dir="ltr">'
            f"{_lines(_HEADERS['en'])}</div><div>{_lines(letter)}</div>"
        ),
    )


def _outlook(language: str) -> Client:
    def quote(own: str, letter: str) -> Quoted:
        rows = "".join(f"<p class=MsoNormal>{html.escape(line) or '&nbsp;'}</p>" for line in own.split("\n"))
        more = "".join(f"<p class=MsoNormal>{html.escape(line) or '&nbsp;'}</p>" for line in letter.split("\n"))
        return (
            f"{own}\n\n{_HEADERS[language]}\n\n{letter}\n",
            (
                f"<div class=WordSection1>{rows}<div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm'>"
                f"<p class=MsoNormal>{_lines(_HEADERS[language])}</p></div>{more}</div>"
            ),
        )

    return quote


def outlook_divider(own: str, letter: str) -> Quoted:
    """Quote as Outlook does in plain text."""
    return f"{own}\n\n-----Original Message-----\n{_HEADERS['en']}\n\n{letter}\n", ""


def samsung(own: str, letter: str) -> Quoted:
    """Quote as a Samsung telephone does."""
    heading = _HEADERS["en"].replace("Sent:", "Date:")
    return (
        f"{own}\n\nSent from my Galaxy\n\n-------- Original message --------\n{heading}\n\n{letter}\n",
        (
            f'<div dir="auto">{_divs(own)}</div><div id="composer_signature">Sent from my Galaxy</div>'
            f"<div><br></div><div>-------- Original message --------</div><div>{_lines(heading)}</div><div><br></div>"
            f"{_lines(letter)}"
        ),
    )


def yahoo(own: str, letter: str) -> Quoted:
    """Quote as Yahoo does."""
    return (
        f"{own}\n\n    {_WROTE}\n \n {letter}\n",
        (
            f'<div>{_divs(own)}</div><div id="yahoo_quoted_118" class="yahoo_quoted"><div>{_lines(_WROTE)}</div>'
            f"<div>{_lines(letter)}</div></div>"
        ),
    )


def forwarded(own: str, letter: str) -> Quoted:
    """Forward as Gmail does."""
    heading = f"---------- Forwarded message ---------\n{_HEADERS['en'].replace('Sent:', 'Date:')}"
    return (
        f"{own}\n\n{heading}\n\n{letter}\n",
        (
            f'<div>{_divs(own)}</div><div class="gmail_quote"><div class="gmail_attr">{_lines(heading)}</div>'
            f"{_lines(letter)}</div>"
        ),
    )


def mobile_outlook(own: str, letter: str) -> Quoted:
    """Quote as Outlook on a telephone does."""
    return (
        f"{own}\n\nGet Outlook for iOS<https://aka.example/o0ukef>\n{'_' * 32}\n{_HEADERS['en']}\n\n{letter}\n",
        (
            f'<div dir="ltr">{_divs(own)}</div><div id="ms-outlook-mobile-signature">Get <a href="#">Outlook for iOS</a></div>'
            f'<hr style="display:inline-block;width:98%"><div id="divRplyFwdMsg" dir="ltr">{_lines(_HEADERS["en"])}</div>'
            f"<div>{_lines(letter)}</div>"
        ),
    )


def border_top(own: str, letter: str) -> Quoted:
    """Quote in HTML as Outlook does where the sent date was lost: a line above From and Subject."""
    return (
        f"{own}\n\n{'_' * 32}\nFrom: Sarah Whitlock\nSubject: Stage 2\n\n{letter}\n",
        (
            f'{_divs(own)}<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">'
            '<p class="MsoNormal"><b>From:</b> Sarah Whitlock <br><b>Subject:</b> Stage 2</p></div>'
            f"<p>{_lines(letter)}</p>"
        ),
    )


def bold_name(own: str, letter: str) -> Quoted:
    """Quote below a rule, a name in bold and a date, without any label."""
    return (
        f"{own}\n\n{'-' * 40}\nSarah Whitlock\n24 November 2026 15:05\n\n{letter}\n",
        (f"{_divs(own)}<hr><div><b>Sarah Whitlock</b><br>24 November 2026 15:05</div><div>{_lines(letter)}</div>"),
    )


def notes_page(own: str, letter: str) -> Quoted:
    """Quote as Notes does in HTML: the memo's head as a table."""
    rows = (("From:", "Sarah Whitlock/Health"), ("To:", "Joy Okafor/Nene"), ("Date:", "24/11/2026 15:05"))
    table = "".join(f"<tr><td><font>{label}</font></td><td><font>{value}</font></td></tr>" for label, value in rows)
    plain = "\n".join(f"{label}\t{value}" for label, value in rows)
    return (
        f"{own}\n\n{plain}\nSubject:\tStage 2\n{'_' * 60}\n\n{letter}\n",
        (
            f"<font>{_lines(own)}</font><br><br><table>{table}<tr><td>Subject:</td><td>Stage 2</td></tr></table>"
            f"<hr noshade><br>{_lines(letter)}"
        ),
    )


def _headed(heading: Heading) -> Client:
    """Quote below a heading that is a row of `headings.py`."""
    shown = re.sub(r"(?m)^> ?", "", heading.text) if heading.text.startswith("> ") else heading.text

    def quote(own: str, letter: str) -> Quoted:
        marked = heading.below == "marked"
        below = _marked(letter) if marked else letter
        block = f'<blockquote type="cite">{_lines(letter)}</blockquote>' if marked else f"<div>{_lines(letter)}</div>"
        return (
            f"{own}\n\n{heading.text}\n\n{below}\n",
            f"<div>{_divs(own)}</div><br><div>{_lines(shown)}</div><br>{block}",
        )

    return quote


CLIENTS: dict[str, Client] = {
    "gmail": gmail,
    "iphone": iphone,
    "thunderbird": thunderbird,
    "outlook-web": outlook_web,
    "outlook-desktop": _outlook("en"),
    "outlook-welsh": _outlook("cy"),
    "outlook-german": _outlook("de"),
    "outlook-french": _outlook("fr"),
    "outlook-plain": outlook_divider,
    "samsung": samsung,
    "yahoo": yahoo,
    "forwarded": forwarded,
    "outlook-mobile": mobile_outlook,
    "outlook-border-top": border_top,
    "bold-name": bold_name,
    "notes-page": notes_page,
} | {name: _headed(heading) for name, heading in (HEADINGS | FOUND).items()}
