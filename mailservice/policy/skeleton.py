"""The first draft of a new partnership's file: sound as it stands, and partial until somebody has read it through."""

from mailservice.policy.model import Calendar

# An island has a time zone of its own name.
ISLANDS = {"guernsey": "Guernsey", "jersey": "Jersey", "isle-of-man": "Isle_of_Man"}
TEXT = """\
# The policy of @PARTNERSHIP@ as data. The manual of this format is policies/README.md.
# Go through it with the policy's text beside you, then run: mailservice policy check THIS-FILE
schema = 1

[policy]
id = "@ID@"
title = "Resolving professional disagreements"
partnership = "@PARTNERSHIP@"
status = "partial"                    # "ready" once the [[gap]] at the foot is gone
version = ""                          # the policy's own date, such as "2026-04"
review_due = ""
scope = ["between-agencies"]          # and "within-agency", if the policy says so
timescales_are = "limit"              # guide | limit | judgement | mixed

[calendar]
jurisdiction = "@NATION@"
timezone = "@ZONE@"
day_ends = "17:00"

[reference]
prefix = "@PREFIX@"                   # of our own references, such as @PREFIX@ 2026-0042
child = '(?<![\\w-])(?!(?:@PREFIX@|NHS|DOB|TEL|FAX|ISO)-)[A-Z]{2,6}-\\d{5,8}(?![\\w-])'
example = "NCT-483920"                # a child's reference that the pattern finds

[wording]
call_it = "professional disagreement"
avoid = []                            # [{ word = "complaint", use = "disagreement" }]

[[stage]]
id = "1"
title = "Practitioner to practitioner"
sides = "both"
roles.default = ["Practitioner"]
next = "2"
[[stage.clock]]
id = "stage"
goal = "resolve-or-escalate"
amount = 2
unit = "working-days"
starts = "case-opened"
basis = "policy"

[[stage]]
id = "2"
title = "Manager to manager"
sides = "both"
roles.default = ["Line manager"]
next = "3"
[[stage.clock]]
id = "stage"
goal = "resolve-or-escalate"
amount = 5
unit = "working-days"
starts = "previous-stage-ended"
basis = "policy"

[[stage]]
id = "3"                              # a stage without a number in the policy: it asks, and never climbs by itself
title = "Senior manager to senior manager"
formal = true
sides = "both"
roles.default = ["Senior manager"]
next = "4"
[[stage.clock]]
id = "settle"
goal = "resolve-or-escalate"
unit = "judgement"
check_in = 1                          # after how many working days people are asked
starts = "stage-entered"
basis = "policy"

[[stage]]
id = "4"
title = "Partnership"
formal = true
sides = "convened"
convenor = "Independent scrutineer"
[[stage.clock]]
id = "decide"
goal = "decision"
unit = "judgement"
check_in = 2
starts = "stage-entered"
basis = "policy"

[urgent]
basis = "house"                       # "policy" if its text speaks of urgency
mode = ["speedy"]                     # "start-at" needs may_start_at = ["2", "3"]
always_say = "This process never replaces an urgent referral or a 999 call"

[final]
stage = "4"
authority = "Independent scrutineer"
binding = "not-stated"                # yes | no | not-stated
means = ["decision"]
ends_with = ["agreed", "decided", "not-agreed"]

[record]
where = ["child's file"]

[contacts]
directory_published = false
basis = "none"

[closing]
needs = ["both-sides"]
basis = "house"

[[gap]]
id = "unread"
need = "This file is a first draft: compare each line with the policy's text, then take this gap out"
"""


def skeleton(identity: str, partnership: str, nation: str) -> str:
    """Return the text of a new policy file for a partnership, sound and partial."""
    zone = f"Europe/{ISLANDS.get(nation, 'London')}"
    facts = {
        "ID": identity,
        "PREFIX": identity.upper(),
        "PARTNERSHIP": partnership,
        "NATION": nation,
        "ZONE": zone,
    }
    text = TEXT
    for name, value in facts.items():
        text = text.replace(f"@{name}@", value.replace("\\", "").replace('"', "'"))
    return text


def nations() -> tuple[str, ...]:
    """Return the nations and islands whose bank holidays are known."""
    return tuple(Calendar.__annotations__["jurisdiction"].__args__)
