"""The command line, one file for each group of commands.

A command reads its arguments, runs one use case and prints what came of it. What needs the database is
imported inside the commands: ``--help`` and a mistyped option are answered without loading it.
"""
