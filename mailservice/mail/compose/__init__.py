"""What we write: a decided letter rendered as a mail, its wording, blocks and diary entry."""
