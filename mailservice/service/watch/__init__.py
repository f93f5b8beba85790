"""Whether the service lives, and what it could not do.

`supervising` does each duty by itself, `troubles` keeps what failed, `health` says it in one sentence.
"""
