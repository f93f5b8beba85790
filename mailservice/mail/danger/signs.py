"""What the trade says round a danger, and of what only sounds so: words and short phrases by their kind. `harm` is beside it.

A kind has single words, and phrases. After a single word a star stands for any ending; `#` for a number, `#y`
for a year; `a|b` for either word. What a kind weighs is not said here:
`weights` says it, fitted on the texts below `tests/mail/danger`.
"""

from typing import NamedTuple


class Signs(NamedTuple):
    """The words of one kind, parted by blanks, and its phrases, parted by semicolons."""

    words: str
    phrases: str


# Who: whose body it is, and whose hands.
PEOPLE = {
    "CHILD": Signs(
        """child children childs kid kids kiddies baby babies babys bub newborn neonate infant infants toddler
        toddlers boy boys girl girls lad lass son sons daughter daughters twin twins sibling siblings brother
        brothers sister sisters pupil pupils student teen teens teenager yp youngster nephew niece grandchild
        grandchildren grandson granddaughter unborn schoolgirl schoolboy youngest eldest tot preschooler bairn""",
        """little one; little ones; young person; # yo; # year old; yr old; year old; months old; month old; weeks
        old; week old; # / #; aged #; y # girl; y # boy; under fives; under # s; the little girl; the little boy""",
    ),
    "PARENT": Signs(
        """mum mums mummy mam mom moc mother mothers dad dads daddy father fathers foc parent parents stepdad
        stepmum stepfather stepmother stepdads carer carers gran granny grandma grandad grandpa grandfather
        grandmother grandparents nan nana nanny uncle uncles aunt aunty auntie guardian sgo childminder maternal
        paternal""",
        """""",
    ),
    "MAN": Signs(
        """boyfriend boyfriends bf partner partners ex husband wife girlfriend perp perps perpetrator offender
        abuser abusers man men mans male males bloke blokes guy guys stranger strangers trafficker traffickers
        ocg dealer dealers cousin cousins relatives lodger olders elders landlord youths lads rso nominal""",
        """older man; older men; older boys; older males; the lads; in laws; mother in law; father in law; her ex;
        mums ex; sex offender""",
    ),
    "TENDER": Signs(
        """newborn neonate immobile premature prem disabled nonverbal lo""",
        """non mobile; not yet crawling; not crawling; not rolling; # / # old; # / 52; # / 12; # weeks old; # week
        old; # months old; # month old; weeks old; week old; three month old; days old; day old; can't crawl;
        doesn't crawl; not mobile; too young to; non verbal; severe learning; learning disability""",
    ),
}
# How near it is, what stands in the way, how people cry out.
NEAR = {
    "NOW": Signs(
        """now tonight tonite tonights imminent imminently immediate immediately currently moment minutes mins hour
        today overnight tomorrow hometime""",
        """right now; at the moment; as we speak; as i type; as i write; this minute; last night; last nite; this
        morning; this afternoon; this evening; this lunchtime; this eve; just now; in an hour; an hour ago; #
        minutes ago; half an hour; within the hour; in the next; in the night; by tomorrow; before tomorrow;
        this weekend; all weekend; at home time; home time; at # pm; end of the day; before the weekend; on
        saturday; on friday; by monday; is here; are here; still here; still there; still with; still in; been
        here; just been; just told; just had; just rung; just seen; just disclosed; has just; have just""",
    ),
    "GOING": Signs(
        """collecting collected collects collect heading returning upstairs""",
        """go home; goes home; going home; gone home; sent home; home at #; home to; be home; back home; went home;
        goes back; going back; go back; gone back; went back; due back; due home; due out; pick up; picks up;
        picked up; picking up; being picked up; picks her up; picks him up; pick her up; on his way; on her way;
        on their way; on the way; coming to; coming round; coming over; comes over; come round; coming tonight;
        coming back; is coming; are coming; is due; be back; back at; waiting for; is waiting; waiting outside;
        is outside; are outside; outside now; at the door; at the gate; at the gates; in reception; at
        reception; in the waiting room; in the car park; in the house; in the property; at the property; at the
        address; with him now; with her now; with them now; is with him; is with her; are with him; are with
        her; has them; has him; has her; have her; have him; have them; left with him; alone with; next door; in
        the next room; she lives with; takes her; takes him; till monday; until monday; no reason to keep; keep
        her here; keeping her here; kept her back; kept him back; can't keep; let her go; let him go; have to
        let; had to let""",
    ),
    "BLOCKED": Signs(
        """voicemail answerphone unanswered ignored refused refuse refuses refusing declined declines released
        bailed""",
        """no answer; no reply; no response; nobody answers; nobody is answering; not answering; isn't answering;
        not picking up; nobody picking up; nobody is picking up; no one is picking up; can't get through;
        couldn't get through; can't get hold; couldn't get hold; rings out; line's busy; on hold; held in a
        queue; cut off; line went dead; line's gone dead; told to wait; told to ring back; told to call; ring
        back; told me to; told us to; been told; was told; office hours; working hours; duty say; duty said;
        duty has; duty have; edt say; edt said; edt have; nfa nfad nfa'd; no further action; not meet threshold;
        doesn't meet; didn't meet; not accepted; will not come; won't come; wouldn't come; not coming; units
        delayed; no units; no unit; no one free; nobody free; nobody available; no one available; no worker; no
        bed; no beds; till tomorrow; until tomorrow; till monday; until monday; next week; on the #; let out; no
        other option; not urgent; not an emergency; no power; no powers; closed the case; closed it; case
        closed; step down; no crime; not a crime; won't act; nobody has; nobody is; no one has; no one is; who
        do i; not sure who; won't open; won't let; wouldn't let; not let me; no access; refused entry; refused
        access; asked me to leave; told me to leave; shut the door; slammed the door; had to leave; had to go""",
    ),
    "AFRAID": Signs(
        """scared frightened terrified petrified afraid fear fears begged begging begs crying cries cried scream*
        screams whisper* trembl* sob* plead* hysterical hid hiding hides clung cling* flinch* distraught
        panicking inconsolable mouthed shaking barricaded silence""",
        """don't tell; don't make me; please don't; not to tell; not to say; not to let; not tell anyone; not say
        anything; promise not; made me promise; made us promise; won't tell; will not say; won't say; wouldn't
        say; too scared; doesn't want to go; don't want to go; not want to go; won't go home; refusing to go
        home; refuses to go home; will not go home; scared to go; frightened to go; afraid to go; terrified of;
        under the desk; in the toilets; locked herself; locked himself; frightened of; scared of; save me; help
        me; i want my; never coming back; will not leave; won't leave; wouldn't leave; keep me here; find me;
        line has gone dead; gone quiet""",
    ),
    "TOLD": Signs(
        """disclos* told tells texted messaged whispered confided shouted stated blurted drew drawing drawn
        overheard neighbour neighbours caller""",
        """says he; says she; said he; said she; says that; says they; she says; he says; they say; has said; has
        told; told me; told us; told her; told his; told the; told staff; told a friend; told her friend; told
        his friend; has texted; texted me; passed a note; wrote on; showed me; shown me; showed us; wrote in;
        asked me; asked if; asked whether; asked what happens; heard him; heard her; heard them; i heard; i can
        hear; by the neighbour; call from; voice note; a video of""",
    ),
    "CALLED": Signs(
        """paramedic paramedics""",
        """rung #; rang #; called #; dialled #; phoned #; ringing #; on the phone to #; # called; have called
        police; called the police; rung police; rung the police; police called; ambulance called; called an
        ambulance; ambulance on; ambulance is; ambulance has; ambulance with; had to call the police; had to
        call police; had to ring #; police are on; police attending; police en route; units en route; ambulance
        en route; paramedics are; paramedics with; crew on scene""",
    ),
    "HELP": Signs(
        """urgently""",
        """can't wait; will not wait; won't wait; not wait; before it's too late; too late; please send; someone
        needs to; somebody needs to; someone has to; someone must; someone to go; somebody to go; need someone;
        need somebody; needs someone; needs somebody; get someone; please ring; please call; ring me; call me;
        please help; help me; help us; what do i do; what should i do; police protection; powers of protection;
        need police; needs police; tonight not; today not; not tomorrow; not monday; act now; act today; act
        tonight; must be tonight; somebody today; someone today; someone tonight; somebody tonight; somebody
        now; someone now; today please; tonight please; now please; will be reading about; straight away; as
        soon as you can; soon as possible""",
    ),
}
# What tells the other way: papers and process, what is long over, what goes well.
AWAY = {
    "DISTANT": Signs(
        """training course courses trainer workshop module webinar refresher scenario simulation exercise roleplay
        policy policies procedure procedures protocol protocols guidance descriptor descriptors definition
        threshold thresholds assembly leaflet leaflets poster posters film novel poem curriculum pshe lesson
        lessons learning example examples draft wording template quote quoting quoted previously formerly
        historic historical historically chronology conviction prevention awareness automatic autoreply""",
        """if a child; a child in danger; a child at risk; if you
        think|suspect|are|have|need|see|find|believe|become|know; if a crime; if anyone; if somebody is; where a
        child; when a child; should a child; any child; a child who; children who; case review; practice review;
        rapid review; learning review; the review; reviewed in; years ago; year ago; months ago; weeks ago; last
        year; as a child; as a teenager; used to; in #y; until #y; since #y; from #y; of #y; nothing since; long
        behind; at eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen; at #y; #y and;
        in the past; in her twenties; in his twenties; before she was born; before he was born; prior to; long
        over; role play; first aid; threshold document; threshold guide; tick box; for example; such
        as; level #; tier #; section #; page #; para #; paragraph #; out of hours; has since died; died in; was
        convicted; in prison; in custody; a year; were sentenced; was sentenced""",
    ),
    "PAPER": Signs(
        """agenda minutes minute template templates form forms report reports chronology bundle paragraph
        paragraphs page pages draft drafts wording section spreadsheet tick box boxes column attached attachment
        enclosed copy copies copied link slides document documents proforma appendix letter letters typo
        spelling font tracker log logs record records recorded recording version heading field filed file folder
        upload uploaded password encrypted invoice invoices funding budget paperwork signature signed tab table
        matrix flowchart leaflet leaflets poster posters genogram""",
        """red book; front sheet; body map; body maps""",
    ),
    "PROCESS": Signs(
        """conference conferences core review reviews reviewing meeting meetings panel audit supervision escalation
        threshold thresholds assessment assessments plan plans referral referrals timescale timescales deadline
        allocation allocated agency multi process procedure protocol policy policies guidance pathway descriptor
        criteria tier level statutory court hearing directions guardian counsel solicitor order viability
        parenting chair cin cp lac plo irp iro taf tac ehcp pep cafcass disagree disagreement dissent view views
        quorate attendance attend attended rota diary invite invited venue minuted""",
        """core group; step down; stepped down; strategy meeting; section 47; child in need; early help""",
    ),
    "LEARN": Signs(
        """training trained trainer course courses workshop module modules refresher elearning scenario role
        simulation exercise webinar session sessions certificate learning learned lesson lessons csp csr scr
        lcspr rapid research assembly curriculum pshe theme seminar briefing toolbox study toolkit play film
        drama novel book story poem gcse awareness week""",
        """case review; practice review; rapid review; e learning; essay title; day conference; peer review""",
    ),
    "QUOTE": Signs(
        """says wording quote quoting quoted states reads definition defined example examples means""",
        """threshold document; policy says; procedure says; guidance says; should a child; if a child; if you are
        worried; if you're worried; in an emergency; in case of; where a child; call 999; ring 999; dial 999;
        where a parent; any child; out of hours; when a child; level #; para #; page #; section #; version #""",
    ),
    "OVER": Signs(
        """previous previously former formerly historic historical historically ago history resolved closed ended
        since childhood archive archived old longstanding then was were had nil sentenced convicted served""",
        """years ago; year ago; months ago; last year; in 20; long ago; used to; when she was; when he was; when
        they were; as a child; as a teenager; as a baby; before the; before he was born; before she was born;
        prior to; at the time; at that time; back in; no longer; not since; since then; has since; have since;
        since the move; in her twenties; in his twenties; in prison; in custody; died in; closed to; case
        closed; #; in #; until #; from #; aged #; nil since; years since; clean for; sober for; # months sober;
        in # months; in # years; no longer afraid; isn't frightened; any more; has since died; since xmas; since
        christmas; since september; since the; moved out; now #""",
    ),
    "WELL": Signs(
        """happy settled lovely pleased progress clean sober engaged engaging thriving calm fine good great well
        better improved improving improvement safe safely stable positive enjoyed enjoys enjoying smiling smiley
        cheerful proud congratulations thank thanks grateful kind warm gentle healthy normal routine usual clear
        cleared satisfied consistent accidental explained explanation innocent harmless negative discharged
        recovered recovering compliant cooperative cooperating supportive loves loved playing played laughing
        chatty abstinent giggl* chuckl* sticker brew honoured chubby nice glad gorgeous laughed apologised shook
        mistaken misunderstanding appropriate""",
        """no concerns; no concern; no further concerns; not concerned; no issues; no worries; no evidence; nothing
        found; ruled out; in keeping with; consistent with; well managed; doing well; all well; back to; going
        well; turned out; it turned out; false alarm; safe and well; found safe; as agreed; as planned;
        protective factor; good news; with permission; accounted for; by mistake; mix up; the whole time; all
        along; bless him; bless her; in date; conditions kept; as usual; gone well; went well; doing really;
        well cared for; well looked after; age appropriate; strength to strength; up to date; support closing;
        propose we; suggest we close; we close; can we close; to close; step down; safe sleep""",
    ),
    "THINGS": Signs(
        """school teacher lunch taxi escort transport bus minibus parking room booking booked holiday leave annual
        rent tenancy arrears voucher boiler repairs plumber contractor fitted dentist dental optician speech
        audiology vaccine imms appointment appointments clinic prescription dose repeat supply inhaler refund
        uniform trip residential cadets football swimming drama science food tech kitchen chef cake archery
        fencing duke scouts museum canteen team email emails inbox mailbox monday tuesday wednesday thursday
        september october""",
        """contact centre; half term; inset day; sports day; year #; waiting list; waiting time; waiting times""",
    ),
}
