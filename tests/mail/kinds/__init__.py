"""Forms of mail that are no message, and people's mails that look so."""
