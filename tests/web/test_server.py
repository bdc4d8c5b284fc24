"""The server around the routes: health checks, metrics, headers, its address, its end."""

import asyncio
import json
import logging
import socket

import pytest
import structlog
from aiohttp import ClientError, ClientSession, web
from prometheus_client import CollectorRegistry

from bot.errors import Conflict, InvalidInput, NotAllowed, NotFound, Unavailable
from bot.metrics import build_metrics
from bot.web.health import HealthRoutes
from bot.web.server import Address, serving
from tests.web.house import a_house, an_event


async def test_it_says_that_it_is_up() -> None:
    async with a_house() as house, house.session.get(f"{house.url}/healthz") as response:
        assert (response.status, await response.json()) == (200, {"status": "ok"})


async def test_it_says_what_keeps_it_from_its_work() -> None:
    async with a_house() as house:
        async with house.session.get(f"{house.url}/readyz") as response:
            assert (response.status, await response.json()) == (200, {"status": "ready", "problems": []})
        house.problems.append("The database is away.")
        async with house.session.get(f"{house.url}/readyz") as response:
            assert response.status == 503
            assert await response.json() == {"status": "not ready", "problems": ["The database is away."]}


async def test_a_check_that_hangs_is_a_problem_too() -> None:
    async def check() -> list[str]:
        await asyncio.Event().wait()
        return []

    health = HealthRoutes(check, build_metrics(CollectorRegistry()), timeout_s=0.05)
    app = web.Application()
    app.add_routes(health.routes())
    async with (
        serving(app, "127.0.0.1", 0) as address,
        ClientSession() as session,
        session.get(f"{address.url}/readyz") as response,
    ):
        assert response.status == 503
        assert (await response.json())["problems"] == ["The checks were not done after 0.05 seconds."]


async def test_prometheus_reads_what_was_counted() -> None:
    async with a_house() as house:
        await house.send(an_event())
        house.metrics.deliveries.labels("sent").inc()
        async with house.session.get(f"{house.url}/metrics") as response:
            text = await response.text()
        assert response.content_type == "text/plain"
        assert 'bellwether_hooks_total{outcome="accepted"} 1.0' in text
        assert 'bellwether_deliveries_total{outcome="sent"} 1.0' in text
        assert "process_resident_memory_bytes" in text
        asking = {"Accept": "application/openmetrics-text; version=1.0.0"}
        async with house.session.get(f"{house.url}/metrics", headers=asking) as response:
            assert (await response.text()).endswith("# EOF\n")


async def test_the_event_loops_lag_is_measured() -> None:
    async with a_house() as house:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.3):
                await house.metrics.watch_event_loop(0.01)
        assert house.metrics.registry.get_sample_value("bellwether_event_loop_lag_seconds_count")


async def test_every_answer_carries_careful_headers_and_an_id() -> None:
    async with a_house() as house:
        for path in ("/healthz", "/nowhere", "/metrics", "/hooks/x"):
            async with house.session.get(house.url + path) as response:
                assert response.headers["X-Content-Type-Options"] == "nosniff"
                assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")
                assert response.headers["Cache-Control"] == "no-store"
                assert "aiohttp" not in response.headers["Server"]
                assert len(response.headers["X-Request-ID"]) == 16


@pytest.mark.parametrize(
    ("given", "kept"), [("req-1.A_b", True), ("x" * 65, False), ("a b", False), ("<b>", False)]
)
async def test_a_request_id_from_a_proxy_is_kept_when_it_is_one(given: str, kept: bool) -> None:
    async with a_house() as house:
        asking = house.session.get(f"{house.url}/healthz", headers={"X-Request-ID": given})
        async with asking as response:
            assert (response.headers["X-Request-ID"] == given) is kept


async def test_nothing_at_an_address_is_said_in_json() -> None:
    async with a_house() as house, house.session.get(f"{house.url}/nowhere") as response:
        assert response.status == 404
        assert await response.json() == {"error": "There is nothing at this address."}


@pytest.mark.parametrize(
    ("error", "status", "sentence"),
    [
        (NotFound("No such customer."), 404, "No such customer."),
        (NotAllowed("Admins only."), 403, "Admins only."),
        (Conflict("Ann was first."), 409, "Ann was first."),
        (InvalidInput({"name": "is empty"}), 422, "name: is empty"),
        (Unavailable("Later."), 503, "Later."),
        (web.HTTPTooManyRequests(), 429, "Too Many Requests."),
        (ConnectionResetError("of the database"), 500, "Something went wrong here; the log says more."),
        (TimeoutError(), 500, "Something went wrong here; the log says more."),
    ],
)
async def test_an_error_in_a_route_of_another_part_is_explained(
    error: Exception, status: int, sentence: str
) -> None:
    async def route(_request: web.Request) -> web.Response:
        raise error

    async with (
        a_house(routes=[web.get("/other", route)]) as house,
        house.session.get(f"{house.url}/other") as response,
    ):
        assert (response.status, await response.json()) == (status, {"error": sentence})
        assert ("Retry-After" in response.headers) is (status == 503)


async def test_a_redirect_and_own_headers_of_another_part_pass() -> None:
    async def route(_request: web.Request) -> web.Response:
        raise web.HTTPFound("/elsewhere", headers={"Content-Security-Policy": "default-src 'self'"})

    async with (
        a_house(routes=[web.get("/other", route)]) as house,
        house.session.get(f"{house.url}/other", allow_redirects=False) as response,
    ):
        assert (response.status, response.headers["Location"]) == (302, "/elsewhere")
        assert response.headers["Content-Security-Policy"] == "default-src 'self'"


async def test_an_answer_that_breaks_off_is_not_followed_by_another() -> None:
    async def route(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        await response.write(b"half")
        raise RuntimeError("in the middle")

    async with a_house(routes=[web.get("/stream", route)]) as house:
        with pytest.raises(ClientError):
            async with house.session.get(f"{house.url}/stream") as response:
                await response.read()


async def test_logs_of_one_request_share_its_id_and_hold_neither_token_nor_text() -> None:
    async with a_house() as house:
        with structlog.testing.capture_logs(processors=[structlog.contextvars.merge_contextvars]) as logs:
            await house.send(an_event(comment="hunter2"))
            assert logs == []
            await house.send(
                an_event(comment="hunter2"), headers={"webhook-signature": "v1,no", "X-Request-ID": "r1"}
            )
        assert [(entry["event"], entry["request_id"]) for entry in logs] == [("hook.refused", "r1")]
        assert "hunter2" not in str(logs)
        assert "a-token" not in str(logs)


async def test_a_port_in_use_is_said_in_a_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Conflict, match=f"Port {port} on 127.0.0.1 is in use"):
            async with serving(web.Application(), "127.0.0.1", port):
                pass


@pytest.mark.parametrize(
    ("host", "port", "sentence"),
    [
        ("192.0.2.1", 0, "192.0.2.1 is not an address of this machine"),
        ("no.such.host.invalid", 0, "is not an address of this machine"),
        ("x" * 70 + ".example", 0, "is not an address of this machine"),
        ("127.0.0.1", 70_000, "70000 is not a port"),
    ],
)
async def test_an_address_that_cannot_be_is_said_in_a_sentence(host: str, port: int, sentence: str) -> None:
    with pytest.raises(InvalidInput, match=sentence):
        async with serving(web.Application(), host, port):
            pass


def test_an_address_can_be_opened_from_here() -> None:
    assert Address("127.0.0.1", 8000).url == "http://127.0.0.1:8000"
    assert (
        Address("0.0.0.0", 8000).url
        == Address("::", 8000).url
        == Address("", 8000).url
        == "http://localhost:8000"
    )
    assert Address("::1", 8000).url == "http://[::1]:8000"
    assert Address("bellwether.example", 80).url == "http://bellwether.example:80"


async def test_what_is_in_flight_is_finished_before_the_end() -> None:
    arrived, go_on = asyncio.Event(), asyncio.Event()

    async def slowly() -> None:
        arrived.set()
        await go_on.wait()

    async def send_and_stop() -> tuple[int, str]:
        async with a_house() as house:
            house.intake.before = slowly
            body = json.dumps(an_event()).encode()
            head = f"POST {house.hook} HTTP/1.1\r\nHost: a\r\nContent-Length: {len(body)}\r\n"
            fields = "".join(f"{name}: {value}\r\n" for name, value in house.signed(body).items())
            reader, writer = await asyncio.open_connection("127.0.0.1", house.port)
            writer.write((head + fields + "\r\n").encode() + body)
            await asyncio.wait_for(arrived.wait(), 10)
            asyncio.get_running_loop().call_later(0.05, go_on.set)
            port = house.port
        answer = await reader.read()
        writer.close()
        return port, answer.decode()

    port, answer = await send_and_stop()
    assert answer.startswith("HTTP/1.1 202 ")
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection("127.0.0.1", port)


async def test_the_end_does_not_wait_for_ever() -> None:
    arrived = asyncio.Event()

    async def never() -> None:
        arrived.set()
        await asyncio.Event().wait()

    loop = asyncio.get_running_loop()
    async with a_house(grace_s=0.1) as house:
        house.intake.before = never
        sending = asyncio.create_task(house.send(an_event()))
        await asyncio.wait_for(arrived.wait(), 10)
        start = loop.time()
    assert loop.time() - start < 2
    with pytest.raises(ClientError):
        await sending


async def test_strangers_do_not_fill_the_log(caplog: pytest.LogCaptureFixture) -> None:
    async with a_house() as house:
        with caplog.at_level(logging.DEBUG):
            _, writer = await asyncio.open_connection("127.0.0.1", house.port)
            writer.close()
            await writer.wait_closed()
        assert [record for record in caplog.records if record.name != "asyncio"] == []
