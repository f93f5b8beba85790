"""How a case begins: the first mail, in confidence or not, beside another case, and with words of danger."""
