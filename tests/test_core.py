"""The house without Slack: its database, its key, its workspace."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.core import key_path, keys_in_force, open_core
from bot.errors import InvalidInput
from bot.settings import Settings, load_settings
from bot.storage.database import open_database


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BELLWETHER_SECRET_KEY", raising=False)
    monkeypatch.setenv("BELLWETHER_DATABASE_URL", f"sqlite:///{tmp_path / 'bellwether.db'}")
    return load_settings()


def keys(settings: Settings) -> list[str]:
    return keys_in_force(settings, open_database(settings.database_url))


def test_a_house_without_a_key_makes_one_that_only_its_owner_reads(
    settings: Settings, tmp_path: Path
) -> None:
    (key,) = keys(settings)
    path = tmp_path / "bellwether.key"
    assert path.read_text() == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(key) > 40
    assert keys(settings) == [key], "made once"
    assert [one.name for one in tmp_path.iterdir()] == ["bellwether.key"], "and nothing is left beside it"


def test_processes_that_start_together_share_one_key(settings: Settings) -> None:
    with ThreadPoolExecutor(16) as pool:
        found = list(pool.map(lambda _: keys(settings)[0], range(64)))
    assert len(set(found)) == 1
    assert found[0]


def test_keys_of_the_operator_come_first_and_make_no_file(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BELLWETHER_SECRET_KEY", "new, old")
    assert keys(load_settings()) == ["new", "old"]
    assert list(tmp_path.iterdir()) == []


def test_a_key_file_beside_the_database_or_in_the_working_directory(tmp_path: Path) -> None:
    assert key_path(open_database("sqlite:////somewhere/else/b.db")) == Path("/somewhere/else/bellwether.key")
    assert key_path(open_database("postgresql://user@host/name")) == Path.cwd() / "bellwether.key"


@pytest.mark.parametrize("content", ["", "  \n"])
def test_an_empty_key_file_is_told_in_a_sentence(settings: Settings, tmp_path: Path, content: str) -> None:
    (tmp_path / "bellwether.key").write_text(content)
    with pytest.raises(InvalidInput, match=r"is not set, and .*bellwether\.key is empty"):
        keys(settings)


def test_a_key_file_that_cannot_be_made_or_read_is_told_in_a_sentence(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BELLWETHER_DATABASE_URL", f"sqlite:///{tmp_path / 'gone' / 'b.db'}")
    with pytest.raises(InvalidInput, match="no key can be kept in"):
        keys(load_settings())
    (tmp_path / "bellwether.key").mkdir()
    with pytest.raises(InvalidInput, match="cannot be read"):
        keys(settings)


async def test_a_house_opens_migrated_with_one_workspace(settings: Settings) -> None:
    async with open_core(settings) as core:
        workspace = await core.workspace()
        assert await core.workspace(workspace.name) == workspace
        known = await core.read_known(workspace.id, lambda _tx, known: known)
        assert known.workspace == workspace
    async with open_core(settings) as again:
        assert await again.workspace() == workspace
