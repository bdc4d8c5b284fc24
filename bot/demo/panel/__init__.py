"""The survey tool's place on the page: the page itself knows nothing of surveys."""

import asyncio
from collections.abc import Iterable
from pathlib import Path

from aiohttp import web

from bot.playground.guard import PAGE_HEADERS, Guard
from bot.playground.site import PAGE

_HERE = Path(__file__).parent
_ADDRESS = "/playground/surveys/"
_TYPES = {".css": "text/css", ".js": "text/javascript"}
_FILES = tuple(sorted(path.name for path in _HERE.iterdir() if path.suffix in _TYPES))


def with_panel(site: Iterable[web.AbstractRouteDef], guard: Guard) -> list[web.AbstractRouteDef]:
    """The site's routes, where the page at ``/`` has the survey tool beside it."""
    others = [route for route in site if not (isinstance(route, web.RouteDef) and route.path == "/")]
    return [
        web.get("/", guard.page(_index)),
        *(web.get(_ADDRESS + name, guard.page(_file)) for name in _FILES),
        *others,
    ]


def _with_ours(page: str) -> str:
    """The styles before the page's modules, for the first paint waits for them; then every module at once."""
    first_module = '  <link rel="modulepreload"'
    styles = "".join(
        f'  <link rel="stylesheet" href="{_ADDRESS}{name}">\n' for name in _FILES if name.endswith(".css")
    )
    modules = "".join(f'{first_module} href="{_ADDRESS}{name}">\n' for name in _FILES if name.endswith(".js"))
    panel = f'{modules}  <script type="module" src="{_ADDRESS}panel.js"></script>\n'
    return page.replace(first_module, styles + first_module, 1).replace("</head>", f"{panel}</head>", 1)


async def _index(_request: web.Request) -> web.StreamResponse:
    page = await asyncio.to_thread((PAGE / "index.html").read_text, encoding="utf-8")
    return web.Response(text=_with_ours(page), content_type="text/html", headers=PAGE_HEADERS)


async def _file(request: web.Request) -> web.StreamResponse:
    name = request.path.removeprefix(_ADDRESS)
    text = await asyncio.to_thread((_HERE / name).read_text, encoding="utf-8")
    return web.Response(text=text, content_type=_TYPES[Path(name).suffix], headers=PAGE_HEADERS)
