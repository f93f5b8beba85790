"""In and out: the only room that opens a mail socket. Knows bytes, folders and addresses, nothing of cases.

Start at `imap` and `smtp`; `embedded` is a mail server of our own for the demo and the tests, `systemd` tells the machine
that we live.
"""
