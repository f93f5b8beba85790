"""Words of danger in what a person newly wrote: harm now, or a disclosure that cannot wait (rules, section 8).

Start at `finding.phrases`. Pure; who is told is for `cases.opening.danger`.
"""
