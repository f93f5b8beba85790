"""Absences, bounces and reactions as programs and people write them, and people's mails that only look so.

The shapes were learnt from public bug reports, test data and help pages; every word is written anew, and everybody in
them is invented. Half of each kind was kept aside until the patterns stood (`aside`).
"""

import hashlib
from dataclasses import dataclass

SEED = "kinds 2026-11-26"


@dataclass(frozen=True)
class Form:
    """One mail's subject and words, from whom, and what a person takes it for; `names`: whom a bounce could not reach."""

    kind: str
    language: str
    text: str
    subject: str = "Re: [NSCP 2026-0042-K] Stage 2: your answer is needed"
    sender: str = "Joy Okafor <joy.okafor@nenevalley.example>"
    names: str = ""
    status: str = ""
    quotes_id: bool = False

    @property
    def aside(self) -> bool:
        """Tell whether it was kept aside until the end."""
        said = f"{SEED}|{self.kind}|{self.subject}|{self.text}"
        return hashlib.sha256(said.encode()).digest()[0] % 2 == 1


def _away(language: str, *texts: str) -> list[Form]:
    return [Form("out-of-office", language, one) for one in texts]


def _person(*texts: str) -> list[Form]:
    return [Form("message", "en", one) for one in texts]


ABSENCES = (
    *_away(
        "en",
        "I am on annual leave until Thursday 3 December 2026 with no access to email. For urgent matters please contact "
        "Tom Ellis, tom.ellis@nenevalley.example.\n\nThis is an automated message.",
        "Hello,\n\nThank you for your email. I am currently out of the office and will be back on Monday 30 November. "
        "I will reply to your message on my return.\n\nKind regards,\n\nJoy Okafor\nTeam Manager\nNene Valley Council",
        "I'm away from the office today. If your enquiry is urgent please call the duty team on 01604 555 0142.",
        "Thanks for your message. I work part time and my working days are Monday, Tuesday and Wednesday. I will respond "
        "when I am next in the office.",
        "I am off sick at present. Please direct any queries to my manager Ann Marsh on 01604 555 0101.",
        "I am now on maternity leave and will return in September 2027. In my absence please contact "
        "Gail Finch, gail.finch@nenevalley.example.",
        "Hi\n\nI am on leave this week and not checking emails.\n\nIf you are worried about the safety of a child please "
        "ring the MASH on 0300 555 0111. In an emergency dial 999.\n\nJoy",
        "The school is now closed for half term and reopens on Monday 2 November. Emails will not be read until then.",
        "Out of office. Back Wednesday.",
        "I am attending training today and will have limited access to my emails.",
        "I no longer work for Nene Valley Council. Please contact the team at family.help@nenevalley.example instead.",
        "Many thanks for getting in touch. I'm on holiday from 23 November to 4 December inclusive and your email will "
        "not be forwarded. For anything urgent, contact my deputy, Ravi Menon (ravi.menon@nenevalley.example).",
        "I have left the Trust. Your email has not been forwarded. Please email duty.desk@nenevalley.example.",
        "Dear sender,\nI'm on A/L, returning 07/12/2026. Urgent matters: please ring 07700 900123.\nRegards\nJ Okafor",
        "I do not work Fridays. I will reply on Monday.",
        "I'm on compassionate leave for the rest of this week. My emails are not being monitored. If it is urgent call "
        "the office on 01604 555 0100 and ask for the duty social worker.",
    ),
    *_away(
        "cy",
        "Diolch am eich neges. Rwyf ar wyliau blynyddol tan 3 Rhagfyr. Ar gyfer materion brys cysylltwch â Tom Ellis, "
        "tom.ellis@nenevalley.example.\n\nThank you for your message. I am on annual leave until 3 December.",
        "Nid wyf yn y swyddfa ar hyn o bryd. Byddaf yn dychwelyd ddydd Llun.",
        "Rwyf allan o'r swyddfa heddiw. Os yw'n fater brys ffoniwch 01604 555 0142. Diolch, Siân",
    ),
    *_away(
        "de",
        "Guten Tag,\n\nvielen Dank für Ihre Nachricht. Ich bin bis einschließlich 4. Dezember 2026 nicht im Büro. Ihre "
        "E-Mail wird nicht weitergeleitet. In dringenden Fällen wenden Sie sich bitte an Tom Ellis "
        "(tom.ellis@nenevalley.example).\n\nMit freundlichen Grüßen\nJoy Okafor",
        "Ich bin ab dem 7. Dezember wieder erreichbar. Bis dahin bin ich im Urlaub und lese keine E-Mails.",
        "Ich befinde mich derzeit in Elternzeit. Bitte kontaktieren Sie meine Vertretung unter 01604 555 0142.",
    ),
    *_away(
        "fr",
        "Bonjour,\n\nJe suis absente du bureau jusqu'au 4 décembre inclus. En cas d'urgence, veuillez contacter "
        "Tom Ellis : tom.ellis@nenevalley.example.\n\nCordialement,\nJoy Okafor",
        "Merci pour votre message. Je suis en congé et je répondrai à mon retour le lundi 7 décembre.",
        "Je suis actuellement en congé maternité. Votre message ne sera pas lu.",
    ),
    *_away(
        "es",
        "Hola, gracias por su mensaje. Estaré fuera de la oficina hasta el lunes 7 de diciembre. Para asuntos urgentes, "
        "contacte con Tom Ellis en tom.ellis@nenevalley.example. Un saludo, Joy",
        "Estoy de vacaciones del 23 de noviembre al 4 de diciembre. Responderé a su correo a mi regreso.",
    ),
    *_away(
        "it",
        "Grazie per il messaggio. Sono in ferie fino al 4 dicembre. Per urgenze contattare Tom Ellis, "
        "tom.ellis@nenevalley.example. Cordiali saluti, Joy Okafor",
        "Sono fuori ufficio fino a lunedì 7 dicembre e risponderò al mio rientro.",
    ),
    *_away(
        "nl",
        "Bedankt voor uw bericht. Ik ben afwezig tot en met 4 december. Voor dringende zaken kunt u contact opnemen met "
        "Tom Ellis, tom.ellis@nenevalley.example. Met vriendelijke groet, Joy Okafor",
        "Ik ben met vakantie en lees mijn e-mail niet. Maandag 7 december ben ik weer op kantoor.",
    ),
    *_away(
        "pl",
        "Dziękuję za wiadomość. Jestem na urlopie do 4 grudnia. W pilnych sprawach proszę o kontakt z Tom Ellis, "
        "tom.ellis@nenevalley.example. Pozdrawiam, Joy",
        "Przebywam obecnie na zwolnieniu lekarskim. Odpowiem po powrocie.",
    ),
    *_away("pt", "Estou de férias até 4 de dezembro. Em caso de urgência, contacte Tom Ellis. Obrigada, Joy"),
    *_away("sv", "Tack för ditt mejl. Jag är på semester till och med 4 december och läser inte min e-post."),
    *_away("da", "Tak for din mail. Jeg holder ferie til og med den 4. december. Med venlig hilsen Joy Okafor"),
    *_away("ro", "Sunt în concediu până pe 4 decembrie. Pentru urgențe vă rog să contactați pe Tom Ellis."),
)

NO_ABSENCES = (
    *_person(
        "I am on leave until Monday but RESOLVED: we have agreed a joint visit.",
        "I am on annual leave until Monday. The child was not seen on Friday.",
        "I'm on leave from tomorrow, so please escalate this to Ann Marsh.",
        "URGENT. I am out of the office, please ring me on 07700 900123.",
        "I am out of the office today. Mum has rung and says he is back in the house.",
        "I am off sick. I agree with the plan.",
        "She is on annual leave until Monday.",
        "Tom is away from the office this week, so I will cover.",
        "I am on leave. Yes.",
        "I am on leave until Monday, can this wait?",
        "I'm away until Monday. No.",
        "I am on annual leave until 3 December. RECEIVED.",
        "I am out of the office but I do not agree with this.",
        "Leo was not in school. I am on leave until Monday.",
        "I am on leave until Monday. Please do not close this while I am away.",
        "I am on leave until Monday. He may die.",
        "I'm on leave from Friday and Daniel has left the family without a worker.",
        "I will be back in touch on Monday.",
        "Thank you for your email.",
        "I am on annual leave until Thursday. Please contact Tom Ellis about the bruise.",
        "I am on leave until Monday. PS the father is out on Friday.",
        "I am on leave until Monday. Leo is at immediate risk of harm.",
        "I am away until Monday.\n\nEscalate",
        "I am on annual leave. Disagree.",
        "Rwyf ar wyliau tan ddydd Llun ond rwy'n anghytuno.",
        "Ich bin bis Montag im Urlaub, aber das Kind wurde geschlagen.",
        "Je suis absente jusqu'à lundi mais je ne suis pas d'accord.",
        "I am on leave until Monday. Nobody has called me back.",
    ),
    Form(
        "message",
        "en",
        "I am on annual leave until Monday. Please contact Tom Ellis, tom.ellis@nenevalley.example.",
        subject="Baby K: who covers?",
    ),
)

SERVER = "Mail Delivery System <mailer-daemon@mx.nenevalley.example>"
_LOST = "joy.okafor@nenevalley.example"
_OURS = "<abc123def456.aaaaaaaaaaaaaaaa@nscp.example>"


def _bounce(
    language: str,
    subject: str,
    text: str,
    *,
    sender: str = SERVER,
    status: str = "",
    below: str = "",
    kind: str = "bounce",
) -> Form:
    whole = text.replace("%", _LOST) + (f"\n\n{below}\n{_returned()}" if below else "")
    return Form(kind, language, whole, subject, sender, _LOST, status, bool(below))


def _returned() -> str:
    return (
        "Received: from nscp.example by mx.nenevalley.example; Tue, 24 Nov 2026 15:05:12 +0000\n"
        "From: NSCP Escalations <escalate@nscp.example>\nTo: Joy Okafor <joy.okafor@nenevalley.example>\n"
        f"Subject: [NSCP 2026-0042-K] Stage 2\nMessage-ID: {_OURS}\n\nPlease reply AGREE or DISAGREE."
    )


_EXCHANGE = "Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@nenevalley.example>"
_POSTMASTER = "postmaster@nenevalley.example"

BOUNCES = (
    _bounce(
        "de",
        "Unzustellbar: [NSCP 2026-0042-K] Stage 2",
        "Fehler bei der Nachrichtenzustellung an folgende Empfänger oder Gruppen:\n\n% (%)\nDie eingegebene Adresse wurde "
        "nicht gefunden.\n\nDiagnoseinformationen für Administratoren:\nGenerierender Server: mail.nenevalley.example\n"
        "%\nRemote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound'",
        sender=_EXCHANGE,
        status="5.1.10",
        below="Ursprüngliche Nachrichtenkopfzeilen:",
    ),
    _bounce(
        "de",
        "Ihre Nachricht konnte nicht zugestellt werden",
        "Diese Nachricht wurde automatisch vom Mailserver mx.nenevalley.example erzeugt.\n\nIhre Nachricht an <%> konnte "
        "nicht zugestellt werden:\n550 5.7.1 Zugriff verweigert",
        status="5.7.1",
        below="--- Der Kopf der ursprünglichen Nachricht folgt. ---",
    ),
    _bounce(
        "de",
        "Zustellung verzögert: [NSCP 2026-0042-K] Stage 2",
        "Die Zustellung an die folgenden Empfänger verzögert sich:\n%\nSie brauchen die Nachricht nicht erneut zu senden.",
        sender=_POSTMASTER,
        kind="delayed",
    ),
    _bounce(
        "fr",
        "Non remis : [NSCP 2026-0042-K] Stage 2",
        "Échec de la remise à ces destinataires ou groupes :\n\n%\nL'adresse de courrier n'a pas été trouvée.\n\n"
        "Informations de diagnostic pour les administrateurs :\nServeur de génération : mail.nenevalley.example\n"
        "% #550 5.1.1 RESOLVER.ADR.ExRecipNotFound; not found ##",
        sender=_EXCHANGE,
        status="5.1.1",
        below="En-têtes du message d'origine :",
    ),
    _bounce(
        "fr",
        "Échec de distribution",
        "Votre message n'a pas pu être remis aux destinataires suivants :\n\n    <%> : boîte aux lettres pleine "
        "(452 4.2.2)",
        status="4.2.2",
    ),
    _bounce(
        "fr",
        "Message non distribué",
        "J'ai le regret de vous informer que votre courrier n'a pas pu être transmis.\n<%>: host mx said: 550 5.1.1 User "
        "unknown",
        status="5.1.1",
        below="Copie du message :",
    ),
    _bounce(
        "es",
        "No se puede entregar: [NSCP 2026-0042-K] Stage 2",
        "No se pudo entregar el mensaje a los siguientes destinatarios o grupos:\n\n%\nNo se encontró la dirección de "
        "correo.\n\nInformación de diagnóstico para administradores:\n%\n550 5.1.1 no such user",
        sender=_EXCHANGE,
        status="5.1.1",
        below="Encabezados originales del mensaje:",
    ),
    _bounce(
        "es",
        "Error de entrega del correo",
        "Su mensaje no ha podido ser entregado.\nDestinatario: %\nMotivo: 550 5.4.1 Recipient address rejected",
        status="5.4.1",
    ),
    _bounce(
        "it",
        "Non recapitabile: [NSCP 2026-0042-K] Stage 2",
        "Impossibile recapitare il messaggio ai seguenti destinatari o gruppi:\n\n%\nL'indirizzo di posta non è stato "
        "trovato.\n\nInformazioni di diagnostica per gli amministratori:\n%\n550 5.1.1 RESOLVER.ADR.RecipNotFound",
        sender=_EXCHANGE,
        status="5.1.1",
        below="Intestazioni originali del messaggio:",
    ),
    _bounce(
        "it",
        "AVVISO DI MANCATA CONSEGNA",
        "Il messaggio non è stato consegnato al destinatario <%>\ncasella inesistente (5.1.1)",
        sender=_POSTMASTER,
        status="5.1.1",
    ),
    _bounce(
        "nl",
        "Onbestelbaar: [NSCP 2026-0042-K] Stage 2",
        "Uw bericht kan niet worden bezorgd bij de volgende geadresseerden of groepen:\n\n%\nHet adres is niet gevonden."
        "\n\nDiagnostische gegevens voor beheerders:\n%\nRemote Server returned '550 5.4.1 Recipient address rejected'",
        sender=_EXCHANGE,
        status="5.4.1",
        below="Oorspronkelijke berichtkoppen:",
    ),
    _bounce("nl", "Bezorging mislukt", "Uw bericht aan % kon niet worden afgeleverd: mailbox vol.", sender=_POSTMASTER),
    _bounce(
        "pl",
        "Niedostarczalne: [NSCP 2026-0042-K] Stage 2",
        "Nie można było dostarczyć wiadomości do następujących adresatów lub grup:\n\n%\n\nInformacje diagnostyczne dla "
        "administratorów:\n%\n550 5.1.1 User unknown",
        sender=_EXCHANGE,
        status="5.1.1",
        below="Oryginalne nagłówki wiadomości:",
    ),
    _bounce(
        "pl",
        "Nie dostarczono wiadomości",
        "Wiadomość nie została dostarczona do % , ponieważ nie znaleziono adresu.\nOdpowiedź serwera: 550 5.1.1",
        sender="Mail Delivery Subsystem <mailer-daemon@mail.example>",
        status="5.1.1",
    ),
    _bounce(
        "pt",
        "Não entregue: [NSCP 2026-0042-K] Stage 2",
        "Falha na entrega a estes destinatários ou grupos:\n\n%\n550 5.1.10 Recipient not found",
        sender=_EXCHANGE,
        status="5.1.10",
        below="Cabeçalhos da mensagem original:",
    ),
    _bounce(
        "sv",
        "Kan inte levereras: [NSCP 2026-0042-K] Stage 2",
        "Det gick inte att leverera till följande mottagare eller grupper:\n\n%\n550 5.1.1 not found",
        sender=_EXCHANGE,
        status="5.1.1",
    ),
    _bounce(
        "da",
        "Kan ikke leveres: [NSCP 2026-0042-K] Stage 2",
        "Levering til følgende modtagere eller grupper mislykkedes:\n\n%\n550 5.1.1 not found",
        sender=_EXCHANGE,
        status="5.1.1",
    ),
    _bounce(
        "cy",
        "Methwyd danfon: [NSCP 2026-0042-K] Stage 2",
        "Ni ellid danfon eich neges at y derbynwyr canlynol:\n\n%\n550 5.1.1 not found",
        status="5.1.1",
        below="Penawdau'r neges wreiddiol:",
    ),
    _bounce("cy", "Heb ei danfon", "Nid oedd modd danfon eich neges at <%>.", sender=_POSTMASTER),
    _bounce(
        "en",
        "Undeliverable: [NSCP 2026-0042-K] Stage 2",
        "Delivery has failed to these recipients or groups:\n\n%\nThe email address wasn't found.\n\nDiagnostic information "
        "for administrators:\nGenerating server: mail.nenevalley.example\n%\n550 5.1.1 RESOLVER.ADR.RecipNotFound",
        sender=_EXCHANGE,
        status="5.1.1",
        below="Original message headers:",
    ),
    _bounce(
        "en",
        "Mail delivery failed: returning message to sender",
        "This message was created automatically by mail delivery software.\n\nA message that you sent could not be "
        "delivered to one or more of its recipients. The following address(es) failed:\n\n  %\n    host mx [192.0.2.7]: "
        "550 5.1.1 unknown user",
        status="5.1.1",
        below="------ This is a copy of the message, including all the headers. ------",
    ),
    _bounce(
        "en",
        "failure notice",
        "Hi. This is the qmail-send program at mx.nenevalley.example.\nI'm afraid I wasn't able to deliver your message to "
        "the following addresses.\n\n<%>:\nSorry, no mailbox here by that name. (#5.1.1)",
        status="5.1.1",
        below="--- Below this line is a copy of the message.",
    ),
    _bounce(
        "en",
        "DELIVERY FAILURE: User joy.okafor (joy.okafor@nenevalley.example) not listed in Domino Directory",
        "Your message\n\n  Subject: [NSCP 2026-0042-K] Stage 2\n\nwas not delivered to:\n\n  %\n\nbecause:\n\n  User not "
        "listed in Domino Directory",
        sender="Postmaster <postmaster@notes.nenevalley.example>",
    ),
    _bounce(
        "en",
        "Delivery Status Notification (Failure)",
        "** Address not found **\n\nYour message wasn't delivered to % because the address couldn't be found.\n\nThe "
        "response was: 550 5.1.1 The account does not exist",
        sender="Mail Delivery Subsystem <mailer-daemon@mail.example>",
        status="5.1.1",
    ),
    _bounce(
        "en",
        "Message Undeliverable",
        "Sorry, your mail could not be delivered.\n\nThe mailbox of % is full (5.2.2).",
        sender="System Administrator <postmaster@nenevalley.example>",
        status="5.2.2",
    ),
    _bounce(
        "en",
        "Message delivery has been delayed",
        "Your message to % has been delayed. The server will keep trying for three days.",
        sender=_POSTMASTER,
        kind="delayed",
    ),
    _bounce(
        "fr",
        "Remise retardée : [NSCP 2026-0042-K] Stage 2",
        "La remise à ces destinataires a été retardée :\n\n%\n\nVous n'avez pas besoin de renvoyer le message.",
        sender=_EXCHANGE,
        kind="delayed",
    ),
)

NO_BOUNCES = (
    Form("message", "en", "Your letter to Daniel could not be delivered, he says. Can you send it again?"),
    Form("message", "en", "My mail to Sam came back: 550 5.1.1 user unknown. Who is it now?", "Undeliverable mail"),
    Form(
        "message", "de", "Die Nachricht an Frau Reed konnte nicht zugestellt werden. Wer vertritt sie?", "AW: Stage 2"
    ),
    Form(
        "message",
        "en",
        "The letter for Joy could not be delivered because her mailbox was closed. Whom shall I ask?\n\nEwan",
        "Joy's mailbox",
        "Ewan Holt <postmaster@nenevalley.example>",
    ),
    Form("message", "en", "See below, it bounced. RECEIVED all the same.", "FW: Unzustellbar: [NSCP 2026-0042-K]"),
    Form(
        "message", "en", "Could not deliver the pack to the school today. I will go again on Monday.", "Delivery failed"
    ),
)

_ABOVE = (
    "From: NSCP Escalations <escalate@nscp.example>\nSent: 24 November 2026 15:05\nTo: Okafor, Joy "
    "<joy.okafor@nenevalley.example>\nSubject: [NSCP 2026-0042-K] Stage 2\n\nPlease reply AGREE or DISAGREE."
)
_QUOTED = (
    "On Tue, 24 Nov 2026, 15:05 NSCP Escalations, <escalate@nscp.example> wrote:\n\n> Please reply AGREE or DISAGREE."
)
_GMAIL = "<https://www.mail.example/about/?utm_source=in-product>"


def _reacted(language: str, *texts: str) -> list[Form]:
    return [Form("reaction", language, one) for one in texts]


REACTIONS = (
    *_reacted(
        "en",
        f"Joy Okafor reacted to your message:\n\n{_ABOVE}",
        f"[like] Joy Okafor reacted to your message:\n________________________________\n{_ABOVE}",
        "Okafor, Joy reacted to your message:",
        f"👍 Joy Okafor reacted to your message:\n\n{_ABOVE}",
        f"👍\n\nJoy Okafor reacted via Gmail {_GMAIL}\n\n{_QUOTED}",
        f"❤️\n\nJoy Okafor reacted via Gmail\n{_GMAIL}\n\n{_QUOTED}",
        "👍 Joy Okafor reacted via Gmail",
        "Liked “Please reply AGREE or DISAGREE.”",
        "Loved “We propose a joint visit on Monday.”",
        'Disliked "Stage 2: your answer is needed"',
        "Emphasised “Please reply AGREE or DISAGREE.”",
        "Laughed at “Please reply AGREE or DISAGREE.”",
        "Reacted 👍 to “Please reply AGREE or DISAGREE.”",
        "Removed a like from “Please reply AGREE or DISAGREE.”",
    ),
    *_reacted("de", f"Joy Okafor hat auf Ihre Nachricht reagiert:\n\n{_ABOVE.replace('From:', 'Von:')}"),
    *_reacted("de", "👍\n\nJoy Okafor hat über Gmail reagiert"),
    *_reacted("fr", f"Joy Okafor a réagi à votre message :\n\n{_ABOVE.replace('From:', 'De :')}"),
    *_reacted("fr", "👍\n\nJoy Okafor a réagi via Gmail"),
    *_reacted("es", f"Joy Okafor ha reaccionado a tu mensaje:\n\n{_ABOVE.replace('From:', 'De:')}"),
    *_reacted("it", f"Joy Okafor ha reagito al tuo messaggio:\n\n{_ABOVE.replace('From:', 'Da:')}"),
    *_reacted("nl", f"Joy Okafor heeft gereageerd op uw bericht:\n\n{_ABOVE.replace('From:', 'Van:')}"),
    *_reacted("pl", f"Joy Okafor zareagowała na Twoją wiadomość:\n\n{_ABOVE.replace('From:', 'Od:')}"),
    *_reacted("cy", f"Mae Joy Okafor wedi ymateb i'ch neges:\n\n{_ABOVE.replace('From:', 'Oddi wrth:')}"),
)

NO_REACTIONS = (
    *_person(
        "👍",
        "👍 AGREE",
        "Joy Okafor reacted to your message:\n\nDoes that count as her agreement?",
        f"Daniel Mensah reacted to your message:\n\n{_ABOVE}",
        "Mum reacted to your message with a threat, and he is not safe tonight.",
        "He liked “the plan”, he told me, and then he hit her.",
        "Liked “Please reply AGREE or DISAGREE.”\n\nBut we do not agree.",
        "Loved “the plan”? No. DISAGREE",
        f"Joy Okafor reacted to your message:\n\nESCALATE\n\n{_ABOVE}",
        "👍\n\nJoy Okafor reacted via Gmail\n\nURGENT: he is outside the house.",
        "She reacted via Gmail with a thumb, so is it agreed?",
    ),
)

EVERY = (*ABSENCES, *NO_ABSENCES, *BOUNCES, *NO_BOUNCES, *REACTIONS, *NO_REACTIONS)
