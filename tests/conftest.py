"""Fixtures for every test; each kind has a file of its own and is only named here."""

from hypothesis import settings

pytest_plugins = ["tests.databases", "tests.scoping"]

# The same examples every time, however slow the machine; `--hypothesis-profile hunt` tries new ones.
settings.register_profile("suite", deadline=None, derandomize=True)
settings.register_profile("hunt", deadline=None, max_examples=2_000)
settings.load_profile("suite")
