"""Facts about Slack's Block Kit, shared by whoever builds blocks and whoever judges them.

``limits`` is the one table of numbers and surfaces, ``escape`` makes foreign text harmless, ``check`` says
what Slack would refuse. Pure: no I/O, no Slack client, nothing of reviews or health.
"""
