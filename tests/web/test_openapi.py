"""The OpenAPI document tells the truth: requests made from it get only answers that it names."""

import asyncio
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, settings
from prometheus_client import CollectorRegistry
from schemathesis.specs.openapi.checks import (
    missing_required_header,
    negative_data_rejection,
    positive_data_acceptance,
)

from bot.metrics import build_metrics
from bot.web.health import HealthRoutes
from bot.web.hooks import Hooks
from bot.web.openapi import OPENAPI
from tests.web.house import AT, TOKEN, House, Intake, a_house

SCHEMA = schemathesis.openapi.from_dict(OPENAPI)
BOUNDED = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
# Without a signature good data is refused as well; with one, bad data is put aside with a 202.
BY_DESIGN: list[Any] = [positive_data_acceptance, negative_data_rejection]


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    """A server in a thread of its own: these requests come from outside, and block."""
    started: list[House] = []
    ready = threading.Event()
    stop = threading.Event()

    async def serve() -> None:
        async with a_house() as running:
            started.append(running)
            ready.set()
            await asyncio.to_thread(stop.wait)

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    assert ready.wait(30)
    yield started[0]
    stop.set()
    thread.join(30)


@SCHEMA.exclude(method="POST").parametrize()
@BOUNDED
def test_every_answer_to_who_asks_is_a_documented_one(case: schemathesis.Case[Any], house: House) -> None:
    case.validate_response(case.call(base_url=house.url), excluded_checks=BY_DESIGN)


@SCHEMA.include(path="/hooks/{token}").parametrize()
@BOUNDED
def test_every_answer_to_who_signs_is_a_documented_one(case: schemathesis.Case[Any], house: House) -> None:
    case.path_parameters = {"token": TOKEN}
    request = requests.Request(**case.as_transport_kwargs(base_url=house.url)).prepare()
    body = request.body or b""
    assert isinstance(body, (str, bytes))
    request.headers.update(house.signed(body.encode() if isinstance(body, str) else body))
    with requests.Session() as session:
        response = session.send(request, timeout=10)
    case.validate_response(response, excluded_checks=[*BY_DESIGN, missing_required_header])


def test_what_is_mounted_is_what_is_described() -> None:
    async def check() -> list[str]:
        return []

    intake, metrics = Intake({}), build_metrics(CollectorRegistry())
    hooks = Hooks(intake.find_source, intake.receive, lambda: AT, metrics)
    mounted = {
        (route.path, route.method) for route in [*hooks.routes(), *HealthRoutes(check, metrics).routes()]
    }
    described = {
        (path, method.upper())
        for path, item in OPENAPI["paths"].items()
        for method in item
        if method != "parameters"
    }
    assert mounted == described


async def test_the_document_can_be_fetched() -> None:
    async with a_house() as house, house.session.get(f"{house.url}/openapi.json") as response:
        assert await response.json() == OPENAPI
