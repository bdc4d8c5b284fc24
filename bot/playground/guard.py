"""Who may drive the playground: the page itself, on this machine; never a web page from elsewhere.

There is no log-in. A foreign page in the same browser must not read or press anything here, be it by plain
cross-site requests or by a DNS name that suddenly points at this machine.
"""

from collections.abc import Awaitable, Callable, Collection
from urllib.parse import urlsplit

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

PAGE_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
}


class Guard:
    """Lets requests through that come from the playground's own page (or from no page at all)."""

    def __init__(self, hosts: Collection[str] = ()) -> None:
        self._hosts = _LOOPBACK | {host.lower() for host in hosts}

    def page(self, handler: Handler) -> Handler:
        """The handler of something to look at: any way here is fine, but not under a foreign name."""

        async def guarded(request: web.Request) -> web.StreamResponse:
            self._check_host(request)
            return await handler(request)

        return guarded

    def api(self, handler: Handler) -> Handler:
        """The handler of something to read or do: only for the page itself."""

        async def guarded(request: web.Request) -> web.StreamResponse:
            self._check_host(request)
            self._check_origin(request)
            return await handler(request)

        return guarded

    def _check_host(self, request: web.Request) -> None:
        if _host_name(request.host) not in self._hosts:
            raise web.HTTPForbidden(text="The playground does not answer under this name.")

    def _check_origin(self, request: web.Request) -> None:
        site = request.headers.get("Sec-Fetch-Site", "none")
        origin = request.headers.get("Origin")
        own = origin is None or urlsplit(origin).netloc == request.host
        if site not in ("same-origin", "none") or not own:
            raise web.HTTPForbidden(text="Another page may not use the playground.")
        # A form of a foreign page can post, but not JSON without asking first; PUT and DELETE always ask.
        if request.method == "POST" and request.content_type != "application/json":
            raise web.HTTPUnsupportedMediaType(text="Send application/json.")


def _host_name(host: str) -> str:
    return (urlsplit(f"//{host}").hostname or "").lower()
