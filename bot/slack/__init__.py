"""The Slack surface: what people see there, what they do there, and how messages get there."""
