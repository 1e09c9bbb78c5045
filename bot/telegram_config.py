"""The settings of the Telegram bot, from the variables that `bot.config` hands over; refused in one clear line each."""

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from knowledge.errors import PolicyBotError

_TOKEN = re.compile(r"\d{1,16}:[A-Za-z0-9_-]{10,100}")
_PATH = re.compile(r"[A-Za-z0-9._~/-]*")
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
SETTINGS = {
    "POLICYBOT_TELEGRAM_TOKEN": "the bot's token from @BotFather (required for `policybot telegram`)",
    "POLICYBOT_TELEGRAM_BASE_URL": "the Bot API server, ending in /bot (default: Telegram's)",
    "POLICYBOT_TELEGRAM_BASE_FILE_URL": "its file server, ending in /file/bot (default: Telegram's)",
    "POLICYBOT_TELEGRAM_PROXY": "a proxy for the Bot API: http://, https:// or socks5://",
    "POLICYBOT_TELEGRAM_CHATS": "ids of the only chats that are answered, divided by commas (default: all)",
    "POLICYBOT_TELEGRAM_USERS": "ids of the only users that are answered (default: all)",
    "POLICYBOT_TELEGRAM_ADMINS": "ids of the users who may use /diag, /stats, /refused, /reload",
    "POLICYBOT_TELEGRAM_GUESTS": "1 to answer guest questions (Bot API 10.0; default: 0)",
    "POLICYBOT_WEBHOOK_URL": "the public https address of the webhook (default: polling)",
    "POLICYBOT_WEBHOOK_SECRET": "its secret, 1 to 256 of A-Z a-z 0-9 _ -; required with an address",
    "POLICYBOT_HTTP_HOST": "where /healthz, /readyz, /metrics and the webhook listen (default: 127.0.0.1)",
    "POLICYBOT_HTTP_PORT": "their port; 0 for none without a webhook (default: 8080)",
    "POLICYBOT_STALE_SECONDS": "older updates are dropped (default: 3600)",
    "POLICYBOT_CONVERSATION_MINUTES": "after so long a conversation ends (default: 30)",
    "POLICYBOT_USER_RATE": "questions a user may ask in a minute (default: 20)",
    "POLICYBOT_CHAT_RATE": "questions a chat may ask in a minute (default: 60)",
    "POLICYBOT_RETENTION_DAYS": "feedback and refused questions are kept so long (default: 90)",
    "POLICYBOT_SHUTDOWN_SECONDS": "what was taken is finished within so long (default: 30)",
    "POLICYBOT_LOG_FORMAT": "plain or json (default: plain)",
    "POLICYBOT_LOG_TEXT": "1 to log what people write (default: 0)",
}  # fmt: skip


class TelegramConfigError(PolicyBotError):
    """A setting of the Telegram bot cannot be used."""


@dataclass(frozen=True)
class TelegramConfig:
    """The settings of one Telegram bot. Empty allow-lists allow everybody. Never printed: it holds the token."""

    token: str
    base_url: str = "https://api.telegram.org/bot"
    base_file_url: str = "https://api.telegram.org/file/bot"
    proxy: str | None = None
    chats: frozenset[int] = frozenset()
    users: frozenset[int] = frozenset()
    admins: frozenset[int] = frozenset()
    guests: bool = False
    webhook_url: str | None = None
    webhook_secret: str = ""
    http_host: str = "127.0.0.1"
    http_port: int = 8080
    stale_seconds: int = 3600
    conversation_minutes: int = 30
    user_rate: int = 20
    chat_rate: int = 60
    retention_days: int = 90
    shutdown_seconds: int = 30
    json_logs: bool = False
    log_text: bool = False

    def __repr__(self) -> str:
        return "TelegramConfig(token=…)"


def read_telegram(given: Mapping[str, str]) -> TelegramConfig:
    """Return the settings that `given` (variables without blank ones) states.

    Raises:
        TelegramConfigError: one is missing or cannot be used; names the variable and what is wanted, never the token.

    """
    reader = _Reader(given)
    url = given.get("POLICYBOT_WEBHOOK_URL")
    config = TelegramConfig(
        token=reader.token(),
        base_url=reader.base("POLICYBOT_TELEGRAM_BASE_URL", "/bot", TelegramConfig.base_url),
        base_file_url=reader.base("POLICYBOT_TELEGRAM_BASE_FILE_URL", "/file/bot", TelegramConfig.base_file_url),
        proxy=reader.proxy(),
        chats=reader.ids("POLICYBOT_TELEGRAM_CHATS", users=False),
        users=reader.ids("POLICYBOT_TELEGRAM_USERS"),
        admins=reader.ids("POLICYBOT_TELEGRAM_ADMINS"),
        guests=reader.flag("POLICYBOT_TELEGRAM_GUESTS"),
        webhook_url=reader.webhook(url) if url else None,
        webhook_secret=reader.secret(bool(url)),
        http_host=given.get("POLICYBOT_HTTP_HOST", TelegramConfig.http_host),
        http_port=reader.number("POLICYBOT_HTTP_PORT", 0, 65535, TelegramConfig.http_port),
        stale_seconds=reader.number("POLICYBOT_STALE_SECONDS", 1, 10**7, TelegramConfig.stale_seconds),
        conversation_minutes=reader.number(
            "POLICYBOT_CONVERSATION_MINUTES", 1, 10**5, TelegramConfig.conversation_minutes
        ),
        user_rate=reader.number("POLICYBOT_USER_RATE", 1, 10**6, TelegramConfig.user_rate),
        chat_rate=reader.number("POLICYBOT_CHAT_RATE", 1, 10**6, TelegramConfig.chat_rate),
        retention_days=reader.number("POLICYBOT_RETENTION_DAYS", 1, 10**5, TelegramConfig.retention_days),
        shutdown_seconds=reader.number("POLICYBOT_SHUTDOWN_SECONDS", 1, 3600, TelegramConfig.shutdown_seconds),
        json_logs=reader.log_format(),
        log_text=reader.flag("POLICYBOT_LOG_TEXT"),
    )
    if url and not config.http_port:
        raise TelegramConfigError("POLICYBOT_HTTP_PORT: a webhook needs a port; give one, such as 8080")
    return config


@dataclass(frozen=True, slots=True)
class _Reader:
    given: Mapping[str, str]

    def token(self) -> str:
        name = "POLICYBOT_TELEGRAM_TOKEN"
        value = self.given.get(name)
        if not value:
            raise TelegramConfigError(f"{name}: not set; put the token there that @BotFather gave you")
        if not _TOKEN.fullmatch(value):
            raise TelegramConfigError(f"{name}: not a token of the form 123456:ABC-DEF…; copy it again from @BotFather")
        return value

    def base(self, name: str, ending: str, default: str) -> str:
        value = self.given.get(name, default).rstrip("/")
        if _scheme(value) not in ("http", "https") or not value.endswith(ending):
            raise TelegramConfigError(f"{name}: {value!r} is no address that ends in {ending}; write https://…{ending}")
        return value

    def proxy(self) -> str | None:
        name = "POLICYBOT_TELEGRAM_PROXY"
        value = self.given.get(name)
        if value and _scheme(value) not in ("http", "https", "socks5"):
            raise TelegramConfigError(f"{name}: not a proxy address; write http://host:port or socks5://host:port")
        return value

    def webhook(self, url: str) -> str:
        name, scheme = "POLICYBOT_WEBHOOK_URL", _scheme(url)
        if not scheme or not _PATH.fullmatch(urlsplit(url).path):
            raise TelegramConfigError(f"{name}: {url!r} is no address; write https://host/path, of A-Z a-z 0-9 . _ ~ -")
        if scheme == "https" or (scheme == "http" and _is_loopback(urlsplit(url).hostname or "")):
            return url
        raise TelegramConfigError(f"{name}: {url!r} is not https; Telegram delivers nowhere else")

    def secret(self, wanted: bool) -> str:
        name = "POLICYBOT_WEBHOOK_SECRET"
        value = self.given.get(name, "")
        if wanted and not value:
            raise TelegramConfigError(
                f"{name}: not set; a webhook needs one, such as the output of openssl rand -hex 32"
            )
        if value and not _SECRET.fullmatch(value):
            raise TelegramConfigError(f"{name}: must be 1 to 256 of A-Z, a-z, 0-9, _ and -; choose another")
        return value

    def ids(self, name: str, *, users: bool = True) -> frozenset[int]:
        words = [w for w in re.split(r"[,，\s]+", self.given.get(name, "")) if w]
        form, example = (r"\d{1,19}", "123,456") if users else (r"-?\d{1,19}", "123,-100456")
        if not all(re.fullmatch(form, word, re.ASCII) for word in words):
            raise TelegramConfigError(f"{name}: {self.given[name]!r} is no list of ids; write {example}")
        return frozenset(map(int, words))

    def number(self, name: str, least: int, most: int, default: int) -> int:
        value = self.given.get(name)
        if value is None:
            return default
        if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
            raise TelegramConfigError(
                f"{name}: {value!r} is no number from {least} to {most}; correct it or leave it out"
            )
        return int(value)

    def flag(self, name: str) -> bool:
        value = self.given.get(name, "0").lower()
        if value not in ("0", "1", "no", "yes", "false", "true"):
            raise TelegramConfigError(f"{name}: {value!r} is neither yes nor no; write 1 or 0")
        return value in ("1", "yes", "true")

    def log_format(self) -> bool:
        value = self.given.get("POLICYBOT_LOG_FORMAT", "plain").lower()
        if value not in ("plain", "json"):
            raise TelegramConfigError(f"POLICYBOT_LOG_FORMAT: {value!r} is no format; write plain or json")
        return value == "json"


def _scheme(address: str) -> str:
    """Return the scheme of an address; "" where it names no host, or no port that there is."""
    try:
        parts = urlsplit(address)
        return parts.scheme if parts.hostname and parts.port != 0 else ""
    except ValueError:
        return ""


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
