"""Properties here are about values: a deadline in wall-clock time would only fail on a busy machine."""

from hypothesis import settings

settings.register_profile("values", deadline=None)
settings.load_profile("values")
