"""The way of a mail, one file a step. Start at `rounds`. The only room that knows every other."""
