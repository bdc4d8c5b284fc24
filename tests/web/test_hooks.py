"""What a vendor gets for what it sends."""

import gzip
import json

import pytest

from bot.sources.signatures import STANDARD_WEBHOOKS, new_secret, sign
from bot.sources.values import Incoming, NotUnderstood
from tests.web.house import AT, TOKEN, Counts, KnownSource, a_house, an_event


async def test_a_signed_survey_is_accepted_and_its_repeat_changes_nothing() -> None:
    async with a_house() as house:
        assert await house.send(an_event()) == (
            202,
            {"status": "accepted", "accepted": 1, "repeated": 0, "quarantined": 0},
        )
        status, answer = await house.send(an_event())
        assert (status, answer["status"], answer["repeated"]) == (200, "repeat", 1)
        assert (house.counted("accepted"), house.counted("repeat")) == (1, 1)
        (event,) = house.intake.taken[0]
        assert isinstance(event, Incoming)
        assert (event.event_id, event.polarity) == ("msg_1", "negative")
        assert house.intake.bodies[0] == json.dumps(an_event()).encode()


async def test_what_is_authentic_but_not_understood_is_put_aside_with_its_reason() -> None:
    async with a_house() as house:
        status, answer = await house.send(an_event(score=7))
        assert (status, answer["status"]) == (202, "quarantined")
        assert answer["reason"] == "score lies outside its scale, -1 to 1."
        assert isinstance(house.intake.taken[0][0], NotUnderstood)


async def test_a_batch_is_answered_by_what_became_of_its_events() -> None:
    async with a_house() as house:
        status, answer = await house.send([an_event(), an_event(id=None), an_event(id="rv_02")])
        assert (status, answer["status"]) == (202, "accepted")
        assert (answer["accepted"], answer["quarantined"]) == (2, 1)
        assert answer["reason"].startswith("id is missing")
        status, answer = await house.send([], message_id="msg_2")
        assert (status, answer["status"], answer["accepted"]) == (202, "accepted", 0)
        assert len(house.intake.taken) == 1


async def test_the_intake_may_put_aside_for_reasons_of_its_own() -> None:
    async with a_house() as house:
        house.intake.counts = Counts(quarantined=1)
        status, answer = await house.send(an_event())
        assert (status, answer["status"]) == (202, "quarantined")
        assert answer["reason"] == "The event cannot be used as it is; the inbox says why."


@pytest.mark.parametrize("token", ["unknown", "disabled", "x" * 300, "%00", "%ED%A0%80", "a%0Ab", "%2F", "é"])
async def test_an_address_without_an_active_source_is_not_authentic(token: str) -> None:
    async with a_house() as house:
        body = json.dumps(an_event()).encode()
        async with house.session.post(
            f"{house.url}/hooks/{token}", data=body, headers=house.signed(body)
        ) as response:
            assert response.status == 401
            assert await response.json() == {"error": "This address belongs to no active source."}
        assert house.intake.taken == []
        assert all(asked.isprintable() and len(asked) <= 200 for asked in house.intake.asked)


async def test_a_request_that_is_not_signed_right_keeps_nothing() -> None:
    async with a_house() as house:
        body = json.dumps(an_event()).encode()
        good = house.signed(body)
        for headers, sentence in [
            ({}, "The header webhook-signature is missing."),
            (good | {"webhook-signature": "garbage"}, "holds no signature of a known form"),
            (good | {"webhook-id": "other"}, "does not match"),
            (sign(STANDARD_WEBHOOKS, body, new_secret(), AT, message_id="m"), "does not match"),
            (good | {"webhook-timestamp": str(int(AT.timestamp()) - 301)}, "5 minutes off"),
        ]:
            async with house.session.post(house.hook, data=body, headers=headers) as response:
                assert response.status == 401
                assert sentence in (await response.json())["error"]
        assert house.intake.taken == []
        assert house.counted("unauthentic") == 5


async def test_a_source_without_a_secret_lets_nobody_in() -> None:
    async with a_house(secrets=()) as house:
        assert (await house.send(an_event()))[0] == 401


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"NaN", b"[" * 2000, b'{"a":1,"a":2}', b"id=1&score=2"])
async def test_what_is_not_json_is_refused(body: bytes) -> None:
    async with a_house() as house:
        status, answer = await house.send(body)
        assert status == 400
        assert answer["error"].startswith("The body ")
        assert house.counted("malformed") == 1


async def test_while_the_database_is_away_the_sender_is_asked_to_come_back() -> None:
    async with a_house() as house:
        house.intake.down = True
        body = json.dumps(an_event()).encode()
        async with house.session.post(house.hook, data=body, headers=house.signed(body)) as response:
            assert response.status == 503
            assert int(response.headers["Retry-After"]) > 0
            assert await response.json() == {"error": "The database is away."}
        house.intake.blind = True
        assert (await house.send(an_event()))[0] == 503
        async with house.session.options(house.hook) as response:
            assert response.status == 503
        house.intake.down = house.intake.blind = False
        assert (await house.send(an_event()))[0] == 202


async def test_a_fault_of_ours_is_an_answer_without_our_insides() -> None:
    async with a_house() as house:

        async def broken() -> None:
            raise RuntimeError("hunter2")

        house.intake.before = broken
        status, answer = await house.send(an_event())
        assert (status, answer) == (500, {"error": "Something went wrong here; the log says more."})


async def test_a_source_of_a_kind_from_a_later_version_is_not_lost() -> None:
    async with a_house() as house:
        body = json.dumps(an_event()).encode()
        async with house.session.post(
            f"{house.url}/hooks/foreign", data=body, headers=house.signed(body)
        ) as response:
            assert response.status == 503
            assert "Retry-After" in response.headers


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE"])
async def test_other_methods_are_told_what_to_use(method: str) -> None:
    async with a_house() as house, house.session.request(method, house.hook) as response:
        assert response.status == 405
        assert response.headers["Allow"] == "OPTIONS, POST"
        if method != "HEAD":
            sentence = f"{method} is not possible at this address; use OPTIONS, POST."
            assert await response.json() == {"error": sentence}


async def test_a_cloud_events_sender_may_ask_first() -> None:
    async with a_house() as house:
        asking = {"WebHook-Request-Origin": "eventemitter.example.com", "WebHook-Request-Rate": "120"}
        async with house.session.options(house.hook, headers=asking) as response:
            assert response.status == 200
            assert response.headers["WebHook-Allowed-Origin"] == "eventemitter.example.com"
            assert response.headers["WebHook-Allowed-Rate"] == "*"
            assert "POST" in response.headers["Allow"]
        async with house.session.options(house.hook) as response:
            assert response.status == 200
            assert "WebHook-Allowed-Origin" not in response.headers
        async with house.session.options(f"{house.url}/hooks/unknown", headers=asking) as response:
            assert response.status == 401


async def test_cloud_events_come_in_three_modes() -> None:
    async with a_house() as house:
        data = an_event()["data"]
        event = {"specversion": "1.0", "type": "review.created", "source": "/acme", "id": "e1", "data": data}
        structured = {"Content-Type": "application/cloudevents+json"}
        batch = {"Content-Type": "application/cloudevents-batch+json"}
        binary = {"ce-specversion": "1.0", "ce-type": "review.created", "ce-source": "/acme", "ce-id": "e3"}
        assert (await house.send(event, headers=structured))[0] == 202
        status, answer = await house.send([event, event | {"id": "e2"}], headers=batch, message_id="msg_2")
        assert (status, answer["accepted"], answer["repeated"]) == (202, 1, 1)
        assert (await house.send(data, headers=binary, message_id="msg_3"))[0] == 202
        assert house.intake.seen == {"/acme e1", "/acme e2", "/acme e3"}


async def test_a_compressed_body_is_unpacked_before_it_is_verified() -> None:
    async with a_house() as house:
        body = json.dumps(an_event()).encode()
        headers = house.signed(body) | {"Content-Encoding": "gzip"}
        async with house.session.post(house.hook, data=gzip.compress(body), headers=headers) as response:
            assert response.status == 202
        assert house.intake.bodies == [body]
        async with house.session.post(house.hook, data=body, headers=headers) as response:
            assert response.status == 400
            assert "not encoded as its Content-Encoding says" in (await response.json())["error"]
        other = headers | {"Content-Encoding": "br"}
        async with house.session.post(house.hook, data=body, headers=other) as response:
            assert response.status == 400
            assert "must be gzip, deflate or identity" in (await response.json())["error"]


async def test_two_sources_do_not_share_a_secret() -> None:
    async with a_house() as house:
        house.intake.sources["other"] = KnownSource(name="other", secrets=(new_secret(),))
        body = json.dumps(an_event()).encode()
        async with house.session.post(
            f"{house.url}/hooks/other", data=body, headers=house.signed(body)
        ) as response:
            assert response.status == 401
            assert TOKEN not in await response.text()
