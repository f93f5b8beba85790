"""Lines that tell of a death or grave harm, and lines that only seem to."""
