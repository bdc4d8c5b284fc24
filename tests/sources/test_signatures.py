"""Every vendor's way of signing is a row of data; these are the published and the computed examples."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.signatures import STANDARD_WEBHOOKS, Scheme, key_of, new_secret, sign, verify
from bot.sources.values import NotAuthentic

BODY = b'{"event_type":"survey_response.updated","event_id":"abc"}'
AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

DELIGHTED = Scheme(header="x-delighted-webhook-signature", signed=("body",), prefix="sha256=")
TYPEFORM = Scheme(header="typeform-signature", signed=("body",), encoding="base64", prefix="sha256=")
ZENDESK = Scheme(
    header="x-zendesk-webhook-signature",
    signed=("timestamp", "body"),
    encoding="base64",
    timestamp_header="x-zendesk-webhook-signature-timestamp",
    timestamp_unit="iso",
)
SURVEYMONKEY = Scheme(header="sm-signature", signed=("body",), algorithm="sha1", encoding="base64")
INTERCOM = Scheme(header="x-hub-signature", signed=("body",), algorithm="sha1", prefix="sha1=")
CHATWOOT = Scheme(
    header="x-chatwoot-signature",
    signed=("timestamp", b".", "body"),
    prefix="sha256=",
    timestamp_header="x-chatwoot-timestamp",
)
HUBSPOT = Scheme(
    header="x-hubspot-signature-v3",
    signed=("method", "url", "body", "timestamp"),
    encoding="base64",
    timestamp_header="x-hubspot-request-timestamp",
    timestamp_unit="ms",
)

VENDORS = [
    pytest.param(
        DELIGHTED,
        {},
        "sha256=fe4cb53aff940f67a479608102813730cf6de3b9c5693f317e074359aff37a39",
        id="delighted",
    ),
    pytest.param(TYPEFORM, {}, "sha256=/ky1Ov+UD2ekeWCBAoE3MM9t47nFaT8xfgdDWa/zejk=", id="typeform"),
    pytest.param(
        ZENDESK,
        {"x-zendesk-webhook-signature-timestamp": "2026-01-02T03:04:05Z"},
        "1uIhepWJPlCbniXBgi97VOF3RM0o6U1qh6ghkOfXo+U=",
        id="zendesk",
    ),
    pytest.param(INTERCOM, {}, "sha1=939e1cc05a1b20ea3d06fa7551bcfc9d974e9969", id="intercom"),
    pytest.param(
        CHATWOOT,
        {"x-chatwoot-timestamp": "1767323045"},
        "sha256=aa4632f221be1221907a730b21e0abd673bc389a42bdc08e91ee3344d329e650",
        id="chatwoot",
    ),
    pytest.param(
        HUBSPOT,
        {"x-hubspot-request-timestamp": "1767323045000"},
        "D+mDq0k6A5heMeEWkIBjj1mJr+3468oMZkuhEdT+EDA=",
        id="hubspot",
    ),
]


@pytest.mark.parametrize(("scheme", "headers", "signature"), VENDORS)
def test_a_vendor_is_a_row(scheme: Scheme, headers: dict[str, str], signature: str) -> None:
    url = "https://example.com/hooks/hubspot"
    verify(scheme, {**headers, scheme.header: signature}, BODY, ["test-secret"], AT, url=url)
    with pytest.raises(NotAuthentic):
        verify(scheme, {**headers, scheme.header: signature}, BODY + b" ", ["test-secret"], AT, url=url)


@pytest.mark.parametrize(("scheme", "headers", "signature"), VENDORS)
def test_what_we_sign_is_what_the_vendor_signs(
    scheme: Scheme, headers: dict[str, str], signature: str
) -> None:
    url = "https://example.com/hooks/hubspot"
    assert sign(scheme, BODY, "test-secret", AT, url=url) == {**headers, scheme.header: signature}


def test_surveymonkey_signs_with_client_id_and_secret_together() -> None:
    headers = {"sm-signature": "RXqWZFW5RGde/fepi6G9/SpL/Jg="}
    verify(SURVEYMONKEY, headers, BODY, ["cid&csecret"], AT)


def standard(signature: str, **changed: str) -> dict[str, str]:
    headers = {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": signature,
    }
    return headers | {name.replace("_", "-"): value for name, value in changed.items()}


EXAMPLE = b'{"test": 2432232314}'
EXAMPLE_SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
EXAMPLE_TIME = datetime.fromtimestamp(1614265330, UTC)


def check_standard(
    headers: dict[str, str], *, secrets: tuple[str, ...] = (SECRET,), now: datetime = EXAMPLE_TIME
) -> None:
    verify(STANDARD_WEBHOOKS, headers, EXAMPLE, secrets, now)


def test_the_standard_webhooks_example_is_authentic() -> None:
    check_standard(standard(EXAMPLE_SIGNATURE))
    signed = sign(STANDARD_WEBHOOKS, EXAMPLE, SECRET, EXAMPLE_TIME, message_id="msg_p5jXN8AQM9LWM0D4loKWxJek")
    assert signed == standard(EXAMPLE_SIGNATURE)


@pytest.mark.parametrize(
    "signature",
    [
        f"v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJa {EXAMPLE_SIGNATURE}",
        f"v1,{'A' * 43}= {EXAMPLE_SIGNATURE}",
        f"nonsense v2,x {EXAMPLE_SIGNATURE} v1,",
        f"  {EXAMPLE_SIGNATURE}  ",
    ],
)
def test_one_good_signature_in_a_list_is_enough(signature: str) -> None:
    check_standard(standard(signature))


@pytest.mark.parametrize(
    "signature",
    [
        "",
        " ",
        "v1",
        "v1,",
        "v1,not base64!",
        "v1,AAAA",
        "v2" + EXAMPLE_SIGNATURE[2:],
        EXAMPLE_SIGNATURE[3:],
        EXAMPLE_SIGNATURE + "x",
        EXAMPLE_SIGNATURE.replace("OE=", "OF="),  # the same bytes to a lenient decoder
        EXAMPLE_SIGNATURE.replace(",", ", "),
        "v1,é",
        "v1,\udcff",
        "a,b,c " * 1000,
    ],
)
def test_a_header_without_a_good_signature_is_not_authentic(signature: str) -> None:
    with pytest.raises(NotAuthentic):
        check_standard(standard(signature))


@pytest.mark.parametrize("missing", ["webhook-id", "webhook-timestamp", "webhook-signature"])
def test_a_missing_header_is_named(missing: str) -> None:
    headers = standard(EXAMPLE_SIGNATURE)
    del headers[missing]
    with pytest.raises(NotAuthentic, match=missing):
        check_standard(headers)


@pytest.mark.parametrize(
    "timestamp", ["", "now", "-1", "1e9", "1614265330.5", "\u0661", "9" * 400, "1614265330\x00"]
)
def test_a_timestamp_that_is_none_is_not_authentic(timestamp: str) -> None:
    with pytest.raises(NotAuthentic):
        check_standard(standard(EXAMPLE_SIGNATURE, webhook_timestamp=timestamp))


@pytest.mark.parametrize("webhook_id", ["m" * 201, "\udc80", "a\nb", "é"])
def test_a_message_id_that_cannot_be_kept_is_not_authentic(webhook_id: str) -> None:
    with pytest.raises(NotAuthentic, match="webhook-id"):
        check_standard(standard(EXAMPLE_SIGNATURE, webhook_id=webhook_id))


@pytest.mark.parametrize(("seconds", "authentic"), [(-301, False), (-300, True), (300, True), (301, False)])
def test_a_signature_is_good_for_five_minutes_either_way(seconds: int, authentic: bool) -> None:
    now = EXAMPLE_TIME + timedelta(seconds=seconds)
    if authentic:
        check_standard(standard(EXAMPLE_SIGNATURE), now=now)
    else:
        with pytest.raises(NotAuthentic, match="5 minutes"):
            check_standard(standard(EXAMPLE_SIGNATURE), now=now)


def test_during_a_rotation_every_active_secret_serves() -> None:
    check_standard(standard(EXAMPLE_SIGNATURE), secrets=(new_secret(), SECRET))
    check_standard(standard(EXAMPLE_SIGNATURE), secrets=(SECRET, new_secret()))
    with pytest.raises(NotAuthentic, match="does not match"):
        check_standard(standard(EXAMPLE_SIGNATURE), secrets=(new_secret(), new_secret()))


@pytest.mark.parametrize(
    "secret", ["", "whsec_", "whsec_%%%", SECRET.removeprefix("whsec_"), "WHSEC_" + SECRET[6:]]
)
def test_a_secret_of_the_wrong_form_lets_nobody_in(secret: str) -> None:
    assert key_of(STANDARD_WEBHOOKS, secret) == b""
    with pytest.raises(NotAuthentic):
        check_standard(standard(EXAMPLE_SIGNATURE), secrets=(secret,))
    with pytest.raises(ValueError, match="whsec_"):
        sign(STANDARD_WEBHOOKS, EXAMPLE, secret, AT, message_id="m")


def test_without_a_secret_nobody_gets_in() -> None:
    with pytest.raises(NotAuthentic):
        check_standard(standard(EXAMPLE_SIGNATURE), secrets=())


@given(body=st.binary(max_size=200), seconds=st.integers(10**9, 4 * 10**9))
def test_what_is_signed_verifies(body: bytes, seconds: int) -> None:
    when = datetime.fromtimestamp(seconds, UTC)
    secret = new_secret()
    headers = sign(STANDARD_WEBHOOKS, body, secret, when, message_id="m1")
    verify(STANDARD_WEBHOOKS, headers, body, [secret], when)


@given(data=st.data())
def test_one_flipped_bit_anywhere_fails(data: st.DataObject) -> None:
    body = data.draw(st.binary(min_size=1, max_size=100))
    headers = sign(STANDARD_WEBHOOKS, body, SECRET, AT, message_id="m1")
    place = data.draw(st.sampled_from(["body", "webhook-id", "webhook-timestamp", "webhook-signature"]))
    content = bytearray(body if place == "body" else headers[place].encode())
    bit = data.draw(st.integers(0, len(content) * 8 - 1))
    content[bit // 8] ^= 1 << bit % 8
    if place == "body":
        body = bytes(content)
    else:
        headers[place] = content.decode("latin-1")
    with pytest.raises(NotAuthentic):
        verify(STANDARD_WEBHOOKS, headers, body, [SECRET], AT)
