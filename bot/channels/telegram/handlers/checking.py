"""/check: a passage behind the command, in the message replied to or forwarded next, or in a text file."""

import codecs
import unicodedata
from functools import partial

from telegram import Bot, Document, Update
from telegram.error import TelegramError

from bot.channels.telegram.addressing import is_private, replied_to, words_of
from bot.channels.telegram.handlers.given import Given, as_given
from bot.channels.telegram.handlers.questions import is_too_much
from bot.channels.telegram.layout import Style, plain, styled
from bot.channels.telegram.screens import screen_of
from bot.channels.telegram.services import Services
from bot.faults import BadInput
from bot.passage_check import check
from bot.render_check import report

FILE_LIMIT = 1_000_000  # bytes of a text file to check
# A file from Windows in China is GB18030 unless it says otherwise; UTF-8 is tried first and hardly ever fits by chance.
ENCODINGS = ("utf-8-sig", "gb18030")


async def check_passage(given: Given) -> None:
    """Check a passage; without one, in private, what is sent next is taken for it."""
    replied = replied_to(given.message)
    quoted = given.message.quote
    text = given.words or (quoted.text if quoted else "")
    file = given.message.document or (replied.document if replied else None)
    if not text and file is not None:
        text = await _file_text(given.bot, file)
        if not text:
            await given.tell("check_file", kilobytes=FILE_LIMIT // 1000)
            return
    text = text or (words_of(replied) if replied else "")
    if text:
        await _check(text, given)
        return
    if given.asked.private:
        given.services.sessions.await_passage(given.asked.place)
    await given.tell("check_what" if given.asked.private else "check_what_in_group")


async def _check(text: str, given: Given) -> None:
    try:
        checked = await given.services.off_loop(partial(check, text, given.services.app.documents))
    except BadInput as error:
        await given.show(screen_of([plain(str(error))]))
        return
    verdict, _, rest = report(checked, given.reader.language).partition("\n")
    await given.show(screen_of([styled(Style.BOLD, verdict), plain(rest)]))


async def check_awaited(update: Update, bot: Bot, services: Services) -> bool:
    """Check a message that follows a bare /check, pasted, forwarded or a file; return whether it was one."""
    message = update.message
    if message is None or message.via_bot or not is_private(message.chat):
        return False
    given = as_given(words_of(message), message, bot, services)
    if not services.sessions.takes_passage(given.asked.place):
        return False
    if not await is_too_much(given.asked, services, given.reader):
        await check_passage(given)
    return True


async def _file_text(bot: Bot, file: Document) -> str:
    """Return the text of a file; "" for one that is too large or no text."""
    if (file.file_size or 0) > FILE_LIMIT:
        return ""
    try:
        content = bytes(await (await bot.get_file(file.file_id)).download_as_bytearray())
    except TelegramError:
        return ""
    return text_of(content) if len(content) <= FILE_LIMIT else ""


def text_of(content: bytes) -> str:
    """Return the text in a file's bytes (UTF-8, UTF-16 with its mark, GB18030); "" where they are no text."""
    marked = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return "" if any(unicodedata.category(c) == "Cc" and c not in "\t\n\r\f" for c in text) else text
    return ""
