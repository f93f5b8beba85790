"""The room that plays: trials, years and stories under a virtual clock."""
