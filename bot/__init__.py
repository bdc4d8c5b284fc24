"""Everything that touches the world: webhooks in, Slack and mail out, storage, and the use cases between
them.
"""
