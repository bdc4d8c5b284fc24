"""The web server as a whole: the application built from its parts, and the socket it is served on."""

import errno
import logging
import socket
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from ipaddress import ip_address

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from bot.errors import BellwetherError, Conflict, InvalidInput, NotAllowed
from bot.web.boundary import add_headers, boundary
from bot.web.health import HealthRoutes
from bot.web.hooks import MAX_BODY, Hooks, S

GRACE_S = 10.0

# Longer than the idle time of the usual reverse proxies, so that it is they who close.
_KEEPALIVE_S = 75.0
_LINGERING_S = 2.0
_BACKLOG = 1024


@dataclass(frozen=True, slots=True)
class Address:
    """Where the server listens; ``port`` is the real one when any was asked for."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """The address to open from this machine."""
        host = self.host
        with suppress(ValueError):
            host = "localhost" if not host or ip_address(host).is_unspecified else host
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"


def build_app(
    hooks: Hooks[S],
    health: HealthRoutes,
    *,
    routes: Iterable[web.AbstractRouteDef] = (),
    max_body: int = MAX_BODY,
) -> web.Application:
    """The application: webhooks, health checks, and the ``routes`` of other parts.

    ``max_body`` is what those may read of a body with aiohttp's own methods; a hook has its own limit.
    """
    app = web.Application(middlewares=[boundary], client_max_size=max_body)
    app.on_response_prepare.append(add_headers)
    app.add_routes([*hooks.routes(), *health.routes(), *routes])
    return app


@asynccontextmanager
async def serving(
    app: web.Application, host: str, port: int, *, grace_s: float = GRACE_S
) -> AsyncIterator[Address]:
    """Serve until the block ends; then accept nothing more and give what is in flight ``grace_s`` to finish.

    Port 0 takes a free one. Raises a BellwetherError that says what is wrong with the address.
    """
    if not 0 <= port <= 65535:  # uvloop would wrap it round
        raise InvalidInput({"--port": f"{port} is not a port; choose one from 0 to 65535."})
    runner = web.AppRunner(
        app,
        access_log=None,
        logger=_logger(),
        keepalive_timeout=_KEEPALIVE_S,
        lingering_time=_LINGERING_S,
        # What nobody asked for must not be unpacked; bot.web.bodies does it, within a limit.
        auto_decompress=False,
        shutdown_timeout=grace_s,
    )
    try:
        await runner.setup()
        try:
            await web.TCPSite(runner, host, port, backlog=_BACKLOG).start()
        except (OSError, UnicodeError) as error:
            raise _explained(error, host, port) from error
        yield Address(host, runner.addresses[0][1])
    finally:
        await runner.cleanup()


def _explained(error: Exception, host: str, port: int) -> BellwetherError:
    code = error.errno if isinstance(error, OSError) else None
    if code == errno.EADDRINUSE:
        return Conflict(f"Port {port} on {host} is in use by another program; choose another one.")
    if code in (errno.EACCES, errno.EPERM):
        return NotAllowed(f"This user may not listen on port {port}; choose one above 1023.")
    if code == errno.EADDRNOTAVAIL or isinstance(error, (socket.gaierror, UnicodeError)):
        return InvalidInput({"--host": f"{host} is not an address of this machine."})
    return InvalidInput({"--host": f"Cannot listen on {host}, port {port} ({error})."})


def _logger() -> logging.Logger:
    logger = logging.getLogger("bot.web")
    logger.addFilter(_is_about_us)
    return logger


def _is_about_us(record: logging.LogRecord) -> bool:
    # When somebody does not speak HTTP, aiohttp would log a traceback and their bytes.
    return not (record.exc_info and isinstance(record.exc_info[1], HttpProcessingError))
