"""Words of danger in what a person newly wrote: harm now, or a disclosure that cannot wait (rules, section 8).

`phrases` finds them, `reads` tells whether they would be found in that language. Pure; who is told is for `cases.opening.danger`.
"""

from mailservice.mail.danger.finding import phrases
from mailservice.mail.danger.languages import reads

__all__ = ["phrases", "reads"]
