"""What Slack publishes of its answers, events and interactions: key names and types, noted as facts.

Read on 2026-11-22 from the sample payloads in slackapi/java-slack-sdk (``json-logs/samples``, written by the
SDK from what Slack sent) and from the bodies in slackapi/bolt-python (``tests/scenario_tests_async``). Each
entry names its file. ``notation`` reads the short form they are written in.
"""
