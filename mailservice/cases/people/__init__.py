"""Who: who decides for a side, who stands in, who convenes; and the turn of one decision."""
