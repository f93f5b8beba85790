"""Random examples without a stopwatch: on a shared machine the first one waits for the bank holidays to be read."""

from hypothesis import settings

settings.register_profile("no stopwatch", deadline=None)
settings.load_profile("no stopwatch")
