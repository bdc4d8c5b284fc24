"""Slack's request signature, version 0."""

import hashlib
import hmac
from datetime import datetime


def signed_headers(secret: str, body: bytes, now: datetime) -> dict[str, str]:
    """The two headers with which Slack proves that a request is its own."""
    timestamp = str(int(now.timestamp()))
    digest = hmac.new(secret.encode(), f"v0:{timestamp}:".encode() + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": f"v0={digest}"}
