"""Rows of buttons as values, and as Telegram takes them."""

from collections.abc import Sequence
from dataclasses import dataclass

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.channels.telegram.callbacks import Tap
from bot.channels.telegram.layout import plain, utf16_length

COPY_LIMIT = 256  # characters that a button can copy (Bot API, CopyTextButton); we count UTF-16 units, which are more
LABEL_LIMIT = 60  # characters of a label; phones show about thirty in one line
ROW = 3  # buttons in one row at most


@dataclass(frozen=True, slots=True)
class Button:
    """A button: exactly one of `tap`, `copy` and `share` is set."""

    label: str
    tap: Tap | None = None
    copy: str | None = None
    share: str | None = None


Rows = tuple[tuple[Button, ...], ...]


def copy_button(label: str, citation: str, quote: str) -> Button:
    """Return a button that copies the quotation with its citation, or the citation alone where both are too long."""
    whole = f"「{quote}」——{citation}"
    fitting = next(
        (text for text in (whole, citation) if utf16_length(text) <= COPY_LIMIT), citation[: COPY_LIMIT // 2]
    )
    return Button(label, copy=fitting)


def rows_of(buttons: Sequence[Button], width: int = ROW) -> Rows:
    """Return the buttons in rows of at most `width`."""
    return tuple(tuple(buttons[i : i + width]) for i in range(0, len(buttons), width))


def to_markup(rows: Rows) -> InlineKeyboardMarkup | None:
    """Return the rows as Telegram takes them, without buttons that cannot carry their data; None for no rows."""
    fitting = ([_to_telegram(b) for b in row if b.tap is None or b.tap.fits] for row in rows)
    keyboard = [row for row in fitting if row]
    return InlineKeyboardMarkup(keyboard) if keyboard else None


def _to_telegram(button: Button) -> InlineKeyboardButton:
    label = plain(button.label).text[:LABEL_LIMIT] or "…"
    if button.tap:
        return InlineKeyboardButton(label, callback_data=button.tap.data)
    if button.copy:
        return InlineKeyboardButton(label, copy_text=CopyTextButton(plain(button.copy).text[:COPY_LIMIT]))
    return InlineKeyboardButton(label, switch_inline_query=button.share or "")
