"""What a survey tool sends: events that are valid by default, signed the Standard Webhooks way.

The signature is computed here from the published recipe, not by our own code.
"""

import base64
import hashlib
import hmac
import io
import json
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp

from tests.sources import builders


@dataclass(frozen=True, slots=True)
class Reply:
    """What the sender gets back; ``said`` is the JSON document."""

    status: int
    said: Any
    headers: Any


@dataclass(frozen=True, slots=True)
class SurveyTool:
    """A vendor with one webhook: ``path`` on whichever server listens, and the secret it was given."""

    session: aiohttp.ClientSession
    path: str
    secret: str

    async def send(self, server: str, event: Any, message_id: str = "", **headers: str) -> Reply:
        """Send an event (or the bytes of a body as they are) to the server at this address."""
        body = event if isinstance(event, bytes) else json.dumps(event).encode()
        message_id = message_id or f"msg_{hashlib.sha256(body).hexdigest()[:24]}"
        sent = signed(self.secret, body, message_id) | {"Content-Type": "application/json"} | headers
        async with self.session.post(server + self.path, data=io.BytesIO(body), headers=sent) as answer:
            return Reply(answer.status, await answer.json(), answer.headers)


def signed(secret: str, body: bytes, message_id: str) -> dict[str, str]:
    """The headers of https://www.standardwebhooks.com that prove this body, as of now."""
    stamp = str(int(time.time()))
    key = base64.b64decode(secret.removeprefix("whsec_"))
    mac = hmac.new(key, f"{message_id}.{stamp}.".encode() + body, hashlib.sha256)
    signature = f"v1,{base64.b64encode(mac.digest()).decode()}"
    return {"webhook-id": message_id, "webhook-timestamp": stamp, "webhook-signature": signature}


def ago(**time: float) -> str:
    """The moment so long ago, in ISO 8601."""
    return (datetime.now(UTC) - timedelta(**time)).isoformat()


def a_review(id: str, customer: str = "Acme", score: Any = -1, **changes: Any) -> dict[str, Any]:
    """The event of a CSAT review on the scale -1..1, rated an hour ago; ``None`` leaves a field out."""
    company = {"id": f"id of {customer}", "name": customer}
    ticket = {"id": "286", "number": "T-1042", "subject": "Printer", "agents": ["ashk"]}
    given = {"company": company, "ticket": ticket, "contact": {"name": "Jane Doe"}, "rated_at": ago(hours=1)}
    return {
        "type": "review.created",
        "data": builders.a_review(**{"id": id, "score": score, **given, **changes}),
    }
