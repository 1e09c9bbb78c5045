"""The commands for administrators: what was asked and refused, the index anew, whether the bot is set up well."""

import csv
import io
from functools import partial

from telegram import WebhookInfo

from bot.channels.telegram.handlers.given import Command, Given, send_file
from bot.channels.telegram.phrases import say
from bot.export import as_text
from knowledge.errors import PolicyBotError

STATS_DAYS = 30


async def refused(given: Given) -> None:
    """Send the refused questions as a file."""
    rows = given.services.stored(lambda store: store.refused())
    if not rows:
        await given.tell("not_stored" if rows is None else "no_refused")
        return
    text = io.StringIO()
    csv.writer(text).writerows([("time (UTC)", "question", "reason"), *(map(as_text, row) for row in rows)])
    await send_file(given, text.getvalue().encode("utf-8-sig", "backslashreplace"), "refused.csv", "")


async def stats(given: Given) -> None:
    """Say how many questions had an answer."""
    found = given.services.stored(lambda store: store.stats(STATS_DAYS))
    if found is None:
        await given.tell("not_stored")
        return
    counts = {"answered": found.answered, "refused": found.refused, "other": found.other}
    await given.tell("stats", days=STATS_DAYS, **counts, up=found.up, down=found.down)


async def reload(given: Given) -> None:
    """Open the index anew, off the event loop; questions go on being answered meanwhile."""
    try:
        count = await given.services.off_loop(partial(given.services.app.reload))
    except PolicyBotError as error:
        await given.tell("not_reloaded", error=error)
        return
    await given.tell("reloaded", passages=count)


async def diag(given: Given) -> None:
    """Say whether the settings at BotFather and the webhook are as they should be."""
    me, hook = await given.bot.get_me(), await given.bot.get_webhook_info()
    language, telegram = given.reader.language, given.services.telegram

    def state(name: str, given: bool | None) -> str:
        return say(f"{name}_{'on' if given else 'off'}", language)

    wanted = telegram.webhook_url or ""
    updates = "updates_as_set" if hook.url == wanted else "updates_elsewhere" if hook.url else "updates_no_webhook"
    await given.tell(
        "diag",
        username=me.username or say("none", language),
        privacy=state("privacy", not me.can_read_all_group_messages),
        groups=state("groups", me.can_join_groups),
        inline=state("inline", me.supports_inline_queries),
        guests=state("guests", me.supports_guest_queries) if telegram.guests else say("guests_unwanted", language),
        updates=say(updates, language, url=hook.url or "getUpdates"),
        pending=hook.pending_update_count,
        error=_last_error(hook) or say("none", language),
    )


def _last_error(hook: WebhookInfo) -> str:
    """Return when and why Telegram could not deliver last; "" where it could."""
    if not hook.last_error_message:
        return ""
    when = f"{hook.last_error_date:%Y-%m-%d %H:%M} UTC " if hook.last_error_date else ""
    return when + hook.last_error_message


ADMINISTRATION: dict[str, Command] = {"diag": diag, "stats": stats, "refused": refused, "reload": reload}
