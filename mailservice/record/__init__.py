"""What is kept: the ledger, its contents, the mails, the letters, the dates, and how each is found again.

Start at `database` (transactions) and `ledger` (append, history). All SQL of the service lives here and nowhere else;
it decides nothing, knows no template and opens no mail socket.
"""
