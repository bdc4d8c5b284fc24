"""Slack's Web API, one module per family of methods; ``methods`` lists them all."""
