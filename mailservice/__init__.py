"""Escalations by email for the people who keep children safe.

Each room answers one question about a case: `policy` what was agreed, `cases` what happens, `mail` what was written,
`record` what is kept, `transport` in and out, `exports` what is shown; `service` is the only place that knows them all.
"""

__version__ = "0.1.0"
