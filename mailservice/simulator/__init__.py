"""Rehearsals under a virtual clock: a story on real servers, or a year in memory."""
