"""By when: the dates that a stage brings, how they are set, moved, met and let go."""
