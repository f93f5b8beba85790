"""How mail servers say in words that a mail did not arrive, or not yet: one row a language, in `_ROWS`.

`failed` and `late` are looked for where a subject begins and in the first lines of the text; `cue` stands before the
address that could not be reached.
"""

import re
from typing import NamedTuple


class _Row(NamedTuple):
    language: str
    failed: str
    late: str
    cue: str


_ROWS = (
    _Row(
        "German",
        r"unzustellbar|nicht (?:zustellbar|zugestellt|ausgeliefert|übermittelt)|(?:zustellung|übermittlung) (?:ist )?"
        r"fehlgeschlagen|fehler bei der (?:nachrichten)?(?:zustellung|übermittlung)|(?:konnte|kann) nicht (?:an .{1,80} )?"
        r"(?:zugestellt|gesendet) werden|nicht gefunden: .{0,40}empfänger",
        r"(?:zustellung|nachricht|auslieferung)\w{0,5} (?:wurde |wird |ist )?(?:verzögert|verspätet)|verzögerte zustellung"
        r"|verzögert sich",
        r"(?:an|für) (?:die )?folgende[nr]? (?:empfänger|adressen?)(?: oder (?:gruppen|verteilerlisten))?:?|empfänger:"
        r"|ihre nachricht an|(?:e-?mail|nachricht) an",
    ),
    _Row(
        "French",
        r"non (?:remis|distribu(?:é|able)|délivr(?:é|able))|échec (?:de )?(?:la |l['\u2019])?(?:remise|distribution"
        r"|livraison|envoi|acheminement)|(?:n['\u2019]a|n['\u2019]ont) pas pu être (?:remis|distribué|délivré|transmis|livré"
        r"|acheminé)|message non (?:remis|distribué|délivré)|(?:n['\u2019]a|n['\u2019]ont) pas été (?:remis|distribué|délivré)"
        r"|impossible de (?:remettre|distribuer|livrer)|(?:remise|distribution) impossible|adresse introuvable",
        r"(?:remise|distribution|livraison|message) (?:a été |est )?(?:retardée?|différée?)|(?:a|ont) été (?:retardé|différé)"
        r"|retard de (?:remise|distribution|livraison)",
        r"(?:à|a|aux?) (?:ces|ce|les?)? ?(?:destinataires?)(?: suivants?)?(?: ou groupes?)? ?:?|destinataire ?:"
        r"|votre (?:message|courrier) à",
    ),
    _Row(
        "Spanish",
        r"no se (?:puede|pudo|ha podido) entregar|no (?:ha podido|pudo|puede) ser entregado|(?:mensaje|correo) (?:no "
        r"entregado|devuelto|rechazado)|no entregado|error (?:de|en la|al) entreg\w{1,4}|(?:fallo|falló) (?:en |de )?(?:la )?"
        r"entrega|(?:no se encontró|no se ha encontrado) la dirección|imposible entregar|entrega fallida",
        r"(?:entrega|mensaje|correo) (?:se ha |ha sido |está |se está )?(?:retrasad[oa]|demorad[oa]|retrasando)|retraso en la "
        r"entrega",
        r"a (?:los siguientes|estos|el siguiente|este) destinatarios?(?: o grupos)?:?|destinatarios?:|(?:mensaje|correo) a",
    ),
    _Row(
        "Italian",
        r"non recapitabil\w|(?:mancat[oa]|mancata) (?:recapito|consegna)|(?:non è stato|non può essere|non è stato possibile)"
        r" (?:recapitat[oa]|consegnat[oa]|recapitare|consegnare)|impossibile (?:recapitare|consegnare)|consegna (?:non riuscita"
        r"|fallita)|recapito non riuscito|messaggio non (?:recapitato|consegnato)|indirizzo non trovato",
        r"(?:consegna|recapito|messaggio) (?:è |è stat[oa] |in )?(?:ritardat[oa]|ritardo)|in ritardo la consegna",
        r"(?:ai seguenti|a questi|al seguente|al) destinatari\w?(?: o gruppi)?:?|destinatari\w?:|(?:messaggio|posta) a",
    ),
    _Row(
        "Dutch",
        r"onbestelbaar|(?:kan|kon|is|zijn) niet (?:worden )?(?:bezorgd|afgeleverd|besteld)|niet (?:bezorgd|afgeleverd)"
        r"|(?:bezorging|aflevering|bezorgen|afleveren) (?:is )?mislukt|adres (?:is )?niet gevonden",
        r"(?:bezorging|aflevering|bericht) (?:is |wordt )?vertraagd|vertraging bij (?:de )?(?:bezorging|aflevering)"
        r"|vertraagd(?: bericht)?:",
        r"(?:bij|aan) (?:de volgende|deze) (?:geadresseerden?|ontvangers?)(?: of groepen)?:?|(?:ontvanger|geadresseerde):"
        r"|bericht aan",
    ),
    _Row(
        "Polish",
        r"niedostarcz(?:aln\w|on\w)|nie (?:dostarczono|można (?:było )?dostarczyć|udało się dostarczyć)|nie (?:została|zostały"
        r"|może zostać|można) dostarczon\w|(?:błąd|niepowodzenie) (?:dostarczania|doręcz\w{1,5})|nie znaleziono adresu",
        r"opóźni\w{2,5} (?:w )?(?:dostarcz\w{1,5}|doręcz\w{1,5})|(?:dostarczenie|dostarczanie|wiadomość) .{0,30}opóźnion\w",
        r"do (?:następujących|tych) (?:adresatów|odbiorców)(?: lub grup)?:?|(?:adresat|odbiorca):|dostarczona do",
    ),
    _Row(
        "Portuguese",
        r"não (?:entregue|foi entregue|foi possível entregar|pôde ser entregue)|falha (?:na|de) entrega|erro (?:na|de) entrega"
        r"|mensagem (?:não entregue|devolvida)|endereço não encontrado",
        r"(?:entrega|mensagem) (?:está |foi )?(?:atrasada|adiada)|atraso na entrega",
        r"a (?:estes|esses|os seguintes)? ?destinatários?(?: ou grupos)?:?|aos seguintes destinatários:?|destinatário:",
    ),
    _Row(
        "Swedish, Danish, Norwegian",
        r"(?:kan|kunde|kunne) (?:inte|ikke) (?:levereras|leveres|leverera|levere)|(?:gick|går) inte att leverera|olevererbar\w?"
        r"|(?:ikke|inte) (?:leveret|levert|levererat)|lever(?:ing|ans)\w{0,5} .{0,80}mislyk\w{1,6}|leveransfel|leveringsfeil",
        r"(?:leverans|levering)\w{0,2} (?:är |er |har blivit |er blitt )?(?:försenad|forsinket)|forsinket levering",
        r"(?:till|til) (?:följande|følgende|dessa|disse) (?:mottagare|modtagere|mottakere)(?: eller grup\w{1,4})?:?",
    ),
    _Row(
        "Welsh",
        r"(?:ni ellid|methwyd(?: â)?|methu|ni lwyddwyd i|nid oedd modd|nid oes modd) (?:danfon|dosbarthu|anfon|cyflwyno)"
        r"|heb (?:ei |eu )?(?:d?danfon|d?dosbarthu|gyflwyno)|ni chafodd .{0,40}(?:ei danfon|ei dosbarthu|ei chyflwyno)",
        r"oedi (?:wrth|cyn|o ran) (?:danfon|dosbarthu|anfon|cyflwyno)|mae oedi",
        r"(?:at|i) (?:y|yr|'r) (?:derbyn(?:nydd|wyr|yddion)|cyfeiriad(?:au)?)(?: canlynol)?:?|neges at",
    ),
)
FAILED = "|".join(row.failed for row in _ROWS)
LATE = "|".join(row.late for row in _ROWS)
CUE = "|".join(row.cue for row in _ROWS)
# What parts a server's words from the copy of our mail below them: "original headers", "a copy of your message".
BELOW = (
    r"(?:ursprüngliche\w? |kopf der ursprünglichen |originale? )(?:nachricht\w{0,20}|kopfzeilen)|en-?têtes? (?:d['\u2019]origine"
    r"|du message)|copie du message|encabezados? (?:originales|del mensaje)|intestazion\w (?:originali|del messaggio)"
    r"|oorspronkelijke bericht\w{0,7}|oryginalne nagłówki|cabeçalhos? (?:da mensagem|originais)|ursprungliga|oprindelige"
    r"|opprinnelige|penawdau'r neges"
)
WORDS = re.compile(rf"(?i){FAILED}|{LATE}")
