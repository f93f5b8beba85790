"""Which record this is, and that it is whole.

`beginning` looks at each start, and `adopting` goes on where a person says so; `backup` copies the record, `restoring` lays it
back, and `taken_over` knows what had left before.
"""
