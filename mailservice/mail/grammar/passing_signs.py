"""What is written where somebody has died and nobody says "died": "we lost her", "pronounced at 04:10", a funeral.

Start at `hints`. By none of it a case stands still: it is told to the office as unsure, and a person rings (rule 12.6).
"""

import re

from mailservice.mail.grammar.patterns import at_a_word

_NOW = (
    r"(?:peacefully|suddenly|unexpectedly|sadly|tragically|yesterday|overnight|today|earlier|just"
    r"|(?:this|last|in the|on the) (?:morning|night|evening|afternoon|week\w{0,3}|early|small|ward|early hours)"
    r"|on \w{3,6}day)"
)
_ONE = (
    r"(?:baby|bub|child|boy|girl|lad|lass|little (?:one|man|lad|girl|boy|mite|\w{2,14})|young (?:man|woman|person"
    r"|lad)|toddler|infant"
    r"|pupil|student|(?-i:(?!(?:He|She|They|It|Dad|Mum|Mam|That|This|All|Who|What|You|Everyone|Everything|Nobody"
    r"|Has|Is|Was|Now|The)\b)[A-Z][a-z]{2,14}))"
)
_END = r"(?=\W{0,4}$|[.,;!:\u2013]| (?:and|i|we|at|this|last|im|police)\b| - )"
_LOSS = (
    r"\b(?:we|we['\u2019]ve|they|parents|mum|dad|the ward|family) (?:(?:have|has|had|sadly|just"
    r"|all) ){0,3}lost (?:him|her|them both|baby"
    r"|the (?:baby|child|boy|girl|twins?)|our \w{3,12}|(?-i:[A-Z][a-z]{0,14}))\b"
    rf"(?! (?:for|(?:in|at) (?:the |a )?(?:\w{3, 9} )?(?:park|shop\w{0, 4}|centre|station|town|supermarket|crowd|play"
    rf"|building|market|woods)|to (?:the|another|care)|down|round"
    rf"|from|again|as|track|'s))"
    rf"|\b{_ONE}(?: is|['\u2019]s|s| has| have)? (?:now )?gone{_END}"
    rf"|\b(?:went|gone|slipped away|fell asleep|drifted off) (?:peacefully |quietly )?in (?:his|her|their) sleep\b"
    rf"|\bslipped away {_NOW}|\bslipped away{_END}"
    r"|\b(?:got|has|have|gained|earned|grown) (?:his|her|their|its) (?:angel )?wings\b|\bwith the angels\b"
    r"|\bgone to (?:heaven|jesus|god|be with)\b"
    r"|\b(?:lost|losing) (?:his|her|their) (?:life|lives|fight|battle)\b|\blost the (?:fight|battle)"
    r"(?! (?:over|with|for|about|against|on|to))\b"
    r"|\bbreathed (?:his|her|their) last\b"
    rf"|\bpassed (?:over|{_NOW}|at (?:home|\d)|in (?:hospital|the night|the ambulance|resus|his|her))\b"
    rf"|\b(?:he|she|they|{_ONE})(?:['\u2019]s| has| have| is)? (?:sadly |just |now )?(?:not with us"
    rf"|been taken from us)\b"
    r"|\b(?:never|did not|didn['\u2019]?t|has not|hasn['\u2019]?t|not) (?:wake|woken?|woke) up\b"
    r"|\bdid(?:n['\u2019]?t| not) make it(?! (?:to|in|on|home|here|back|for|that)\b)"
    r"|\b(?:has|have|had) (?:not|n['\u2019]?t) made it\b|\bfound (?:cold|blue|lifeless|unresponsive"
    r"|not breathing)\b|\blifeless\b(?!,? (?:flat|look|eyes|stare|voice|tone|expression|face))"
    r"|\bborn (?:still|sleeping)\b|\bno (?:heartbeat|signs? of life)\b|\bstill(?:birth| born)\b|\bcot death\b"
    r"|\bneonatal death\b"
)
_SCENE = (
    r"\bpronounced (?:at|by|in|on|dead)\b|\b(?:life|was) (?:pronounced )?extinct\b|\bp\.?l\.?e\.? (?:at|given)\b"
    r"|\btime of death\b"
    r"|\bfatalit(?:y|ies)\b|\bfatal(?:ly)?\b|\bdeceased\b|\bdeath (?:has been|was) (?:confirmed|verified|certified)\b"
    r"|\b(?:a|the|his|her) body (?:has been |was |is )?(?:found|recovered|located|discovered|identified)\b"
    r"|\bhuman remains\b|\bmortuary\b|\bmorgue\b"
    r"|\b(?:not|n['\u2019]?t|un|isn['\u2019]?t) ?survivable\b|\bincompatible with life\b"
    r"|\bcpr\b.{0,40}\b(?:stopped|ceased|unsuccessful|called)\b"
    r"|\b(?:stopped|ceased|called) (?:cpr|resus\w{0,10})\b|\bworking on (?:him|her) for\b"
    r"|\bhm(?:c| coroner)(?:['\u2019]s officer)? (?:is |has been |was |been )?(?:informed|notified|aware|involved"
    r"|told)\b"
    r"|\bcoroner (?:is |has been |was )?(?:informed|notified|aware|releases?|involved)\b|\breferred to (?:the "
    r"|hm )?coroner\b"
)
_AFTER = (
    r"\b(?:home office|forensic|hospital|coroner['\u2019]?s|the|his|her|a) (?:pm|post[- ]?mortem)\b(?! (?:session"
    r"|visit|slot|clinic|meeting|class|shift))"
    r"|\bpost[- ]?mortem\b|\bpathologist\b"
    r"|\bfunerals?\b|\bcondolences?\b|\bcremat(?:ion|orium|ed)\b|\bburial\b|\bburied\b|\bwreath\b|\bmemorial\b"
    r"|\bwake\b on |\bchapel of rest\b"
    r"|\bassembly for (?-i:[A-Z])|\bbook of condolence|\bin (?:loving |his |her )?memory\b"
    r"|\bremember(?:ing)? (?:him|her) by\b"
    r"|\bchild death (?:review|overview|nurse|process|notification|team|doctor)\b|\bcdop (?:form|referral"
    r"|notif\w{0,8}|informed|process|has|been)\b"
    r"|\b(?:sudi|sudic|sudc|sudep|cdr)\b|\b(?:jar|joint agency response)\b|\brapid review\b"
    r"|\bserious incident notif\w{0,8}\b|\bnational panel\b"
    r"|\bsafeguarding adults? reviews?\b|\b(?:adult|child) practice review\b|\bdomestic homicide review\b"
    r"|\bdarr?dr\b|\bmurder (?:enquiry|inquiry|investigation)\b"
    r"|\bbereave(?:d|ment) (?:family|parents|midwife|nurse|team|suite)\b|\bhis peg\b|\bher peg\b|\b(?:memory"
    r"|hand ?print) box\b"
)
_EDGE = (
    r"\b(?:turn\w{0,3}|switch\w{0,3}) (?:the |his |her |their )?(?:life[- ]support|machines?|ventilator"
    r"|it)? ?off\b|\b(?:turn\w{0,3}|switch\w{0,3}) off"
    r" (?:the |his |her )?(?:life[- ]support|machines?|ventilator)\b|\b(?:withdraw\w{0,3}"
    r"|withdrew) (?:of )?(?:the )?(?:care|treatment|life support|support|ventilation)\b"
    r"|\bbrain[- ]?stem\b|\bexpect the worst\b|\bnot (?:at all )?hopeful\b|\b(?:may|might|won['\u2019]?t|will not"
    r"|probably won['\u2019]?t|unlikely to|not going to|not"
    r" (?:expected|likely) to|doubtful (?:he|she) will|could well not) (?:not )?(?:survive|make it through"
    r"|pull through|last the|live)\b"
    r"|\b(?:if|whether) (?:he|she|they)(?:['\u2019]ll| will) (?:wake|survive|live|make it|pull through)\b"
    r"|\btouch and go\b"
    r"|\b(?:cardiac|respiratory|peri-?) ?arrest\w{0,3}\b|\b(?:he|she|they|baby"
    r"|(?-i:[A-Z][a-z]{2,14})) arrested (?:on|at|in|twice|again|before|during|this|last)\b"
    r"|\brosc\b|\badrenaline\b|\bresus(?:citat\w{2,4}|'d|ed)?\b|\bintubated\b|\binduced coma\b|\bcoma\b"
    r"|\bburns unit\b|\bligature\b|\b(?:found|was|been) hang(?:ing|ed)\b|\bhung (?:him|her|them)sel(?:f|ves)\b"
    r"|\bgcs (?:of )?(?:3|4|5|6)\b|\bventilated\b|\bend[- ]of[- ]life\b|\bpalliative\b|\bnext (?:24|48"
    r"|72) ?(?:hrs?|hours)\b|\bair ambulance\b|\bmajor trauma\b"
    r"|\b(?:neuro|brain) ?surgery\b|\bon bypass\b|\becmo\b|\bstabbed\b(?! in the back)|\bshot\b (?:in|at|dead)"
    r"|\bunder a train\b|\bjumped (?:from|off)\b"
)
# One of whom it is said: a pronoun too, where what follows is plain.
_THEY = rf"(?:he|she|they|him|her|them|{_ONE})"
_DYING = (
    rf"\b{_THEY}(?: is| are| was| were|['\u2019]?s)? (?:now |both )?(?:dead|dying)\b(?! (?:to|for|of|on|keen|set"
    r"|tired|good|against|easy|slow|quick|serious|excited|happy|proud|clear|straight|right|wrong|certain|sure)\b)"
    rf"|\b{_THEY}(?:['\u2019]ll| will| is going to| are going to)(?: probably| likely)? die\b"
    r"|\bfound (?:\w{1,12} ){0,3}dead\b|\b(?:left|sent home) to die\b"
    rf"|\b(?:he|she|{_ONE})(?:['\u2019]s| has| is)? (?:now |just )?(?:gone|went)(?: {_NOW})?(?=\W{{0,4}}$)"
    rf"|\b(?-i:[A-Z][a-z]{{2,14}}) (?:went|left us) {_NOW}{_END}"
    r"|\b(?:never|not|n['\u2019]t) (?:regain\w{0,3} consciousness|come? (?:a)?round|come out of (?:theatre|it"
    r"|the coma))\b"
    r"|\bno longer (?:alive|living|with us)\b|\bpromoted to glory\b|\bcalled home to\b|\brest(?:ing)? in peace\b"
    r"|\bthe late (?:mr|mrs|ms|miss|(?-i:[A-Z][a-z]{2,14}))\b"
    r"|\bwedi (?:marw|huno|ei (?:ladd|lladd))\b|\bbu farw\b|\bmarwolaeth\b|\bangladd\b|\bcrwner\b|\bcwest\b"
    rf"|\b(?:he|she|they|{_ONE}) (?:hanged|drowned)\b|\btook (?:his|her|their) (?:own )?life\b"
    r"|\b(?:sad|terrible|awful|dreadful|tragic|devastating|heart-?breaking|worst(?: possible)?) news\b|\bworst has"
    r" happened\b|\bsorry to be the one to tell\b|\bdo(?:n['\u2019]?t| not) know how to (?:say|write|tell) (?:you )?"
    r"this\b"
    r"|\b(?:crews?|paramedics?|ambulance|doctors?|medics|surgeons?|resus team|hems) (?:had |have )?(?:did|done|tried)"
    r" (?:all|everything)\b|\bnothing (?:more |else )?(?:they|anyone|anybody|the (?:crew|doctors?|medics)) could"
    r" (?:have )?do(?:ne)?\b|\bworked on (?:him|her|them)\b|\bcalled it at\b"
    r"|\b(?:could(?:n['\u2019]t| not)|too late to|unable to) (?:be saved|save (?:him|her|them))\b"
    rf"|\b{_THEY} (?:was|were) found by (?:his|her|their) (?:\w{{3,9}} )?(?:brother|sister|mum|mam|mother|dad|father"
    rf"|nan"
    r"|son|daughter|partner|carer|flatmate)\b|\bstone cold\b|\bcold to (?:the )?touch\b|\brigor mortis\b"
)
_CALLED = (
    r"\b(?-i:DOA|VOED|VOD)\b|\b(?-i:ROLE|VLE|PLE)\b (?:by|at|given|called|done|declared|completed|confirmed|was|\d)"
    r"|\b(?:declared|called|given|confirmed|pronounced) (?-i:ROLE|VLE|PLE)\b|\b(?:recognition|verification"
    r"|verified|confirmation) of (?:life extinct|death)\b|\blife extinct\b"
    r"|\bundertakers?\b|\bfuneral directors?\b|\bprivate ambulance\b|\b(?:cuddle|cold) cot\b"
    r"|\be-?cdop\b|\bcdop\b|\bregulation 40\b|\breg\.? 40\b|\bleder\b|\bmedical examiner\b|\bmccd\b"
    r"|\bregister(?:ed|ing)? (?:the|his|her|their) death\b|\binquest\b|\b(?:to|with|for|by|from) (?:the |hm )?coroner\b"
    r"|\b(?:flowers|candles?|teddies|tributes?) (?:\w{1,12} ){0,3}?(?:by|on|at|outside|for) (?:his|her|their|the)"
    r" (?:\w{3,12} )?(?:desk|chair|peg|gates?|door|house|scene|locker)\b|\bballoon release\b|\bminute['\u2019]?s"
    r" silence\b|\bcelebration of (?:his|her|their) life\b|\bdeath message\b"
    r"|\b(?:murder|manslaughter|homicide) (?:charge|suspect|squad|team|scene|case)\b|\b(?:charged with|suspicion of)"
    r" (?:murder|manslaughter|causing (?:the )?death)\b"
)
_WATER = r"(?:canal|river|lake|sea|ponds?|reservoir|quarry|estuary|weir|harbour|docks?|bath|pool|brook|lock|slurry pit)"
_STRUCK = (
    rf"\b(?:pulled|recovered|brought|found|dragged|fished|lifted|face[- ]?down|body|toddler|baby|child|boy|girl|lad"
    rf"|pupil)(?: up| out)? (?:\w{{1,12}} ){{0,3}}?(?:in|from|out of|off) (?:the |a )?(?:\w{{3,12}} )?{_WATER}\b"
    r"|\bdivers\b|\bunderwater search\b"
    r"|\b(?:hit|struck|run over|knocked down|mown down|crushed|trapped) (?:by|under) (?:a |an "
    r"|the )?(?:\w{3,12} )?(?:train"
    r"|car|lorry|wagon|bus|van|hgv|tram|truck|taxi|tractor|motorbike|vehicle)\b"
    r"|\b(?:on|off) the (?:railway|train) (?:line|tracks?)\b|\bunder a (?:bus|lorry|train|tram)\b"
    r"|\bcame off the (?-i:[AM]\d{1,4})\b|\b(?:fell|fallen|jumped|thrown|pushed) (?:\w{1,9} ){0,3}?(?:from|off"
    r"|out of) (?:a |an"
    r" |the |his |her |their )?(?:[\w-]{1,12} ){0,3}?(?:balcony|window|roof|bridge|flyover|multi-?storey|car park|cliff"
    r"|floor|storey|viaduct)\b"
    rf"|\b(?:he|she|{_ONE}) jumped(?=\W{{0,4}}$)"
    r"|\b\d{2}% burns\b|\bburns to \d{2}\b|\bfull[- ]thickness burns\b|\bsmoke inhalation\b|\bcarbon monoxide\b"
    r"|\belectrocuted\b|\b(?:house )?fire\b.{0,40}\b(?:did not|didn['\u2019]t) get out\b"
)
_DIRE = (
    r"\bhems\b|\bair-?lifted\b|\bhelicopter\b|\btrauma centre\b|\bretrieval team\b|\b(?:quiet"
    r"|relatives['\u2019]?) room\b"
    r"|\bprepare (?:themselves|himself|herself|for the worst)\b|\b(?:called|sent for|calling) (?:the "
    r"|all the )?family\b"
    r"|\bfamily (?:have |has )?(?:been |are |is )?(?:called in|called to|gathering|gathered|sent for|at (?:his|her)"
    r" bedside)\b|\bbedside\b|\b(?:say|said|saying) (?:(?:their|her|his|our|final|last) )?goodbyes\b"
    r"|\b(?:come|came|in|chance|time|travel\w{0,4}) to say goodbye\b|\blast rites\b"
    r"|\bcomfort care\b|\bsyringe driver\b|\bon (?:a )?vent\b|\boscillator\b|\bhypoxic\b|\bhie\b"
    r"|\b(?:liver|kidney|renal|heart|organ|multi-?organ|respiratory) failure\b|\btransplant\b|\borgan donat\w{2,4}\b"
    r"|\bdonat(?:e|ing|ion of) (?:his|her|their) organs\b|\b(?-i:SNOD)\b|\bseptic\b|\bmeningococcal\b"
    r"|\bcritically\b|\bcritical (?:but stable|list|care)\b|\blife[- ]threatening\b|\bsubdurals?\b|\bretinal"
    r" haem\w{0,9}\b|\bskull fractures?\b|\bfractured skull\b"
    r"|\b(?:catastrophic|devastating|severe|serious|major|traumatic|unsurvivable|multiple) (?:\w{3,9} )?(?:injur(?:y"
    r"|ies)"
    r"|brain damage)\b|\bspinal (?:and \w{3,9} )?injur(?:y|ies)\b|\balive but\b|\bbarely alive\b|\bonly just alive\b"
    r"|\b(?:fighting|clinging|hanging) (?:on )?(?:for|to|by) (?:his|her|their|life|a thread)\b|\b(?:hours"
    r"|days) to live\b"
    r"|\b(?:not|n['\u2019]t) (?:(?:expected|likely|going) to )?(?:last|see) the (?:night|weekend|week|day)\b"
    r"|\bparaly[sz]ed\b|\b(?:quadri|tetra|para)pleg\w{1,3}\b|\bamputat\w{2,4}\b|\bno meaningful recovery\b"
    r"|\bcpr (?:in progress|started|given|by|being|was|on|under ?way)\b|\b(?:doing|given|giving|gave|started)"
    r" (?:\w{3,9} )?cpr\b|\bcrash (?:call|team|bell)\b|\bdefib\w{0,8}\b|\bunresponsive (?:at|when|in (?:the|his|her)"
    r"|on)\b"
)
_BODY = (
    r"\bheart(?:beat)? (?:has |had |just )?stopped\b|\bstopped breathing\b|\bno pulse\b|\bpulseless\b"
    r"|\basystol\w{1,3}\b|\bflat-?lined?\b"
    r"|\bagonal\b|\brigor\b|\blividity\b|\b(?:not|n['\u2019]t|unable to) (?:get|bring) (?:him|her|it"
    r"|them) (?:going again|back(?! \w))|\btubes? out\b"
    r"|\b(?:baby|he|she|child|was|is) cold\b(?= (?:next|beside|when|in (?:the|his|her) (?:cot|bed|moses)|to))"
    r"|\bcoffin\b|\bhearse\b|\bin a box\b"
    r"|\bgraveside\b|\bheadstone\b|\blaid to rest\b|\b(?:the|his|her|human) remains (?:are|were|found|of|have|that)\b"
    r"|\bremains found\b"
    r"|\bbled (?:out|to death)\b|\bdemise\b|\bcause of death\b|\bperished\b|\bsuccumbed\b|\blast breath\b|\bstarved\b"
    r"|\b(?:he|she|they|patient|resident|child|baby|client|(?:mr|mrs|ms|miss) \w{2,14}) (?:has |had "
    r"|sadly )?(?:expired\b|passed(?! (?:\w{1,9} ){0,2}(?:all"
    r"|exams?|tests?|sats|gcses?|on (?:the|this|your|to)|it|out|the|a|her|his|their|me|to|urine|wind|by|through"
    r"|blood)\b))"
    r"|\b(?:ended|taken|took) (?:his|her|their) (?:own )?life\b|\b(?:killed|died by)"
    r" (?:him|her|them)sel(?:f|ves)\b|\b(?:completed|died by|death by|suspected|apparent) suicide\b|\bsuicide (?:last"
    r"|on|yesterday|this|over)\b"
    r"|\blost (?:one of|a (?:young|child|pupil|patient|resident|little|baby))\b|\bcan(?:not|['\u2019]t) believe (?:he"
    r"|she)(?:['\u2019]s| is) gone\b"
    r"|\bnothing (?:more |else )?(?:\w{2,9} ){0,2}(?:be |to be |to )?(?:done|do) (?:for (?:him|her)|and)\b"
    r"|\bnothing (?:more |else )?(?:anyone|to be done"
    r"|could be done|can be done)\b|\btoo late (?:for (?:him|her|them)|to save)\b|\b(?:now"
    r"|and) it['\u2019]?s too late\b|\b(?:seen|on|in) the news\b(?! (?:about|that|of))"
    r"|\b(?:tissue|organ) don\w{2,6}\b|\bdonor\b|\bcoma (?:scale|score)\b|\b(?:poor|grave|bleak) (?:prognosis"
    r"|outlook)\b|\bprognosis (?:is |was )?(?:very )?(?:poor"
    r"|grave|bleak|hopeless)\b|\bbrain (?:activity|swelling|death|haemorrhage|oedema|function)\b|\bconing\b|\bconed\b"
    r"|\bemergency (?:surgery|theatre)\b"
    r"|\bin (?:surgery|theatre)(?= (?:at|now|and|for)\b|\W{0,3}$)|\bgunshot\b|\bshot (?:dead|in|at|through|twice"
    r"|by)\b|\bhaemorrhag\w{2,4}\b|\b(?:scene|crime scene)"
    r" (?:held|guard|log|is held|cordoned)\b|\bcordon\b|\bwon['\u2019]t be (?:coming home|with us)\b|\bnot (?:alive"
    r"|breathing)\b(?! (?:properly|on the))"
    r"|\b(?:in|into) (?:cardiac )?arrest\b|\bwe stopped (?:at|after|cpr)\b|\b(?:crew|they|we|doctors?) called it\b"
    r"|\bin the water since\b"
    r"|\bpassed (?:into|to) (?:rest|peace|glory|eternal)\b|\bwith (?:the )?(?:deep|deepest|great|greatest|profound"
    r"|much) (?:regret|sadness|sorrow)\b"
    r"|\b(?:is|are|remains|still|listed as) (?:now |still |very )?critical(?=\W{0,4}$|[.,;]| (?:and|but|in|at"
    r"|with)\b)|\bheart (?:gave (?:out|up)|failed)\b"
    r"|\bcertified (?:at|by|dead)\b|\b(?:to|for|of|called) murder(?! (?:a|an|the|mystery))\b|\b(?:identif\w{2,4}|seen"
    r"|viewed|viewing) (?:the|his|her) body\b|\br\.?i\.?p\b|\bempty chair\b"
    r"|\bhose ?pipe\b|\bnoose\b|\bslipped (?:from us|away)\b|\bcoroner['\u2019]?s (?:case|officer|statement|file"
    r"|investigation)\b"
    r"|\b(?:called|sent for) (?:the|a) priest\b|\bpriest\b (?:\w{1,9} ){0,3}(?:called|coming|with)\b"
    r"|\bturning (?:it|everything)(?: all)? off\b|\b(?:won['\u2019]t|will not|never going to"
    r"|not going to) (?:be waking|wake)\b|\bhospice\b(?= rang| called| say)|\bit['\u2019]?s hours\b|\b(?:his|her"
    r"|their) ashes\b|\bfound too late\b"
    r"|\bdeclared (?:by|at|on|dead)\b|\b(?:dressing gown )?cord round\b|\bdressing gown cord\b"
    r"|\bcan(?:not|['\u2019]t) be (?:saved|revived)\b|\bcollaps\w{2,3} and (?:never|didn|did not|could)\b"
)
_HINTS = at_a_word(_LOSS, _SCENE, _AFTER, _EDGE, _DYING, _CALLED, _STRUCK, _DIRE, _BODY)

# Whose it is, where it is not the one: the writer's own, an older relative's, a pet's, a stranger's.
_OTHERS = re.compile(
    r"\bmy (?:\w{2,10} )?(?:mother|mum|mam|father|dad|parents?|brother|sister|husband|wife|partner|gran\w{0,7}"
    r"|nan\w{0,2}|in-laws?|uncle|aunt\w{0,3}|friend|son|daughter"
    r"|dog|cat|colleague)\b"
    r"|\b(?:mum|mam|mother|dad|father|carer|sister|brother|nan|lead|worker|head|nurse|colleague"
    r"|manager)['\u2019]?s (?:\w{3,9} )?(?:bf|boyfriend|partner|husband"
    r"|gf|girlfriend|wife|ex|dad|mum|mother|father|brother|sister|first|uncle|aunt)\b"
    r"|\b(?:bf|gf|(?:old|elderly) (?:chap|man|lady|boy|woman|gentleman)|next door|landlord|landlady|lodger|tenant"
    r"|budgie|goldfish|chickens?|hens?|sheep|lambs?|(?:guinea )?pig|gerbil|tortoise|parrot|bird|snake|calf|cows?"
    r"|phone|battery|car|laptop|system)(?:['\u2019]?s)?\b"
    r"|\b(?:great[- ]?)?(?:grand(?:ad|dad|ma|mother|father|parents?|pa)|gran|granny|nan|nana|nanny|nain|taid|mamgu"
    r"|tadcu"
    r"|uncle|aunt|auntie|aunty|cousin|neighbour|friend|mate|dog|cat|pet|kitten|puppy|fish"
    r"|hamster|rabbit|pony|horse|step-?dad|step-?father|teacher|manager|colleague|councillor|queen"
    r"|king)(?:['\u2019]?s)?\b",
    re.IGNORECASE,
)
# The other one only found them, held them or rang: it is still of the one.
_ONLY_TELLS = re.compile(
    r"\b(?:found|finds|finding|holding|held|with (?:him|her|them)|rang|rung|phoned|called|calls|says|said|told|texted"
    r"|reports?|confirms?|confirmed|by (?:his|her|their)|with (?:his|her|their))\b",
    re.IGNORECASE,
)
# In the whole of the sentence: it was long ago, or they are well.
_LONG_AGO = re.compile(
    r"\b(?:years?|yrs?|decades?) (?:ago|back|before|since)\b|(?:\b(?:in|since|from|of|during)|,|\() ?(?:early |late "
    r"|mid"
    r" )?(?:19\d\d|20[01]\d|202[0-4])\b|\b(?:is|remains?|doing) (?:very |really |quite )?well\b|\bthriving\b"
    r"|\b(?:hamster|budgie|goldfish|guinea pig|rabbit|dog|cat|pony|horse|fish|gerbil|kitten|puppy) (?:has "
    r"|had )?(?:just |sadly )?died\b"
    r"|\bfound (?:safe|asleep|hiding|well)\b|\bsafe and well\b|\bdischarged\b|\bfor years\b",
    re.IGNORECASE,
)
# What is only spoken of, was long ago, or is another's case.
_IDLE = re.compile(
    r"\b(?:training|template|course|webinar|learn\w{0,3}|closed|notes|(?:i|i['\u2019]ve|i have|got|at|to|have"
    r"|for) (?:got )?a funeral|fatal accident on the|document|criteria|briefing|learning from|lessons|published"
    r"|thematic|annual|module|workshop|policy|policies|guidance|leaflet"
    r"|agenda|newsletter|conference on|anniversary|every year|each year|years? (?:ago|since|old)|(?:in|since"
    r"|back in|of) (?:19|20)\d\d|last year"
    r"|as a (?:baby|newborn|child)|at birth|historic\w{0,4}|history|previous(?:ly)?|older sibling|threshold for"
    r"|false alarm|fatal (?:flaw|mistake|error|blow|attraction)"
    r"|near[- ](?:fatal|miss|drown\w{3})|funeral plans?|life[- ]limit\w{3}|(?:leav|retir|resign|redundan)\w{2,4}"
    r"|new job|minor|bruis\w{2,3}"
    r"|every (?:\w{3,6} )?(?:months?|weeks?)|figure of speech|death of me|die without|unrelated|remembrance|estate"
    r"|poor little \w{3,9} in|school plays?"
    r"|nebuliser|sent home|inspection|nearly|(?:once|when|after|before) (?:he|she)(?:['\u2019]s| is| has) (?:gone"
    r"|died)"
    r"|(?:sit|sat|sits|attend\w{0,3}|rep|member|panel) (?:\w{1,9} ){0,3}cdop|cdop (?:panel|rep|member|meetings? (?:is"
    r"|was|on)|training)|(?:phone |mobile )?number|addresses|died (?:down|out|off|a death)|virtual learning|serving"
    r"|reading about|non[- ]fatal|potentially fatal|could (?:be|have been|prove) fatal|if|unless|until"
    r"|what would|would (?:be|have)|worr(?:y|ied|ies) (?:that|about)"
    r"|risks?|afraid|scared|fears?|dreams?|threat\w{0,6}|wants? to|certificate|insurance|plan(?:ned)? for"
    r"|jumped (?:off|from) (?:the )?(?:sofa|wall|trampoline|bed|swings?|bunk)"
    r"|(?:long|short|straw) shot|memorial (?:hall|park|hospital|ground|school|garden|road)|adrenaline (?:rush"
    r"|junkie)|epi-?pen|no ligature|ligature (?:cutter|risk|point|item|removed)"
    r"|took (?:a|the) \w{3,8} off|arrested (?:for|on suspicion|at the (?:scene|address)|in (?:connection|relation)"
    r"|and)|laptop|printer|boiler|hanging (?:in|off|from) (?:the|his|her)"
    r" (?:wardrobe|door|peg|hook|neck|washing)|home (?:now|again|today|safe)|discharged"
    r"|(?<!body )(?<!been )(?<!were )recovered|thankfully"
    r"|luckily|stable|not needed|dnacpr|respect form"
    r"|buried (?:in|under|treasure|at the|the hatchet)|buried (?:his|her) (?:head|face)|next (?:24|48|72) ?(?:hrs?"
    r"|hours) (?:please|or|if|we|i|is))\b",
    re.IGNORECASE,
)
_ALL_THE_SAME = re.compile(
    r"\b(?:if|whether) (?:he|she|they)(?:['\u2019]ll| will) (?:wake|survive|live|make it|pull through)\b"
    r"|\bexpect the worst\b|\b(?:may|might) not survive\b",
    re.IGNORECASE,
)


# What no "if", "plan" or "policy" beside it makes less.
_GRIM = re.compile(
    r"\b(?:cause of death|murder|manslaughter|organs?|comfort care|syringe driver|DOA|life extinct)\b", re.IGNORECASE
)

_CLAUSE = re.compile(r"[,;:\u2013]| - | (?:but|and|that|because|so|while|whilst|who|which|when|after|before) ")


def clause(sentence: str, found: re.Match[str]) -> str:
    """Return the part of a sentence that something found in it stands in."""
    start = max((one.end() for one in _CLAUSE.finditer(sentence) if one.end() <= found.start()), default=0)
    return sentence[start : next((one.start() for one in _CLAUSE.finditer(sentence, found.end())), len(sentence))]


def hints(sentence: str) -> bool:
    """Tell whether a sentence speaks as one does where the one has died, or may be dying."""
    if _LONG_AGO.search(sentence):
        return False
    return any(_is_of_the_one(sentence, found) for found in _HINTS.finditer(sentence))


def is_anothers(sentence: str, found: re.Match[str]) -> bool:
    """Tell whether another stands before it in its part, or behind its "of" or "for", and does not only tell of it."""
    part = clause(sentence, found)
    before, _, after = part.partition(found[0])
    if other := _OTHERS.search(before):
        return not _ONLY_TELLS.search(before, other.end())
    return bool(re.match(r" (?:\w{1,9} )?(?:of|for)\b", after) and _OTHERS.search(after))


def _is_of_the_one(sentence: str, found: re.Match[str]) -> bool:
    if is_anothers(sentence, found):
        return False
    part, sign = clause(sentence, found), found[0]
    return bool(_ALL_THE_SAME.search(part)) or bool(_GRIM.search(sign)) or not _IDLE.search(part)
