"""What was written: a mail's bytes to who, when, what kind, own words, commands; and a letter to bytes. Pure.

Start at `parse`. May not touch: the database, the disk, sockets, the wall clock.
"""
