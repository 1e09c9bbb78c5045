"""What is configured, read from the environment once: the only place that reads it.

Every variable has the prefix `POLICYBOT_`. A variable that is set but blank counts as unset.
"""

import os
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot import telegram_config
from bot.telegram_config import TelegramConfig
from index.models import BUNDLED
from knowledge.errors import PolicyBotError

PREFIX = "POLICYBOT_"
SETTINGS = {
    "POLICYBOT_HOME": "folder for index, caches, history and log (default: the platform's user data folder)",
    "POLICYBOT_EMBEDDING_MODEL": "a Sentence Transformers model, by folder or hub name (default: the bundled one)",
    "POLICYBOT_ALLOW_DOWNLOAD": "1 to fetch a model that is not on this machine (default: never)",
    "POLICYBOT_TODAY": "judge deadlines as of this date, YYYY-MM-DD (default: the clock's)",
    **telegram_config.SETTINGS,
}


class ConfigError(PolicyBotError):
    """A variable of the environment has a value that cannot be used."""


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of one run. `home` is absolute but need not exist; reading never makes it.

    `embedding_model` is a folder, a hub name, or the name of the bundled model; `as_of` is None for the clock's date.
    `unknown` lists variables with the prefix that nothing reads: most likely misspelt.
    """

    home: Path
    embedding_model: str = BUNDLED
    allow_download: bool = False
    as_of: date | None = None
    unknown: tuple[str, ...] = ()

    def today(self) -> date:
        """Return the date as of which deadlines are judged."""
        return self.as_of or date.today()


def read(environment: Mapping[str, str] | None = None) -> Config:
    """Return the configuration that the environment gives.

    Raises:
        ConfigError: a value cannot be used; the message names the variable, the value and what is wanted.

    """
    given = _given(environment)
    return Config(
        home=_home(given.get("POLICYBOT_HOME")),
        embedding_model=given.get("POLICYBOT_EMBEDDING_MODEL", BUNDLED),
        allow_download=_yes_or_no("POLICYBOT_ALLOW_DOWNLOAD", given.get("POLICYBOT_ALLOW_DOWNLOAD")),
        as_of=_date("POLICYBOT_TODAY", given.get("POLICYBOT_TODAY")),
        unknown=tuple(sorted(given.keys() - SETTINGS.keys())),
    )


def read_telegram(environment: Mapping[str, str] | None = None) -> TelegramConfig:
    """Return the settings of the Telegram bot that the environment gives.

    Raises:
        PolicyBotError: a value is missing or cannot be used; the message names the variable and what is wanted.

    """
    return telegram_config.read_telegram(_given(environment))


def _given(environment: Mapping[str, str] | None) -> dict[str, str]:
    """Return the variables with our prefix that are not blank."""
    every = os.environ if environment is None else environment
    given = {k: v.strip() for k, v in every.items() if k.startswith(PREFIX) and v.strip()}
    for name in SETTINGS.keys() & given.keys():
        _refuse_control_characters(name, given[name])
    return given


def _refuse_control_characters(name: str, value: str) -> None:
    if any(unicodedata.category(c) == "Cc" for c in value):
        raise ConfigError(f"{name}: {value!r} holds control characters; set it again without them")


def _home(value: str | None) -> Path:
    from platformdirs import user_data_dir  # noqa: PLC0415 - 20 ms, at use

    home = Path(value or user_data_dir("policybot", appauthor=False))
    try:
        home = home.expanduser().absolute()
        taken = home.exists() and not home.is_dir()
    except (OSError, RuntimeError) as error:
        raise ConfigError(f"POLICYBOT_HOME: {str(home)!r} cannot be used ({error}); give another folder") from error
    if taken:
        raise ConfigError(f"POLICYBOT_HOME: {home} is a file; give a folder")
    return home


def _yes_or_no(name: str, value: str | None) -> bool:
    answer = {None: False, "0": False, "no": False, "false": False, "1": True, "yes": True, "true": True}
    word = value.lower() if value else None
    if word not in answer:
        raise ConfigError(f"{name}: {value!r} is neither yes nor no; write 1 or 0")
    return answer[word]


def _date(name: str, value: str | None) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise ConfigError(f"{name}: {value!r} is not a date; write it as 2025-12-31") from error
