"""The signs of harm itself, and the plain speech in which it is told; read as `signs` says."""

from mailservice.mail.danger.signs import Signs

# What was done, is being done, or was seen; each of these can be denied.
HARM = {
    "HURT": Signs(
        """hit hits hitting punch* kick kicks kicked kicking slap* smack* beat beats beaten beating batter* thump*
        shook shaken threw thrown hurl* drag dragged dragging grab* pin pinned shove* smash smashed smashing
        stab* slash* headbutt* bit bitten whip* belted caned attack* assault* thrash* hurt hurts hurting harm
        harms harmed harming wallop* clobber* stamp* stomp* flung slam* lash* tortur* mistreat* twisted yank*
        chuck* swung skinned""",
        """laid into; laying into; held down; held her down; held him down; by the hair; by the hand round; knocked
        out; lost his temper; lost her temper; lost it with; went for; took the belt; with a belt; with the
        belt; the wire; a cable; shook him; shook her; shook the; shaken the; beat up; beating up; beats up;
        laid hands; rough with; against the wall; down the stairs; across the room; back hander; good hiding;
        cold shower; under the tap; under cold; please stop; stop it dad; stop dad; stop mum; heard slapping;
        heard a slap; a slap; kicking off; on top of; pulled by; hold her under; on the hob; with a slipper;
        with a hanger; with a stick; with a shoe; a hiding""",
    ),
    "INJURY": Signs(
        """bruis* fractur* swollen swelling wound wounds injur* welt welts haemorrhag* hemorrhag* bleeding bleeds
        bled blood bloody bloodied bloodstained petechia* frenulum torn subdural retinal skull handprint
        handprints fingermark* fingertip* fingerprints ligature blister* scald* burn burns burnt lacerat* gash*
        black eye rib ribs femur humerus metaphyseal nai looped linear weals cigarette boggy""",
        """split lip; bite mark; bite marks; finger marks; fingers marks; finger mark; slap mark; hand shaped; hand
        mark; hand print; red mark; red marks; red line; loop marks; cigarette burn|burns; grip marks; different
        ages; broken arm; broken leg; broken ribs; head injury; head trauma; nose bleed|bleeds; patch behind the
        ear; marks on; mark on; marks round; mark round; missing teeth; clump of hair; lumps on; torn bit; blood
        in; old blood; spot of blood; swollen up; marks like""",
    ),
    "CHOKE": Signs(
        """strangl* chok* throttle* suffocat* smother* throat windpipe hoarse croaky raspy vision""",
        """round her neck; round his neck; round the neck; on her neck; to her neck; to the neck; her neck; by the
        neck; by the throat; couldn't breathe; can't breathe; couldn't get her breath; can't swallow; lost her
        voice; no voice; saw stars; hands round; hands around; hand over her mouth; pillow over; pillow on; went
        limp; wet herself; things went black""",
    ),
    "COLLAPSE": Signs(
        """unconscious uncons* unrespons* collaps* floppy limp lifeless rousable gcs avpu fitting fitted seizure*
        convuls* slumped comatose blue grey mottled drowsy drowsier letharg* apnoea apnoeic resus cpr dehydrat*
        ketones dka sats rigors sepsis meningit* blacked pinprick pinpoint cyanos* cyanot* jaundic* vomiting
        wheez* grunting hypo hypothermi* fits sunken rash snoring""",
        """passed out; passing out; out cold; keeps going out; won't wake; won't wake up; can't wake; couldn't
        wake; can't rouse; couldn't rouse; not rousable; can't be roused; not wake; won't get up; not waking;
        not responding; not breathing; stopped breathing; stops breathing; eyes rolling; eyes rolled; eyes open;
        hard to wake; difficult to rouse; hard to rouse; gone quiet; gone floppy; blacked out; black outs; wet
        nappies; no wet nappies; not fed; not taking feeds; lost weight; losing weight; skin and bone; lips are
        blue; blue lips; can't stand; can't walk; not passed urine; temp of; temperature of; stiff neck; noisy
        breathing; not moving; not rousing; not stirring; doing breaths; rescue dose; started another; another
        fit; keeled over; dropped to the floor; no pulse; turning blue; gone blue; breathing funny; struggling
        to breathe; struggling for breath; short of breath; sunken eyes; can't stay awake; can't keep his eyes;
        can't keep her eyes; eyes glazed; not himself; wouldn't wake; won't stir""",
    ),
    "SUICIDE": Signs(
        """suicid* noose ligature ligatured overdos* od hanging hanged goodbye goodbyes farewell railings
        footbridge viaduct railway slit blades selfharm* rope funeral stockpil*""",
        """kill herself; kill himself; kill themselves; kill themself; killing herself; killing himself; kill
        myself; harm herself; harm himself; hurt herself; hurt himself; end it; end it all; ending it; end her
        life; end his life; ending her life; ending his life; end their lives; end my life; take her own life;
        take his own life; taking his own life; taking her own life; wants to die; want to die; wanted to die;
        wishes she was dead; wish i was dead; be dead; better off dead; better off without; wake up; not wake
        up; not waking up; won't be here; not be here; not going to be here; won't need; won't have to worry;
        say goodbye; said goodbye; saying goodbye; goodbye message; goodbye letter; goodbye letters; a note;
        left a note; letter to her parents; letter to his parents; over the edge; the wrong side; multi storey;
        the bridge; a bridge; on the roof; the ledge; the tracks; the train line; level crossing; the platform;
        jump off; jump in front; going to jump; look after my; look after her cat; giving away; given away; gave
        away; cut her wrists; cut his wrists; cut wrists; her wrists; his wrists; razor blade; cutting herself;
        cutting himself; cut herself; cut himself; self harm|harmed|harming|harms; deep cut; deep cuts; tie
        round; cord round; scarf round; belt round; dressing gown cord; taken tablets; all the tablets; all her
        tablets; all his tablets; stash of; saving up; counting out; picked the day; the date; be with her nan;
        be with his nan; with grandad in heaven; to be with; can't go on; can't do this; no point; last time
        you; thanks for everything; thank you for everything; sorry for everything; would be kinder; it's
        kinder; better off; when i'm gone; when she's gone; when he's gone; after she's gone; his funeral; her
        funeral""",
    ),
    "DRINK": Signs(
        """heroin crack methadone spice vodka whisky cider lager drunk drunken intoxicat* inebriat* booze boozing
        stoned wasted gear pipes inject* injected relaps* ketamine mamba slurr* stagger* unsteady swaying swayed
        reek* stinks stank needle needles sharps syringe* foil pinprick hungover plastered legless hammered
        wrecked paralytic steaming gouching""",
        """using again; back on; drinking again; started drinking; smelling of; smelt of; smelling strongly; smells
        of; smelled of; stinking of; strong smell of; under the influence; off his face; off her face; out of
        it; nodding off; nodded off; pinned pupils; fell asleep with; asleep on top; couldn't stand; can't
        stand; couldn't walk straight; can't walk straight; walk straight; empty bottles; bottle of wine; bottle
        of vodka; litre of; cans of; had a drink; been drinking; had a skinful; four cans; several cans; a few
        too many; worse for wear; falling over; falling about; eyes like; white powder; rolled up notes""",
    ),
    "DRIVE": Signs(
        """driven drove driving drives car keys wheel corsa van motorway kerb clipped""",
        """driven off; drove off; drive off; driving off; in the car; behind the wheel; the keys; car keys; got in
        the car; put the kids in; into the car; in the back; set off; strapped in; belted in; school run; pulled
        away; on the road; the m #; the a #; hit the kerb""",
    ),
    "SWALLOW": Signs(
        """swallow* ingest* tablets pills paracetamol bleach battery liquitab* capsule capsules poison* antifreeze
        methadone ibuprofen amitriptyline carbamazepine oramorph edible edibles brownie gummies insulin
        laxative* salt medication* dishwasher vape liquid weedkiller""",
        """button battery; had some; eaten some; ate some; ate one; got hold of; got into; drunk some; drank some;
        drank from; empty packet; empty packets; empty blister; blister pack; blister packs; blister strips;
        bottle open; lid off; in his mouth; in her mouth; round her mouth; round his mouth; white spirit; rat
        poison; toilet cleaner; all of the; the lot""",
    ),
    "WEAPON": Signs(
        """knife knives blade blades machete machetes gun guns firearm firearms shotgun pistol hammer axe hatchet
        cleaver crossbow petrol acid accelerant paraffin crowbar sword swords screwdriver weapon weapons armed
        bullet bullets rifle catapult bat knuckleduster taser corrosive ammonia bladed handgun bayonet samurai
        stanley""",
        """baseball bat; jerry can; zombie knife; air rifle; kitchen knife; carving knife; bread knife; stanley
        knife; lighter fluid; bottle of petrol; can of petrol; in his waistband; down his trousers; in his sock;
        in his bag; under the bunk; under his bed; under his pillow; in the footwell; passenger seat""",
    ),
    "FIRE": Signs(
        """fire fires burn burned burning burnt petrol alight arson arsonist torch torched flames accelerant
        lighter matches paraffin firelighters fireworks smoke smouldering letterbox candles barbecue bbq gas""",
        """set fire; setting fire; set light; go up; goes up; up in smoke; burn down; burn it down; burn the; burn
        them; smoke alarm|alarms; the letterbox; through the letterbox""",
    ),
    "THREAT": Signs(
        """threat threats threaten* threatning kill kills killed killing murder* shoot shot bury revenge die dies
        execute slaughter butcher behead slit alive""",
        """finish the; finish her; finish him; finish them; finish it; finish off; finish what he started; do her
        in; do him in; do them in; do for; put her in the ground; in the ground; under the patio; dead by; be
        dead; not see morning; not wake up; last time; coming for; come for; came for; come back with; coming
        back with; come back and; be back; be sorry; regret it; pay for; going to get; gonna get; will get; get
        her; sort her out; sort him out; sort them out; deal with her; dealt with; take everyone; take them all;
        all go together; go together; take them with me; take the kids with; if i can't have; nobody will; no
        one will; nobody is; no one else will; see what happens; you watch; watch your back; watch what; knows
        where; know where she; knows where she lives; blood on; blood will; wipe out; cut her; cut him; cut
        them; snap her neck; break her; break his; throw her; smash her; do his; do her; bullet in; kick the
        door; kick off the door; not leave here alive; for her life; for their lives; for his life; something
        bad will; something terrible; who's first; look like an accident; make it look; have an accident; going
        up in; get what's coming; what's coming; last supper; take care of her; take care of him; shut her up
        for good; for good; swing for; do time for""",
    ),
    "SEX": Signs(
        """rape raped rapes raping rapist sex sexual sexually touch touched touches touching molest* penetrat*
        naked nude nudes undress* groom grooms groomed grooming pregnant pregnancy condom condoms intercourse
        porn* indecent genital genitals vagina* penis willy foo privates knickers underwear pants kiss kissed
        kisses kissing fondle* explicit hymen gonorr* chlamydia sti stis emergency contraception bathtime sore
        filmed filming discharge""",
        """emergency contraception; morning after; private parts; down there; in her bed; in his bed; into bed
        with; gets into bed; got into bed; into her bed; into his bed; into her room; into his room; in her room
        at night; comes into; bath time; secret game; our secret; special game; special friend; sleep with;
        sleeps with; slept with; sleeping with; makes her; made her do; makes him; made him; did things; does
        things; do things; sex stuff; stuff to; hurts when she wees; take off; taking off; his friends; her
        clothes; his clothes; pictures of her; photos of her""",
    ),
    "ONLINE": Signs(
        """snapchat snap insta instagram whatsapp discord roblox online webcam livestream* stream streaming tiktok
        gaming headset fortnite omegle telegram profile catfish sextort* vidcall facetime dm""",
        """live stream; met online; from online; online friend; online boyfriend; a video call; on her phone; on
        his phone; the app; never met; only met; only ever met; stock photo; says he's #; pretending to be; post
        them; share them; send more; send pictures; send photos; sending pictures; meet him; meeting him; meet
        her; meet up; to meet; meeting a""",
    ),
    "MISSING": Signs(
        """missing misper mispers disappear* vanish* whereabouts abscond* untraced gone unaccounted emptied""",
        """run away; ran away; run off; ran off; ran from; went off; gone off; gone from; has gone; have gone;
        haven't come back; hasn't come back; not come back; didn't come back; didn't come home; did not come
        home; not come home; hasn't come home; not been home; not been seen; not seen since; hasn't been seen;
        haven't been seen; nobody has seen; no one has seen; no sign of; nobody's seen; nobody knows where; no
        one knows where; don't know where; doesn't know where; don t know where; not know where; no idea where;
        where she is; where he is; where they are; never arrived; never got; never turned up; didn't arrive;
        didn't turn up; not turned up; not arrived; failed to return; not returned; hasn't returned; out all
        night; bed empty; bed not slept in; phone off; phone is off; phone's off; phone is now off; phone goes;
        straight to voicemail; to voicemail; last seen; not located; not found; can't be found; hasn't been
        found; climbed out; out of the window; slipped out; walked out; left the building; left the placement;
        left placement; left the unit; flat is empty; house is empty; flat empty; should be #; one short; signed
        out for; never came back; did not come back; cot is empty; cot empty; cot #; still not back; not back
        yet; not answering her phone; not answering his phone; no trace; got out of the; bolted from; out
        looking; looking for her; looking for him; looking for them; went to the shop""",
    ),
    "TRAVEL": Signs(
        """flight flights fly flying flown passport passports airport ticket tickets ferry abroad plane boarding
        border visa suitcase suitcases overseas heathrow gatwick luton dover stansted pakistan somalia gambia
        mirpur sylhet kurdistan coach train taxi holdall removing snatch* abduct* kidnap*""",
        """one way; leaving the country; out of the country; out of the uk; back home for; bags packed; bag packed;
        packed bag; cases packed; packed a bag; packed up; booked for; taken abroad; go abroad; take her; take
        him; take them; taken her; taken him; taken them; has taken; took them; took her; took him; has her
        passport; taken off her; in breach of; breach of the; without permission; removed from; not brought
        back; not brought them back; not returned; refuses to return; refusing to return; hasn't brought; keep
        them; keeping them; keeping her; prohibited steps; not to remove; tag cut; flat has been cleared;
        cleared out; due back at; gone to the airport; at the airport; at the port; foreign ringtone; boarding
        pass; their passports; the passports""",
    ),
    "MARRY": Signs(
        """marry married marrying marriage wedding bride bridal groom engaged fiance nikah ceremony dowry cutter
        cutting cut fgm circumcis* sunna infibulat* special celebration auntie holiday""",
        """forced marriage; to be married; get married; getting married; a cousin; her cousin; become a woman;
        becoming a woman; made a woman; made clean; be clean; big party; special ceremony; the procedure; been
        cut; be cut; have it done; had it done; done to her; done to them; the lady who; when we get there; over
        the summer; next week""",
    ),
    "SHAME": Signs(
        """shame shamed shames shameful honour dishonour* disgrace* izzat reputation community dna""",
        """the family name; family's name; brought shame; been seen with; seen with a boy; boyfriend found; found
        out; a white boy; he's not muslim; found the messages; found her phone; been told about; they know;
        family know; family knows; brothers are; uncles are; her brothers; her uncles; identify me; tell it's
        me; find my body; if i disappear; if she disappears; if i don't come; if i am not; if she doesn't come
        back; don't believe them""",
    ),
    "EXPLOIT": Signs(
        """exploit* debt debts owe owes owed cuckoo* traphouse trap gang gangs runner burner burners drugs wraps
        dealing deal deals selling traffick* pimp* punters brothel brothels nrm olders cash phones slave slavery
        domestic servitude carrying plugged plugging hotel hotels parties""",
        """county lines; county line; pay back; pay off; pay it off; work it off; works it off; working off; got to
        work; nail bar; cannabis farm; car wash; drugs debt; drug debt; trap house; a package; run for; running
        for; carry for; went country; going country; go cunch; up north; new trainers; two phones; second phone;
        # quid; hundred quid; train ticket; in a hotel; hotel room; his mates; older lads; passed round; passed
        around; other men; sees men; the men; men come; locked in; keep her passport; keeps her passport; has
        her papers; doesn't get paid; not allowed out; not allowed to leave; sleeps on the floor; moved on;
        moved tonight; be moved; moving her; moving them; moving him; take him back; send her back; waiting
        outside; car outside; a car outside; waiting for her; waiting for him""",
    ),
    "ALONE": Signs(
        """alone unsupervised unattended abandon* locked minding babysitting cooking wandering barefoot""",
        """on their own; on her own; on his own; by themselves; by herself; by himself; home alone; left alone;
        left in; left with; left them; left him; left her; nobody with; no one with; nobody there; no adult; no
        adults; without an adult; no one home; nobody home; not there; not back; not been back; not come back;
        gone out; went out; out all night; locked in; locked out; shut in; tied to; tied up; asleep in; in
        charge; looking after; watching the; let us in; let me in; answered the door; opened the door; came to
        the door; in the cot; in the bath; in the car; in the dark; putting himself; feeding himself; make their
        own; made their own; on holiday; since last night; hasn't been home; no grown up; no grown ups; no one
        else in; nobody else in; nobody in charge; fend for; fending for; at the window; in the street; on the
        pavement; in a nappy; in pyjamas; in her nightie""",
    ),
    "MIND": Signs(
        """psychotic psychosis voices paranoi* delusion* hallucinat* manic mania evil demon demons devil possessed
        swapped cameras bugged poisoned poisoning chosen angel angels heaven god exorcis* witch* spirit spirits
        jinn cleanse sacrifice saved purify sectionable detained mha amhp clozapine olanzapine puerperal drown*
        kinder pacing staring""",
        """hearing voices; voices tell; voices telling; voices say; stopped her; stopped taking; stopped his; off
        her meds; off his meds; not taking; isn't hers; isn't his; not hers; not her baby; not the real;
        thoughts of harming; harm the baby; harming the baby; hurt the baby; hurting the baby; thoughts of;
        throw the baby; drop the baby; put the baby; put him out; won't stop crying; shut him up; shut her up;
        make it stop; knows what she has to do; has to do; had to do it; what she needs to do; take him with
        her; take them with her; leave them behind; leave the kids behind; couldn't leave; a better place;
        somewhere better; go to sleep; to sleep forever; not safe with; not slept; hasn't slept; talking to
        people; nobody there; looks through me""",
    ),
    "FAKE": Signs(
        """fabricat* induced feigned tampered tampering tamper munchausen fii line pump specimen adding levels
        diluted diluting pricking pricked scratching smother curtain curtains syringe discrepancy""",
        """fed up; gave him something; gives him; gives her; given him; giving him; giving her; putting something;
        puts something; put something; added to; in the feed; his feed; her feed; into the line; in his line; in
        her line; pic line; every time she; every time he; only when; only with; only in her presence; nobody
        else sees; no one else sees; never when; doesn't happen when; not happen when; improves when; improved
        when; better when; well when; normal on; doesn't match; not prescribed; not his; not hers; nobody has
        prescribed; her own blood; behind the curtain; syringes in""",
    ),
    "HIDDEN": Signs(
        """conceal* placenta afterbirth umbilical cord wardrobe loft cupboard carrier bin suitcase blanket towel
        towels bathtub freezer bundle unbooked freebirth""",
        """given birth; gave birth; giving birth; had a baby; had the baby; had it; in labour; no baby; where the
        baby; where is the baby; where it is; in a bag; in a box; carrier bag; bin bag; not booked; denies being
        pregnant; denied being pregnant; milk on; was pregnant; no longer pregnant; heard a baby; hear a baby; a
        baby crying; tiny baby; new baby; cut the cord; no one knows about; nobody knows about; no one's meant;
        in secret; born at home; free birth""",
    ),
    "OFFENDER": Signs(
        """offender rso sho shpo somu mappa licence tag tagged convicted registered polygraph released parole
        schedule babysitting babysits""",
        """sex offender; sexual offences; registered sex; sexual harm; shpo conditions; on bail for; on licence;
        bail conditions; no unsupervised; unsupervised contact; not to have contact; no contact with children;
        not allowed contact; not allowed near; barred from; banned from; served time; did time; done time; moved
        in; moving in; is living; living with; staying with; stays with; staying there; stayed over; sleeping
        there; back living; is back; moved back; back in the house; back in the home; back at the; back with; a
        room in; sharing a room; share a room; shares a room; share a bedroom; same bedroom; did to the; was
        inside for; inside for; on the register; his victim; under # s; doesn't know about; hasn't told her""",
    ),
    "NEGLECT": Signs(
        """dka insulin asthma inhaler epipen hickman fever temperature sepsis dialysis praying pray prayer herbal
        cancelled fussing infected pus weeping untreated starving starved hungry homeopath* natural emaciat*
        malnourish* frail""",
        """refuses to take; refuse to take; refuses hospital; refuse hospital; refuse treatment; refuses treatment;
        refusing treatment; will not take; won't take him; won't take her; took him home; taken him home; took
        her home; taken her home; self discharged; discharged against; against advice; against medical advice;
        left before; won't let; won't allow; won't give; doesn't believe in; don't believe in; stopped his;
        stopped her; not given; not giving; hasn't given; hasn't had; haven't had; not had; no insulin; missed
        dialysis; it's a bug; tummy bug; being dramatic; putting it on; attention seeking; maggots; smell of the
        wound; days without; nothing to eat; no food; not eaten; haven't eaten; hasn't eaten; eating from; from
        the bin""",
    ),
    "HAZARD": Signs(
        """gas wires wiring exposed balcony mould freezing unguarded collapsed ceiling electrics sewage faeces dog
        dogs carbon monoxide headaches vents fumes ladder pond pool tripping sparks sparking generator charging""",
        """no heating; no hot water; carbon monoxide; bare wires; live wires; exposed wires; open window; window
        open; window is open; no window; no lock; broken window; smell of gas; smell gas; smelt gas; gas leak;
        smells of gas; used needles; used sharps; cannabis grow; the drop; a drop; # floor; third floor; fifth
        floor; tenth floor; floor flat; loose rail; glass all; broken glass; dog mess; banned breed; xl bully;
        dog has bitten; bit the; no floor; the well; electric shock meter; leaning out; leaning over; climbing
        on the; flame is yellow; plugged in; fallen in; falling through""",
    ),
    "PERIL": Signs(
        """danger dangers unsafe emergency sos""",
        """in danger; in immediate danger; in grave danger; immediate danger; real danger; serious danger;
        immediate risk; immediate serious risk; imminent risk; risk to life; risk to her life; risk to his life;
        threat to life; at risk of immediate; immediate harm; imminent harm; serious harm; not safe; isn't safe;
        aren't safe; never be safe; won't be safe; not be safe; unsafe to; nowhere safe; safe to go home; safe
        tonight; life at risk; lives at risk; life in danger; fears for; fear for; fearful for; worried for;
        worried about tonight; frightened for; scared for; gravely concerned; extremely worried; very worried;
        seriously worried; really worried; bad feeling; send someone; send somebody; place of safety; don't
        think she will; don't think he will; be killed; end up dead; end badly; will die; could die; may die;
        might die; going to die; is dying; a matter of time; life threatening; life or death; significant harm;
        being hurt; being harmed; being abused; being beaten; being attacked; keep her safe; keep him safe; keep
        them safe; needs protecting; at risk tonight""",
    ),
}

# Plain speech, English and Welsh: alone it is enough, unless it is denied or far away (`DISTANT`).
PLAIN = {
    "PLAIN": Signs(
        "",
        """is|'s|are|was|feels|feeling|actively|acutely|currently|although|so|and|?|still|very|both suicidal;
        took|taken|take|had an overdose|od; he|she|has|have|'s overdosed; wants|want|wanted|wishes to die;
        wish|wishes she|he|i was|were dead; to kill himself|herself|themselves|myself; killing
        himself|herself|themselves; kill himself|herself|themselves; will|'ll|would kill
        himself|herself|themselves; end her|his|my|their life; end it all; hang himself|herself; cut her|his
        wrists; self harmed again|today|tonight|last;
        threatened|threatens|threatening|threaten|going|wants|tried|trying|plans|means|promised to
        kill|stab|murder|hurt|harm|shoot|strangle|rape|attack|burn|drown|smother|suffocate|poison|behead;
        will|'ll|'d|would|gonna kill|stab|hurt|murder|shoot|strangle|drown|burn
        her|him|them|me|you|us|mum|dad|the|his|their|everyone|someone|anyone; be killed; threatened
        her|him|them|mum|me|staff with; threatened with a|an; threatened an honour; honour killing; in danger;
        in immediate|grave|serious|real|great|imminent|terrible|mortal danger; in immediate and serious danger;
        immediate|imminent danger; at immediate|imminent|grave|serious risk; an immediate|imminent;
        immediate|imminent|serious serious risk; at risk of immediate|serious|imminent|significant harm;
        immediate|imminent harm; risk to life; risk to her|his|their life; risk to her|his|their lives;
        life|lives is|are in|at danger|risk; not safe; is|'s|are|be|feels|seems|baby|children unsafe; unsafe
        in|at|to|with|there; don't|do not|never|no longer keep her|him|them safe; not keep her|him|them safe;
        don't|do not|doesn't think|believe she|he|they|it is|'s|are safe; don't|do not think|believe that
        she|he|they is|'s|are safe; don't|do not believe|think the|that the|these children|child|baby are|is
        safe; fear|fears|fearful|frightened|scared|terrified|afraid for her|his|their|the|these|this|them;
        worried for her|his|their safety|life|lives; found|is|was|'s|child|baby|him|her|mum|toddler|lying
        unconscious; unconscious and|on|in|this; is|'s|was|baby|child unresponsive; not breathing; stopped
        breathing; can't|couldn't|cannot wake|rouse him|her|the|them|mum|dad; bleeding heavily|from; is|'s
        bleeding; been|was|were|being
        raped|strangled|stabbed|shot|poisoned|trafficked|abducted|kidnapped|drugged|sold|tortured|suffocated|groomed|beaten|exploited;
        raped|strangled|throttled|stabbed|assaulted|attacked|punched|beaten her|him|mum|them;
        raped|strangled|throttled|stabbed|assaulted|attacked last|today|tonight|this; to
        strangle|suffocate|smother|drown|poison her|him|mum|the; is|'s|are
        beating|strangling|hitting|hurting|attacking|abusing|raping|touching|poisoning|suffocating|starving|grooming|smothering;
        sexually abused|abusing|assaulted|exploited|exploiting|assaulting; being
        hurt|harmed|abused|attacked|forced|held|starved|taken|blackmailed|cut|married; being sexually;
        hit|shook|shaken|slapped|punched|bit|burned|burnt|threw|thrown|dropped the baby|toddler;
        beat|beating|beats her|him|mum|them up; held|holding down|hostage;
        has|had|with|got|holding|carrying|waving|brought a|an|the|his
        knife|knives|machete|gun|axe|hammer|crossbow|blade|weapon|shotgun|firearm|sword; with a
        kitchen|carving|bread|stanley knife; with knives|weapons|machetes; up with a knife|machete|gun|weapon;
        left home alone; left alone in|all|over|since|with|with|and|for; are|is|were|been|kids|children home
        alone; alone in the house|flat|home|car|dark; on their|his|her own in; alone with the|her|his
        baby|children|kids|child|toddler|newborn; she|he|child|children|boy|girl|they|baby|sister|brother|still
        is|'s|are|been missing; been missing; missing since|overnight; missing again from; whereabouts
        are|is|unknown|not; not|hasn't|haven't been seen since; nobody|no one has seen her|him|them; don't|do
        not|doesn't know where she|he|they|the; didn't|not|hasn't|haven't come home;
        rung|rang|called|dialled|phoned|ringing 999; have|'ve|had to call|ring|called|rung the police; have|'ve
        called|rung police|999; police have been called; an ambulance has|is|was|to; ambulance called|on; police
        protection; needs|need protecting; forced into|to marry|marriage; forcing her|him to; forced into a
        marriage; to be|being|be married; to be cut; be cut when|this|on|next; subjected to fgm; taken abroad
        to; drunk and|driving|in|with; is|'s|was|are|arrived|dad|mum drunk; off drunk; both|are|is|parents
        intoxicated; using|injecting|smoking|on heroin|crack|spice; using again; has|have relapsed; is|'s|are
        psychotic; hearing voices; thoughts of harming|killing|hurting|drowning the|her|his|baby;
        drown|kill|harm|smother|hurt|killing|harming|hurting|drowning|smothering the baby|children|kids; sex
        offender is|has|living|staying|moved|on; registered|convicted|known|schedule sex|one offender; sex
        offenders register; burn the house|flat|it|them|us|place; burn it|them down; set fire to; petrol
        has|through|over|poured; swallowed|drank|drunk|ate|eaten|ingested|taken
        methadone|bleach|tablets|pills|a|some|paracetamol|heroin|ketamine; given methadone|heroin|something;
        given birth in|and|at; newborn cannot|can't|has|is|in; abducted by|the|her|him|them; has|have|'s
        abducted|snatched|taken the children|kids|baby|boys|girls|twins; unexplained
        bruising|bruises|bruise|fracture|fractures|injury|injuries; ? nai; severely|badly
        dehydrated|malnourished|burned|burnt|injured|beaten; refuse|refuses|refusing|refused
        treatment|hospital|ambulance; someone|somebody needs|has to go; send
        someone|somebody|police today|now|tonight|please; ring|call|phone me urgently; needs to be now|tonight;
        help now|tonight; owes the|them|a; locked in the|a|his|her; made to sell|work|sleep; breach of
        his|bail|the; mewn perygl; mewn perygl|berygl mawr|difrifol|heno; ddim|nid yn ddiogel; hunanladdiad;
        lladd ei hun|hunan; wedi cymryd gorddos; bygwth|fygwth lladd; lladd|ladd hi|ef|fo|nhw|mam|dad; ar goll;
        wedi cael ei churo|guro|threisio|dreisio|thagu|dagu; yn anymwybodol; gyda|efo chyllell|cyllell|gwn; yn
        gwaedu; adref|adre ar ei|eu phen|ben|pennau hun|hunain; ofn mynd adref|adre; ei tharo|daro|churo|guro;
        have|'ve called|rung|phoned the police; have|had|'ve had to call|ring an ambulance|the police; an
        ambulance for; of us|here thinks|believes she|he|they is|'s safe; of us|here thinks|believes that
        she|he|they is|'s|are safe; here thinks she|he is safe; seen|found|caught|saw
        smothering|suffocating|choking|strangling|shaking|hitting|poisoning him|her|the|them; being
        hit|kicked|burned|burnt|beaten; pillow over his|her|the; no food and no; has|have|with a
        broken|fractured leg|arm|skull|rib|femur; nobody|cannot|can't explain the|how|his|her; call|ring|phone
        me at once|now; unconscious; not|never|cannot|can't be kept safe; with us safe""",
    ),
}
