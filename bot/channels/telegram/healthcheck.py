"""`python -m bot.channels.telegram.healthcheck`: is the bot in this container ready? Loads neither document nor model.

Exit status: 0 where /readyz says so, or where there is nothing to ask (no token, so another command runs; no port);
1 with the reason on stderr otherwise.
"""

import ipaddress
import sys
from collections.abc import Mapping
from urllib.error import HTTPError
from urllib.request import urlopen

from bot import config
from bot.telegram_config import TelegramConfig, TelegramConfigError

SECONDS = 5.0


def main(environment: Mapping[str, str] | None = None) -> int:
    """Ask, and return the exit status."""
    try:
        telegram = config.read_telegram(environment)
    except TelegramConfigError:
        return 0
    if not telegram.http_port:
        return 0
    try:
        urlopen(address(telegram), timeout=SECONDS).close()
    except HTTPError as error:
        sys.stderr.write(error.read().decode("utf-8", "replace"))
        return 1
    except OSError as error:
        sys.stderr.write(f"{address(telegram)}: {error}\n")
        return 1
    return 0


def address(telegram: TelegramConfig) -> str:
    """Return where the bot answers from inside the same container."""
    host = telegram.http_host
    if host in ("0.0.0.0", "::"):  # every address: this machine's own is one of them
        host = "127.0.0.1"
    try:
        host = f"[{host}]" if ipaddress.ip_address(host).version == 6 else host
    except ValueError:
        return f"http://{host}:{telegram.http_port}/readyz"  # a name
    return f"http://{host}:{telegram.http_port}/readyz"


if __name__ == "__main__":
    sys.exit(main())
