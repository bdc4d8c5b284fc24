"""Fixtures for every test; each kind has a file of its own and is only named here."""

pytest_plugins = ["tests.databases"]
