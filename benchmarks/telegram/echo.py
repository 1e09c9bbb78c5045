"""The yardstick: a bot that only echoes, python-telegram-bot as it comes. `python -m benchmarks.telegram.echo`.

Prints at its end one JSON line: how late its event loop ran, in milliseconds.
"""

import asyncio
import json
import os
from typing import Any

from telegram import Update
from telegram.ext import Application, ApplicationBuilder, ContextTypes, MessageHandler, filters

from bot.channels.telegram.lag import LoopLag


async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    """Send the words back, as a reply."""
    message = update.effective_message
    if message is not None:
        await message.reply_text(message.text or "", do_quote=True)


def main() -> None:
    """Echo until SIGTERM."""
    lag = LoopLag()
    watching: list[asyncio.Task[None]] = []

    async def begin(_: Application[Any, Any, Any, Any, Any, Any]) -> None:
        watching.append(asyncio.create_task(lag.watch()))

    builder = ApplicationBuilder().token(os.environ["POLICYBOT_TELEGRAM_TOKEN"]).post_init(begin)
    application = builder.base_url(os.environ["POLICYBOT_TELEGRAM_BASE_URL"]).build()
    application.add_handler(MessageHandler(filters.TEXT & filters.UpdateType.MESSAGE, echo))
    application.run_polling(timeout=10)
    p95, most = lag.quantiles(0.95, 1.0)
    print(json.dumps({"p95": round(p95, 1), "max": round(most, 1)}))


if __name__ == "__main__":
    main()
