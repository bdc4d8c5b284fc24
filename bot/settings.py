"""Every setting, read once from the environment or a ``.env`` file.

Only app and the command line import this.
"""

from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import InvalidInput

_LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


class Settings(BaseSettings):
    """What an operator can set; each description is a line of docs/settings.md."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", extra="ignore", env_ignore_empty=True
    )

    database_url: str = Field(
        "sqlite:///bellwether.db",
        validation_alias="BELLWETHER_DATABASE_URL",
        description="Where everything is kept: `sqlite:///FILE` or `postgresql://USER:PASSWORD@HOST/NAME`.",
    )
    public_url: str = Field(
        "http://127.0.0.1:8000",
        validation_alias="BELLWETHER_PUBLIC_URL",
        description="The address under which survey tools and Slack reach this server, without a path.",
    )
    secret_key: SecretStr | None = Field(
        None,
        validation_alias="BELLWETHER_SECRET_KEY",
        description=(
            "Encrypts stored secrets. Without it a random key is kept in a file `bellwether.key` beside the "
            "SQLite file or in the working directory. All replicas need the same one. Several, separated by "
            "commas: the first encrypts, all decrypt."
        ),
    )
    timezone: Annotated[str, Field(validate_default=True)] = Field(
        "UTC",
        validation_alias="BELLWETHER_TIMEZONE",
        description="The IANA time zone of a workspace that is set up anew, such as `Europe/Berlin`.",
    )
    host: str = Field(
        "127.0.0.1", validation_alias="BELLWETHER_HOST", description="The address `serve` listens on."
    )
    port: int = Field(
        8000, ge=0, le=65535, validation_alias="BELLWETHER_PORT", description="The port `serve` listens on."
    )
    max_body: int = Field(
        1_048_576,
        ge=1_024,
        le=67_108_864,
        validation_alias="BELLWETHER_MAX_BODY",
        description="The largest webhook body that is accepted, in bytes.",
    )
    log_level: str = Field(
        "INFO", validation_alias="BELLWETHER_LOG_LEVEL", description="`DEBUG`, `INFO`, `WARNING` or `ERROR`."
    )
    rescore_times: str = Field(
        "00:30,12:30",
        validation_alias="BELLWETHER_RESCORE_TIMES",
        description="When every customer is scored anew, in the workspace's zone, separated by commas.",
    )
    slack_bot_token: SecretStr | None = Field(
        None,
        validation_alias="SLACK_BOT_TOKEN",
        description="The bot token (`xoxb-`) of the one workspace that is served.",
    )
    slack_signing_secret: SecretStr | None = Field(
        None,
        validation_alias="SLACK_SIGNING_SECRET",
        description="Proves that requests come from Slack. Needed for HTTP, not for Socket Mode.",
    )
    slack_app_token: SecretStr | None = Field(
        None,
        validation_alias="SLACK_APP_TOKEN",
        description="An app-level token (`xapp-`) with `connections:write`. When set, Socket Mode is used.",
    )
    slack_client_id: str | None = Field(
        None,
        validation_alias="SLACK_CLIENT_ID",
        description="With the client secret: workspaces can install the app at `/slack/install`.",
    )
    slack_client_secret: SecretStr | None = Field(
        None, validation_alias="SLACK_CLIENT_SECRET", description="Belongs to `SLACK_CLIENT_ID`."
    )
    slack_api_url: str = Field(
        "https://slack.com/api/",
        validation_alias="SLACK_API_URL",
        description="Slack's Web API, or something that speaks like it.",
    )

    @field_validator("timezone")
    @classmethod
    def _is_a_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: the name of a folder of zones
            raise ValueError("must be an IANA time zone, such as Europe/Berlin") from None
        return value

    @field_validator("log_level")
    @classmethod
    def _is_a_level(cls, value: str) -> str:
        if value.upper() not in _LOG_LEVELS:
            raise ValueError(f"must be one of {', '.join(_LOG_LEVELS)}")
        return value.upper()

    @field_validator("public_url", "slack_api_url")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("must begin with http:// or https://")
        return value

    @field_validator("rescore_times")
    @classmethod
    def _are_times(cls, value: str) -> str:
        parse_times(value)
        return value

    def hook_url(self, token: str) -> str:
        """The address of a source's webhook."""
        return f"{self.public_url.rstrip('/')}/hooks/{token}"

    def api_url(self) -> str:
        """Slack's Web API with the slash that the client relies on."""
        return self.slack_api_url.rstrip("/") + "/"


def parse_times(value: str) -> list[tuple[int, int]]:
    """(hour, minute) of each time of day in "00:30,12:30"; ValueError with a sentence."""
    found = []
    for part in value.split(","):
        hour, colon, minute = part.strip().partition(":")
        plausible = colon and hour.isdecimal() and minute.isdecimal() and int(hour) < 24 and int(minute) < 60
        if not plausible:
            raise ValueError("must be times of day such as 00:30,12:30")
        found.append((int(hour), int(minute)))
    return sorted(set(found))


def load_settings() -> Settings:
    """The settings in force; raises InvalidInput with a sentence for each that cannot be used, never its
    value.
    """
    try:
        return Settings()
    except ValidationError as error:
        problems = {
            _variable(str(one["loc"][0])): one["msg"].removeprefix("Value error, ") for one in error.errors()
        }
        raise InvalidInput(problems) from None
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput({str(Path(".env").resolve()): f"cannot be read: {type(error).__name__}"}) from None


def _variable(place: str) -> str:
    field = Settings.model_fields.get(place)
    return str(field.validation_alias) if field else place
