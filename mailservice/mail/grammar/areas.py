"""Names of areas that people write, with or without a capital: nations, counties, boroughs, cities, lands abroad.

Not all that there are: a name in capitals behind "in" or "to" is read as a place too (`moved`). A name that is also a
common English word, or a first name, is left out.
"""

_NAMES = """
aberdeen aberdeenshire anglesey angus antrim argyll armagh barnet barnsley basildon basingstoke bath bedford bedfordshire
belfast berkshire bexley birmingham blackburn blackpool blaenau gwent bolton bournemouth bracknell bridgend brighton bristol
bromley buckinghamshire burnley caerphilly calderdale cambridge cambridgeshire camden canterbury cardiff carlisle
carmarthenshire ceredigion chelmsford cheshire chester chesterfield colchester conwy corby cornwall coventry crawley croydon
cumbria darlington denbighshire derby derbyshire devon doncaster dorset dudley dumfries dundee ealing edinburgh enfield essex
exeter falkirk fife flintshire gateshead glasgow gloucester gloucestershire greenwich grimsby guernsey gwynedd hackney halton
hampshire haringey harlow harrow hartlepool hastings havering hereford herefordshire hertfordshire hillingdon hounslow
huddersfield hull inverness ipswich islington jersey kent kettering kirklees knowsley lambeth lancashire lanarkshire
leeds leicester leicestershire lewisham lincoln lincolnshire liverpool london luton maidstone manchester medway merthyr
merseyside merton middlesbrough milton keynes monmouthshire neath newcastle newham newport norfolk northampton northamptonshire
northumberland norwich nottingham nottinghamshire oldham oxford oxfordshire pembrokeshire peterborough plymouth poole
portsmouth powys preston redbridge redcar rhondda rhyl richmond rochdale rotherham rutland salford sandwell sefton
sheffield shropshire slough solihull somerset southampton southend southwark staffordshire stevenage stirling stockport
stockton stoke suffolk sunderland surrey sussex sutton swansea swindon tameside telford thurrock torbay torfaen trafford tyneside
wakefield walsall walthamstow warrington warwickshire watford westminster wigan wiltshire wirral wolverhampton worcester
worcestershire wrexham wrecsam yorkshire
brent barking dagenham boston hove halifax harrogate lowestoft margate ramsgate folkestone eastbourne worthing thanet nuneaton
tamworth cannock stafford crewe macclesfield runcorn widnes skelmersdale morecambe lancaster barrow kendal scunthorpe grantham
skegness yarmouth torquay exmouth barnstaple bideford truro penzance newquay falmouth weymouth yeovil taunton bridgwater
aberystwyth bangor carmarthen llanelli haverfordwest tenby pontypridd cwmbran welshpool brecon llandudno prestatyn holyhead
caernarfon galway kerry dublin donegal limerick derry newry northumbria
england scotland wales ireland ulster spain portugal france germany italy poland romania bulgaria lithuania latvia hungary
albania greece cyprus holland belgium sweden norway denmark pakistan bangladesh afghanistan iraq iran syria egypt
morocco algeria somalia nigeria ghana kenya uganda ethiopia eritrea zimbabwe zambia jamaica barbados trinidad
australia canada america dubai thailand philippines vietnam ukraine slovakia moldova gambia sudan
"""
NAMED = r"(?:" + "|".join(_NAMES.split()) + r"|isle of (?:man|wight)|new zealand|sri lanka|the (?:usa?|states))"
