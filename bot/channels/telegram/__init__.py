"""The Telegram bot: a channel like the others. It holds no answering logic, only what Telegram needs around it."""

import os

# python-telegram-bot gives waits as timedelta where this is set, and warns of the old form (int) where it is not.
os.environ.setdefault("PTB_TIMEDELTA", "true")
