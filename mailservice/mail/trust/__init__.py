"""Who wrote a mail, and how sure that is: start at `judging`. Our own letters' signatures are `signing`'s."""
