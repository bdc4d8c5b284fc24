"""Signed webhooks: one verifier, driven by a row of data for each vendor's way of signing."""

import base64
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Literal

from bot.sources.values import Headers, NotAuthentic

TOLERANCE_S = 300.0
MAX_ID = 200
_WHSEC = "whsec_"

Part = Literal["id", "timestamp", "body", "method", "url"]


@dataclass(frozen=True, slots=True)
class Scheme:
    """How a vendor signs: a keyed hash over some parts of the request, in a header.

    ``signed`` joins its parts in order; bytes stand for themselves. A header that ``signed`` needs must be
    present. ``several``: the header may hold a list parted by spaces; an entry without ``prefix`` is of a
    kind we do not know. ``key``: the secret's text, or the bytes in base64 behind ``whsec_``.
    """

    header: str
    signed: tuple[Part | bytes, ...]
    algorithm: Literal["sha1", "sha256", "sha512"] = "sha256"
    encoding: Literal["hex", "base64"] = "hex"
    prefix: str = ""
    several: bool = False
    key: Literal["text", "whsec"] = "text"
    id_header: str = ""
    timestamp_header: str = ""
    timestamp_unit: Literal["s", "ms", "iso"] = "s"
    tolerance_s: float = TOLERANCE_S


STANDARD_WEBHOOKS = Scheme(
    header="webhook-signature",
    signed=("id", b".", "timestamp", b".", "body"),
    encoding="base64",
    prefix="v1,",
    several=True,
    key="whsec",
    id_header="webhook-id",
    timestamp_header="webhook-timestamp",
)


def verify(
    scheme: Scheme,
    headers: Headers,
    body: bytes,
    secrets: Sequence[str],
    now: datetime,
    *,
    method: str = "POST",
    url: str = "",
) -> None:
    """Return when an active secret signed this raw body within the replay window; else raise NotAuthentic.

    ``url`` is the address as the sender called it, for the schemes that sign it. A secret of the wrong form
    never matches. Every secret is tried against every signature in constant time.
    """
    given = _signatures(scheme, headers)
    content = _content(scheme, headers, body, now, method, url)
    matched = False
    for secret in secrets:
        key = key_of(scheme, secret)
        if not key:
            continue
        # Compared as text: in base64 two texts can stand for the same bytes.
        expected = _encoded(scheme, hmac.digest(key, content, scheme.algorithm))
        for signature in given:
            matched |= hmac.compare_digest(expected, signature)
    if not matched:
        raise NotAuthentic("The signature does not match.")


def sign(
    scheme: Scheme,
    body: bytes,
    secret: str,
    now: datetime,
    *,
    message_id: str = "",
    method: str = "POST",
    url: str = "",
) -> dict[str, str]:
    """The headers that prove this body. Raises ValueError when the secret has the wrong form."""
    headers: dict[str, str] = {}
    if scheme.id_header:
        headers[scheme.id_header] = message_id
    if scheme.timestamp_header:
        headers[scheme.timestamp_header] = _written_time(scheme, now)
    key = key_of(scheme, secret)
    if not key:
        raise ValueError("The secret must be whsec_ followed by base64.")
    digest = hmac.digest(key, _content(scheme, headers, body, now, method, url), scheme.algorithm)
    headers[scheme.header] = scheme.prefix + _encoded(scheme, digest)
    return headers


def key_of(scheme: Scheme, secret: str) -> bytes:
    """The key in a secret as people store it; empty when it has not the scheme's form."""
    return _key_in(secret) if scheme.key == "whsec" else secret.encode()


@lru_cache(maxsize=1024)
def _key_in(secret: str) -> bytes:
    if not secret.startswith(_WHSEC):
        return b""
    try:
        return base64.b64decode(secret[len(_WHSEC) :], validate=True)
    except ValueError:
        return b""


def new_secret() -> str:
    """A secret of 256 random bits in Standard Webhooks form."""
    return _WHSEC + base64.b64encode(secrets.token_bytes(32)).decode()


def _signatures(scheme: Scheme, headers: Headers) -> list[str]:
    text = _header(headers, scheme.header)
    entries = text.split(" ") if scheme.several else [text]
    found = [entry[len(scheme.prefix) :] for entry in entries if entry.startswith(scheme.prefix)]
    if not found:
        raise NotAuthentic(f"The header {scheme.header} holds no signature of a known form.")
    return [entry.lower() for entry in found] if scheme.encoding == "hex" else found


def _encoded(scheme: Scheme, digest: bytes) -> str:
    return digest.hex() if scheme.encoding == "hex" else base64.b64encode(digest).decode()


def _content(scheme: Scheme, headers: Headers, body: bytes, now: datetime, method: str, url: str) -> bytes:
    timestamp = message_id = ""
    if scheme.timestamp_header:
        timestamp = _header(headers, scheme.timestamp_header)
        _check_window(scheme, timestamp, now)
    if scheme.id_header:
        message_id = _header(headers, scheme.id_header)
        if len(message_id) > MAX_ID:
            raise NotAuthentic(f"The header {scheme.id_header} is longer than {MAX_ID} characters.")
    values = {"id": message_id, "timestamp": timestamp, "method": method, "url": url}
    parts = [
        part if isinstance(part, bytes) else body if part == "body" else values[part].encode()
        for part in scheme.signed
    ]
    return b"".join(parts)


def _header(headers: Headers, name: str) -> str:
    text = headers.get(name, "").strip()
    if not text:
        raise NotAuthentic(f"The header {name} is missing.")
    if not (text.isascii() and text.isprintable()):
        raise NotAuthentic(f"The header {name} holds characters that do not belong there.")
    return text


def _check_window(scheme: Scheme, timestamp: str, now: datetime) -> None:
    try:
        sent = _read_time(scheme, timestamp)
    except (ValueError, OverflowError):
        raise NotAuthentic(f"The header {scheme.timestamp_header} is not a time.") from None
    if abs(now.timestamp() - sent) > scheme.tolerance_s:
        minutes = scheme.tolerance_s / 60
        raise NotAuthentic(
            f"The header {scheme.timestamp_header} is more than {minutes:g} minutes off our clock."
        )


def _read_time(scheme: Scheme, timestamp: str) -> float:
    if scheme.timestamp_unit == "iso":
        at = datetime.fromisoformat(timestamp)
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()
    if not timestamp.isdigit() or len(timestamp) > 15:
        raise ValueError
    return int(timestamp) / (1000 if scheme.timestamp_unit == "ms" else 1)


def _written_time(scheme: Scheme, now: datetime) -> str:
    if scheme.timestamp_unit == "iso":
        return now.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return str(int(now.timestamp() * (1000 if scheme.timestamp_unit == "ms" else 1)))
