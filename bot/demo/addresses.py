"""Where the playground listens, and under which names it may be asked for."""

import errno
import os
import socket
from collections.abc import Collection
from contextlib import suppress
from ipaddress import ip_address

from bot.errors import Conflict, InvalidInput


def free_port(host: str, port: int) -> int:
    """The port, or a free one for 0, if one can listen there; raises Conflict or InvalidInput."""
    elsewhere = InvalidInput({"--host": f"{host or 'nothing'} is not an address of this machine"})
    if not host:
        raise elsewhere  # to the system it would mean everywhere
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        socket.getaddrinfo(host, port, family)
        with socket.create_server((host, port), family=family) as probe:
            return int(probe.getsockname()[1])
    except (socket.gaierror, UnicodeError):
        raise elsewhere from None
    except OSError as error:
        if error.errno == errno.EADDRNOTAVAIL:
            raise elsewhere from None
        if error.errno == errno.EADDRINUSE:
            why = "another program has it"
        else:
            why = os.strerror(error.errno) if error.errno else str(error)
        raise Conflict(f"Cannot listen on port {port} of {host}: {why}. Choose one with --port.") from None


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches what listens there."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def reached_at(host: str) -> str:
    """How this machine itself reaches what listens there, in a URL."""
    with suppress(ValueError):
        if ip_address(host).is_unspecified:
            return "[::1]" if ":" in host else "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def names_of(host: str) -> Collection[str]:
    """Under which names a browser elsewhere may ask for the page; none but loopback's when that is all."""
    if is_loopback(host):
        return ()
    name = socket.gethostname()
    with suppress(OSError):
        found = {str(info[4][0]) for info in socket.getaddrinfo(name, None)}
        return {host, name, f"{name}.local", *found}
    return {host, name, f"{name}.local"}
