"""Texts that speak of danger and texts that do not, each by somebody who had not seen the code; README says whose they are."""
