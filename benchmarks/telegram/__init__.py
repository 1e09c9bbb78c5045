"""The Telegram bot under load: a burst from many chats, and one chat that floods, beside a bot that only echoes."""
