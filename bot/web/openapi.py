"""The OpenAPI 3.1 document of what senders of surveys and operators may call; Slack is not in it."""

from typing import Any

from bot.sources.fields import MAX_COMMENT, MAX_ID, MAX_LINK, MAX_LIST, MAX_NAME, MAX_SUBJECT
from bot.sources.generic import MAX_EVENTS
from bot.web.hooks import MAX_BODY

_Schema = dict[str, Any]


def _text(limit: int, description: str = "") -> _Schema:
    return {"type": ["string", "null"], "maxLength": limit} | (
        {"description": description} if description else {}
    )


def _one_of(*names: str) -> _Schema:
    return {"anyOf": [{"$ref": f"#/components/schemas/{name}"} for name in names]}


_ID: _Schema = {"type": ["string", "integer", "null"], "maxLength": MAX_ID}
_TIME: _Schema = {
    "type": ["string", "null"],
    "format": "date-time",
    "description": "ISO 8601 with an offset.",
}
_NUMBER: _Schema = {"type": ["number", "string", "null"]}
_NAMES: _Schema = {
    "type": ["array", "null"],
    "maxItems": MAX_LIST,
    "items": {"type": "string", "maxLength": MAX_NAME},
}

_REVIEW: _Schema = {
    "type": "object",
    "description": "One survey response, or one survey sent and not answered (no score).",
    "required": ["id", "survey_type"],
    "properties": {
        "id": {"type": ["string", "integer"], "maxLength": MAX_ID},
        "survey_type": {"enum": ["csat", "nps", "ces"]},
        "score": _NUMBER | {"description": "Within the scale; null when nobody answered."},
        "scale": {
            "type": ["object", "null"],
            "properties": {"min": _NUMBER, "max": _NUMBER},
            "description": "Default: csat -1 to 1, nps 0 to 10 (always), ces 1 to 7.",
        },
        "comment": _text(MAX_COMMENT),
        "language": _text(MAX_NAME),
        "sent_at": _TIME,
        "rated_at": _TIME,
        "updated_at": _TIME | {"description": "Orders the revisions of one review."},
        "status": {"enum": ["open", "done", "deleted", None]},
        "permalink": _text(MAX_LINK, "The response in the survey tool; http or https."),
        "agents": _NAMES,
        "tags": _NAMES,
        "contact": {
            "type": ["object", "null"],
            "properties": {"id": _ID, "name": _text(MAX_NAME), "email": _text(MAX_NAME)},
        },
        "company": {
            "type": ["object", "null"],
            "properties": {
                "id": _ID,
                "kind": {"enum": ["company", "individual", None]},
                **{name: _text(MAX_NAME) for name in ("name", "domain", "population", "site", "owner")},
            },
        },
        "ticket": {
            "type": ["object", "null"],
            "properties": {
                "id": _ID,
                "number": _ID,
                "subject": _text(MAX_SUBJECT),
                **{name: _text(MAX_NAME) for name in ("board", "type", "priority", "status")},
                "agents": _NAMES,
                "created_at": _TIME,
                "resolved_at": _TIME,
                "url": _text(MAX_LINK),
            },
        },
    },
}
_EVENT: _Schema = {
    "type": "object",
    "required": ["type", "data"],
    "properties": {
        "type": {"enum": ["review.created", "review.updated", "review.deleted"]},
        "timestamp": _TIME,
        "data": {"$ref": "#/components/schemas/Review"},
    },
}
_CLOUD_EVENT: _Schema = {
    "type": "object",
    "required": ["specversion", "id", "source", "type"],
    "properties": {
        "specversion": {"const": "1.0"},
        "id": {"type": "string"},
        "source": {"type": "string"},
        "type": {"type": "string", "examples": ["com.example.review.created"]},
        "time": _TIME,
        "data": {"$ref": "#/components/schemas/Review"},
    },
}
_COUNT: _Schema = {"type": "integer", "minimum": 0}
_RECEIPT: _Schema = {
    "type": "object",
    "required": ["status", "accepted", "repeated", "quarantined"],
    "properties": {
        "status": {"enum": ["accepted", "repeat", "quarantined"]},
        "accepted": _COUNT,
        "repeated": _COUNT,
        "quarantined": _COUNT,
        "reason": {"type": "string", "description": "Why the first event that was put aside cannot be used."},
    },
}
_PROBLEM: _Schema = {"type": "object", "required": ["error"], "properties": {"error": {"type": "string"}}}
_READY: _Schema = {
    "type": "object",
    "required": ["status", "problems"],
    "properties": {"status": {"type": "string"}, "problems": {"type": "array", "items": {"type": "string"}}},
}
_ALIVE: _Schema = {"type": "object", "required": ["status"], "properties": {"status": {"const": "ok"}}}


def _json(description: str, schema: str) -> _Schema:
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    return {"description": description, "content": content}


def _header(name: str, description: str) -> _Schema:
    return {
        "name": name,
        "in": "header",
        "required": True,
        "description": description,
        "schema": {"type": "string"},
    }


_BODY = {
    "required": True,
    "content": {
        "application/json": {"schema": _one_of("Event", "Review")},
        "application/cloudevents+json": {"schema": {"$ref": "#/components/schemas/CloudEvent"}},
        "application/cloudevents-batch+json": {
            "schema": {
                "type": "array",
                "maxItems": MAX_EVENTS,
                "items": {"$ref": "#/components/schemas/CloudEvent"},
            }
        },
    },
}
_TRY_AGAIN = _json("The database cannot take it; nothing was kept.", "Problem") | {
    "headers": {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}}}
}
_NO_SOURCE = _json("The address belongs to no active source.", "Problem")

OPENAPI: _Schema = {
    "openapi": "3.1.0",
    "info": {
        "title": "Bellwether",
        "version": "1",
        "description": "Send survey responses; ask how the process is. Details: docs/sources.md.",
    },
    "paths": {
        "/hooks/{token}": {
            "parameters": [{"name": "token", "in": "path", "required": True, "schema": {"type": "string"}}],
            "post": {
                "summary": "Send one survey response, or several",
                "operationId": "sendReviews",
                "description": "Signed the Standard Webhooks way: "
                "HMAC-SHA256 over `{webhook-id}.{webhook-timestamp}.{body}`.",
                "parameters": [
                    _header("webhook-id", "The same for every attempt to deliver the same message."),
                    _header("webhook-timestamp", "Unix seconds of this attempt; at most 5 minutes off."),
                    _header(
                        "webhook-signature", "`v1,` and the signature in base64; several parted by spaces."
                    ),
                ],
                "requestBody": _BODY,
                "responses": {
                    "200": _json("A repeat: nothing changed.", "Receipt"),
                    "202": _json("Kept, durably; or put aside with the reason, to be replayed.", "Receipt"),
                    "400": _json("The body is not JSON in UTF-8.", "Problem"),
                    "401": _json("Not authentic; nothing was kept.", "Problem"),
                    "408": _json("The body did not arrive in time.", "Problem"),
                    "413": _json(
                        f"The body is larger than the limit ({MAX_BODY:,} bytes by default).", "Problem"
                    ),
                    "503": _TRY_AGAIN,
                },
            },
            "options": {
                "summary": "The CloudEvents handshake: may I deliver here?",
                "operationId": "mayIDeliver",
                "responses": {
                    "200": {"description": "Yes; WebHook-Allowed-Origin repeats who asked."},
                    "401": _NO_SOURCE,
                    "503": _TRY_AGAIN,
                },
            },
        },
        "/healthz": {
            "get": {
                "summary": "Is the process up?",
                "operationId": "alive",
                "responses": {"200": _json("It is.", "Alive")},
            }
        },
        "/readyz": {
            "get": {
                "summary": "Can the process do its work?",
                "operationId": "ready",
                "responses": {
                    "200": _json("It can.", "Ready"),
                    "503": _json("These keep it from it.", "Ready"),
                },
            }
        },
        "/metrics": {
            "get": {
                "summary": "What the process has counted, for Prometheus",
                "operationId": "metrics",
                "responses": {
                    "200": {
                        "description": "The exposition format that the scraper asks for.",
                        "content": {
                            "text/plain": {"schema": {"type": "string"}},
                            "application/openmetrics-text": {"schema": {"type": "string"}},
                        },
                    }
                },
            }
        },
        "/openapi.json": {
            "get": {
                "summary": "This document",
                "operationId": "openapi",
                "responses": {
                    "200": {
                        "description": "OpenAPI 3.1.",
                        "content": {"application/json": {"schema": {"type": "object"}}},
                    }
                },
            }
        },
    },
    "components": {
        "schemas": {
            "Review": _REVIEW,
            "Event": _EVENT,
            "CloudEvent": _CLOUD_EVENT,
            "Receipt": _RECEIPT,
            "Problem": _PROBLEM,
            "Ready": _READY,
            "Alive": _ALIVE,
        }
    },
}
