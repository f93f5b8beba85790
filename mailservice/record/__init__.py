"""What is kept: the ledger, the contents, the mails, the outbox, and the look-ups over them. The only room with SQL.

Start at `database`. May not touch: decisions, templates, sockets.
"""
