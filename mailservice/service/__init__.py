"""The way of a mail, one file a step: collecting receiving hearing deciding sweeping sending filing.

Beside it reconciling, morning, closed_days and by_hand; `rounds` calls them. `watch` sees whether the service lives, `custody`
which record it has. The only room that knows every other.
"""
