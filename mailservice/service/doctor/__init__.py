"""What is looked at before the service runs, or when something is wrong: `mailservice doctor`. Start at `examination`.

Plain values in and out; nothing here prints, and nothing is left behind in the mailbox or in the record.
"""
