"""The database: tables, one module of queries per noun, migrations. Rows never leave here; values do.

Every function takes the open transaction first and never commits. They are plain functions, not coroutines:
on PostgreSQL they run through ``AsyncConnection.run_sync``, on SQLite in the writer's thread, so that a batch
of work crosses threads once, and nothing can be awaited (sent!) while a transaction is open.
"""
