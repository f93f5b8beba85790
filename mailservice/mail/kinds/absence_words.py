"""The words that an absence notice is made of, language by language: `VOCABULARIES`. No other word stands in one.

What may be taken for a notice is this list; a sentence with any other word is a person's. Names, dates, numbers and
addresses are no words here.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.casefold().split())


_ENGLISH = _words(
    """
    a absence absent access address addressed after afternoon afterwards again ahead all also alternative
    alternatively always am an and annual answer answered any anyone anything apologies appreciate appropriate apr
    april are around as asap ask assist assistance at attend attending attention aug august automated automatic
    automatically autoreply autumn available away back backup bank be because been before being best between break
    briefly business but by call calls can can't cannot cases cc check checked checking cheers christmas closed closes
    colleague colleague's colleagues colleagues' come compassionate conference confidentiality contact contacted
    correspondence course cover covered covering currently date day days dear dec december delay delayed delays
    delivered deputy desk dial direct directed directly duration during duty e-mail e-mailed e-mails each earliest
    easter either else email emailed emails enquiries enquiry evening everyone ext extended feb february feel
    find first five flexible follow following for fortnight forward forwarded four free fri friday fridays from full
    full-time further generic get getting go half half-term has have head hear hello hi holiday holidays hope
    hours how however i i'd i'll i'm i've if important in inbox inclusive inconvenience inform information
    infrequently instead intermittent intermittently internet into is issue issues it jan january jul july jun june
    jury kind kindly know late least leave left limited line listed local longer looking lunch mail mailbox mails main
    make management manager many mar march maternity matter matters may me meeting meetings member members
    message messages midday mind mobile moment mon monday mondays monitor monitored monitoring more morning most much
    my near never new next night non-urgent non-working noon normal not note nov november now number occasionally oct
    october of off office offsite on once one only onwards ooo opportunity or other otherwise our out over parental
    part part-time paternity patience patient pattern period periodically person phone place planned please pm
    possible post practitioner present promptly purposes queries query question questions quick quickly rather reach
    reached reaching read reading reasons reception redirected refer regarding regards regular regularly relevant
    remotely reopen reopens replied replies reply replying requests require resend respond responding response
    responses rest resume return returned returning returns ring role sabbatical sat saturday school secondment
    send sender sent sep sept september set seven shortly sick sickness sincerely site six so-that soon speak
    sporadically spring staff starting still study such summer sun sunday support switchboard team teams telephone
    term text thank thanks that the then there thereafter therefore these this those three through thu thur thurs
    thursday thursdays time time-sensitive times to today todays touch training travelling trip trust tue tues tuesday
    tuesdays two unable unanswered unavailable under understanding unfortunately until up upon us vacation very via
    voicemail warm warmest was we we'll we're we've wed wednesday wednesdays week weekend weekly weeks when where
    while whilst will winter wishes with within work working works writing year you you're your yours
    """
)
# Of these an English notice speaks only of others, after "if", "for" or "in an": they are no word of the writer's own.
CARE = _words(
    """
    about abuse advice are at-risk believe care child child's children children's concern concerned concerns crisis
    danger door duty emergencies emergency families family fear feel front harm have having help hub immediate
    immediately is mash need needed needs or police require requires risk safe safeguarding safety school service
    services social support suspect think urgent urgently welfare worker worried worry
    """
)
_WELSH = _words(
    """
    a absennol absenoldeb ac adeg ag allan am amser angen ar argyfwng at ateb atebaf awst awtomatig bellach blynyddol
    bo bod bore bryd brys byddaf byddwch byddwn chi chwefror chwi chysylltu cofion cyfarchion cyfeiriwch cyfnod cyn
    cynted cysylltiad cysylltu cysylltwch cywir dan danfonwch darllen ddarllen ddiffuant ddim ddychwelaf ddydd derbyn
    diolch dros drwy dychwelaf dychwelyd dydd dyddiau e-bost e-byst ebost ebostiwch ebrill ebyst ei eich eisiau er
    fater faterion fe ffonio ffoniwch ffurflen ffôn fi fod frys fy fydd fyddaf fyddai fyny gallaf gan garedig gorau
    gorffennaf gwaith gwasanaeth gweithio gwener gwyliau gwylio gydag gyfer gyfnod gynhadledd gyswllt haf hanner
    heddiw helo heno hon hwn hwnnw hwyr hydref hyfforddi hyfforddiant hyn i i'ch i'r iau ichi iddo ionawr isod llawn
    lle llinell llun llwyr llywodraeth mae maes mai mamolaeth mater materion mawr mawrth medi medru mehefin mercher
    methu mewn mi modd monitro mwyaf mwyn na nad neges negeseuon nes neu ni nid nos o o'r oddi oes ond oriau os pan
    phan pheidiwch phob post prynhawn prysur rhagfyr rheolwr rhif rhwng rwy rwy'n rwyf sadwrn salwch siarad sul
    swyddfa swyddog symudol sâl tachwedd tan tra trwy tymor tîm un unrhyw wedi wener wrth wyf wyliau wyt wythnos y y'n
    ydw ydwyf yma ymateb ymlaen yn yn-ôl yna yng yr ysbyty ysgol yw yw'n yw'r â ôl
    """
)
_GERMAN = _words(
    """
    ab abwesend abwesenheit aktuell alle allen als am an anfrage anfragen angelegenheiten anliegen anruf antwort
    antworte antworten april arbeit arbeitstag auf august aus automatisch automatische außer bald beantworte
    beantworten beantwortet bearbeite bearbeiten bearbeitet bearbeitung befinde bei besten bin bis bitte büro da dahin
    damen danach dank danke dann das dem den der derzeit dezember die dienstag dienstreise diese dieser donnerstag
    dringend dringende dringenden dringender durch e-mail e-mails eine einem einen einer eingeschränkt einschließlich
    elternzeit erkrankt erreichbar erreichen erst es fall februar feiertage folgende fortbildung frau freitag
    freundliche freundlichen fälle fällen für geehrte gelesen gerne gewohnt grundsätzlich gruß grüße grüßen guten habe
    haben hallo herr herren herzliche herzlichen heute hilfe hinterlassen ich ihnen ihr ihre ihrem ihren ihrer im in
    ist jahresurlaub januar juli juni kann kehre kein keine keinen kolleg kollege kollegen kollegin kontaktieren krank
    krankgeschrieben krankheit können kümmere kümmert lage laufe leider lese lg liebe mai mail mails mein meine meinem
    meinen meiner melde melden mfg mich mit mittwoch montag morgen mutterschutz märz möglich nach nachricht
    nachrichten nicht nicht-erreichbar notfall notfällen november nur nächste nächsten oder oktober ort per persönlich
    rufen rückkehr samstag schnell schnellstmöglich sehr sein seit sekretariat selbstverständlich september sich sie
    sind so sofort sonntag spätestens stehe steht tag tagen team telefon telefonisch uhr um umgehend und unter urlaub
    urlaubs verfügung verständnis vertreten vertretung vertritt vielen vom von vor voraussichtlich war weiter
    weitergeleitet weiterhin wende wenden werde werden wie wieder wir wird woche wochen während zeit zeitraum zu
    zugriff zum zur zurück zwischen
    """
)
_FRENCH = _words(
    """
    a absence absent absente accès actuellement adresse adresser afin ai août après assistante au aucun aucune
    aujourd'hui auprès aurai automatique aux avant avec avril bien bonjour bonne bonsoir boîte bureau c'est cas cause
    ce cet cette chef cher chère collègue collègues compréhension congé congés consulte consulter consulterai contact
    contacter cordialement cordiales cours d'absence d'urgence dans de demain demande demandes des dimanche direct
    disponible du durant dès décembre délais déplacement e-mail e-mails effet elle en enceinte est et fermé fin
    formation férié fériés février heures hui il inclus j'ai janvier je jeudi joignable jour jours juillet juin
    jusqu'au jusqu'à l'absence l'équipe la le lendemain les limité lirai lire lu lundi lus ma madame mai mail mails
    maladie mardi mars maternité me meilleurs merci mercredi mes mesdames message messagerie messages messieurs moi
    mois moment mon monsieur ne nous novembre numéro octobre ou par parental pas paternité pendant plus possible pour
    pourrai pouvez prendrai prendre prenez prochain prochaine puis période qu'à que quelque question questions
    rapidement rappeler repos reprendrai reprise responsable retour reviendrai reviens réception répondrai répondre
    réponds réponse sa salutations samedi sans se secrétariat semaine sentiments septembre sera serai seront service
    ses si sincères sont standard suis sur tout toute toutes traiterai traité traités téléphone téléphoner téléphonez
    un une urgence urgences urgent urgente urgentes vacances vendredi vers veuillez vos votre vous y à électronique
    équipe été êtes
    """
)
_SPANISH = _words(
    """
    a abril acceso actualmente agosto al ante antes asunto asuntos atención atender atenderé atentamente ausencia
    ausente automática automático baja buenas buenos cada caso colega colegas comunicarse con contactar contacte
    contacto cordial cordiales correo correos cualquier cuando cuanto de del departamento desde después diciembre
    domingo durante día días el email emergencia en encuentro enero equipo es escriba escribir esta estado estar
    estaré este estimada estimado estoy excedencia favor febrero fin fuera gracias ha hasta hola horas hoy incluido
    inclusive jornada jueves julio junio la las leer leeré leído limitado llamada llamar llame lo los lunes martes
    marzo maternidad mayo me mensaje mensajes mi mis miércoles momento muchas muy médica necesita no nos noviembre
    nuestro nuevo número o octubre oficina para paternidad permanezco permiso pero persona por posible pronto próxima
    próximo pueda puede póngase que queda regresaré regrese regreso responder responderé respondido respuesta
    revisando revisar revisaré saludo saludos se sea semana septiembre será si sido sin sobre soy su sus sábado tan
    tarde tardes teléfono todo trabajar trabajo un una unos urgencia urgencias urgente urgentes vacaciones viaje
    viernes volveré vuelta vuelva y ya
    """
)
_ITALIAN = _words(
    """
    a accesso agosto al alla alle allora appena aprile assente assenza automatica avere avrò bisogno buona buonasera
    buongiorno casi caso che chiamare ciao collega colleghi comprensione compreso comunicazioni con congedo contattare
    contattate contatti contatto cordiali cordialmente corso cortesemente da dal dalla dalle date del della delle di
    dicembre disponibile domenica dopo durante e e-mail email essere fare febbraio ferie fino fuori gennaio gentile
    giorni giorno giovedì giugno grazie ho i il impegnato in incluso indirizzo inoltrata inoltrato inviare io l'email
    l'indirizzo l'ufficio la lavoro le leggerò lei letta letti letto lettura limitato lo luglio lunedì ma maggio mail
    malattia martedì marzo maternità me mercoledì messaggi messaggio mi mia miei mio momento nel nella nessun non
    novembre numero nuovo o oggi ore ottobre ovvero parentale per periodo permesso possibile posta potete presto prima
    prossima prossimo può qualsiasi quanto questa questioni questo riceverete ricevuto richiesta richieste rientrerò
    rientro rispondere risponderò risposta ritorno rivolgersi rivolgetevi sabato saluti salve sarà sarò scrivere se
    sede segreteria servizio settembre settimana sino solo sono sua sul suo tel telefonare telefonicamente telefono
    tornare tornerò tra trasferta tutte tutto ufficio un una urgente urgenti urgenza urgenze vacanza venerdì vi
    viaggio visionare vostra vostro
    """
)
_DUTCH = _words(
    """
    aan aanwezig afwezig afwezigheid al alle alleen als antwoord april augustus automatisch beantwoord beantwoorden
    bedankt bel bellen ben benader bent beperkt bereikbaar bericht berichten beste bij buiten collega collega's
    contact contacteren daarna dag dagen dan dank dat de december deze die dinsdag dit donderdag door doorgestuurd
    dringend dringende e-mail e-mailen e-mails een eerst eerstvolgende eind email en er f februari gaan geachte
    gedurende geen geldt gelezen goedemiddag goedendag graag groet groeten hallo hartelijke heb hebben heeft het
    hoogte hulp ik in inclusief is januari juli juni kan kantoor kunnen kunt lees lezen maandag maar maart mail mails
    mei meneer met mevrouw mijn mogelijk moment na naar neem nemen niet november nu nummer of oktober om op opnemen
    ouderschapsverlof per periode reactie reageer reageren receptie secretariaat september snel spoed spoedeisende
    spoedgevallen t team telefonisch telefoon telefoonnummer terug terugkomst tijdens toegang tot tussen u uit urgente
    uw vakantie van vanaf vandaag verlof vervanger vervanging via volgende voor vragen vriendelijke vrijdag wanneer
    was week weer wel werk werken werkzaam wij wil wilt woensdag word worden wordt zaken zal zaterdag zich ziek ziekte
    zijn zo zodra zondag zwangerschapsverlof
    """
)
_POLISH = _words(
    """
    a aktualnie automatyczna automatyczną biura biurze brak będę ciągu czas czasie czerwca czwartek dla dni dnia
    dniach dniem do dobry dostępna dostępny dostępu dzień dziękuję grudnia i informuję jestem kieruję kontakt
    kontaktować kontaktu kwietnia lekarskim lipca listopada lutego ma macierzyńskim mail maila maile mailowej maja
    marca mi mnie moja mojej moją możliwości na nagłych najszybciej nie niedziela nieobecna nieobecności nieobecny
    niezwłocznie numer numerem o obecnie od odbieram odczytana oddzwonię odpowiedzieć odpowiedź odpowiem oraz pana
    pani państwa października pilne pilnej pilnych piątek po poczty pod podróży poniedziałek poniedziałku poważaniem
    powrocie powrotu poza pozdrawiam pozdrowienia proszę przebywam przez przypadkach przypadku razie rodzicielskim
    siebie sierpnia się skontaktować skrzynki sobota sprawach sprawie stycznia szanowna szanowni szanowny szkoleniu
    służbowym tej telefon telefoniczny telefonu temu to tym urlop urlopie urlopu w wakacjach we wiadomości wiadomość
    wracam września wrócę wtorek wyjeździe wypoczynkowym włącznie z za zadzwonić zastępstwie zastępstwo zastępuje ze
    zespołu zespół zwolnieniu środa środę
    """
)
_PORTUGUESE = _words(
    """
    a abril acesso agosto ao aos as assunto assuntos atenciosamente até ausente ausência automática boa bom breve cara
    caro caso casos colega com contactar contacte contactem contato correio cumprimentos da das data de dezembro dia
    dias do domingo dos durante e e-mail e-mails em email emails encontro-me entre equipa equipe escritório esta
    estarei este estou favor fevereiro fora formação férias inclusive janeiro julho junho licença ligar ligue limitado
    logo maio maior mais março maternidade me mensagem mensagens meu meus minha momento muito médica na nas no nos
    novembro não o obrigada obrigado olá ou outubro para parental paternidade pela pelo por possível prezado qualquer
    quarta-feira questões quinta-feira regresso responder responderei resposta retornarei retorno se segunda-feira sem
    ser setembro seu sexta-feira sua sábado tarde telefone terça-feira trabalho um uma urgente urgentes urgência
    urgências voltarei volto
    """
)
_SCANDINAVIAN = _words(
    """
    af akut akuta akutte alla alle annan ansøgning april ask att august augusti automatisk automatiskt av bare bedes
    bedste begrenset begrænset beste besvara besvarar besvare besvarer betalt brådskande bästa de december deg dem den
    denna denne deras desember dess det dig din dine ditt du e-mail e-mails e-post eller email en er et ett fast
    februar februari ferie feriedage for foreldrepermisjon forældreorlov fra fravær fraværende fredag från frånvarande
    för föräldraledig god goda har haste hastende haster hei hej hejsa hilsen hilsner holder hälsning hälsningar i
    igen igjen ikke ikkje inkl inklusive innan inntil inte jag januar januari jeg jours ju juli juni kan kolla kollega
    kolleger kollegor kommer kontakt kontakta kontakte kontor kontoret kurs kursus ledig ledigt legge lese leser läsa
    läser læse læser lördag lørdag mai mail mailen mails maj mandag mars marts med meddelande meddelelse meg mejl
    mejlar mejlen melding men mig min mina mine mitt mobil modtaget mottagit måndag november nummer ny når nås och og
    også oktober om onsdag orlov permisjon permission på reise rejse resa ring ringa semester senast sende september
    siden sjuk sjukskriven ska skal skicka snar snarest svar svara svarar svare svarer syg sykemeldt så söndag søndag
    tack tak takk telefon telefontid til tilbage tilbake till tillbaka tirsdag tisdag tjänsteresa tjänstledig torsdag
    uden uge uke under ur utan ute uten vecka ved venlig venlige venligst vennlig vennligst vid vidarebefordras videre
    videresendes vil vänlig vänliga vänligen vær än är ärenden även år åter återkommer
    """
)
_ROMANIAN = _words(
    """
    a acces am aprilie august automat automată birou biroul birouului bune bună ca caz cazuri coleg colega colegul
    colegului concediu concediul concediului contacta contactați cu curând când cât de decembrie decât din duminică
    dumneavoastră e-mail email este februarie fi fost ianuarie iulie iunie joi la lipsesc lipsi luni mai martie marți
    maternitate mea medical mesaj mesajele mesajul meu miercuri mulțumesc mulțumim noiembrie nu o octombrie odihnă pe
    pentru perioada perioadă plecat plecată posibil prezent probleme problemele până respect reveni revenire revin rog
    răspund răspunde răspuns s sa sau se septembrie si stimate suna sunt sâmbătă să telefon toate un urgente urgentă
    urgențe urgență va veți vineri voi vă zi zile ziua îmi în între și
    """
)
VOCABULARIES = (
    *(_ENGLISH, _WELSH, _GERMAN, _FRENCH, _SPANISH, _ITALIAN, _DUTCH, _POLISH),
    *(_PORTUGUESE, _SCANDINAVIAN, _ROMANIAN),
)
