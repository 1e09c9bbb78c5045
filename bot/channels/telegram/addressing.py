"""Who is asked what: whether an update is meant for the bot, by whom, where, and the words of the question."""

import re
from dataclasses import dataclass

from telegram import Chat, Message, MessageEntity, Update, User
from telegram.constants import ChatType

ANONYMOUS_ADMINISTRATOR = 1087968824  # GroupAnonymousBot
FORWARDED_CHANNEL_POST = 777000  # Telegram's own account, which forwards a channel's posts to its group
_COMMAND = re.compile(r"/(?P<name>[A-Za-z0-9_]{1,32})(?:@(?P<bot>\w+))?(?:\s+|$)")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in a chat. `asker` is the user, or the channel or group in whose name was written.

    `thread` is set only in forum topics: replies elsewhere carry a thread id too that must not be sent back.
    """

    chat: int
    asker: int
    message: int
    text: str
    thread: int | None = None
    edited: bool = False
    replied: str = ""
    private: bool = False

    @property
    def place(self) -> tuple[int, int, int]:
        """What a conversation belongs to: the chat, the topic in it, and the person."""
        return self.chat, self.thread or 0, self.asker


def asked_in(update: Update, bot: User) -> Asked | None:
    """Return the question of a message, or None where it is not one to this bot.

    In a private chat every text is one; in groups a mention, a reply to the bot, nothing else (commands are handled
    apart). A mention without words asks what the message says that it replies to.
    """
    message = update.message or update.edited_message
    if message is None or not is_addressable(message):
        return None
    text = message.text or message.caption or ""
    replied = replied_to(message)
    to_bot = replied is not None and _is_own(replied, bot)
    if message.chat.type != ChatType.PRIVATE:
        mentioned, text = without_mention(message, bot.username or "")
        if not (mentioned or to_bot):
            return None
        if mentioned and replied and not to_bot and not text.strip():
            text = words_of(replied)
    words = words_of(replied) if replied and to_bot else ""
    return Asked(
        message.chat.id, asker_of(message), message.message_id, text.strip(), thread_of(message),
        update.edited_message is not None, words, message.chat.type == ChatType.PRIVATE,
    )  # fmt: skip


def is_addressable(message: Message) -> bool:
    """Say whether a message may be meant for the bot at all.

    Channel posts, the automatic forwards of them, other bots, what was sent through a bot, and in groups what was
    forwarded from elsewhere are left alone.
    """
    if message.chat.type != ChatType.PRIVATE and message.forward_origin is not None:
        return False
    return _is_from_a_person(message)


def replied_to(message: Message) -> Message | None:
    """Return the message that one replies to. In a forum topic each seems to reply to its opening; that is none."""
    replied = message.reply_to_message
    return None if replied is None or replied.forum_topic_created else replied


def words_of(message: Message) -> str:
    """Return what a message says."""
    return message.text or message.caption or ""


def _is_own(message: Message, bot: User) -> bool:
    """Say whether the bot sent a message, or somebody inserted it through the bot."""
    return any(sender is not None and sender.id == bot.id for sender in (message.from_user, message.via_bot))


def _is_from_a_person(message: Message) -> bool:
    sender = message.from_user
    if message.via_bot is not None or message.is_automatic_forward or message.chat.type == ChatType.CHANNEL:
        return False
    if sender is None or sender.id == FORWARDED_CHANNEL_POST:
        return False
    return not sender.is_bot or sender.id == ANONYMOUS_ADMINISTRATOR or message.sender_chat is not None


def asker_of(message: Message) -> int:
    """Return who asks: the chat in whose name an anonymous administrator or a channel writes, else the user."""
    if message.sender_chat is not None:
        return message.sender_chat.id
    return message.from_user.id if message.from_user else message.chat.id


def thread_of(message: Message) -> int | None:
    """Return the forum topic to answer in; None outside of topics."""
    return message.message_thread_id if message.is_topic_message else None


def without_mention(message: Message, username: str) -> tuple[bool, str]:
    """Return whether a message mentions @username, and its text without that; by entities, which count in UTF-16."""
    text = message.text or message.caption or ""
    entities = message.parse_entities if message.text else message.parse_caption_entities
    mentioned = False
    for entity, words in entities([MessageEntity.MENTION]).items():
        if words.lower() == f"@{username}".lower() and username:
            mentioned = True
            text = _cut(text, entity)
    return mentioned, " ".join(text.split()) if mentioned else text


def _cut(text: str, entity: MessageEntity) -> str:
    """Return `text` with blanks in place of an entity, so that the offsets behind it stay right."""
    units = text.encode("utf-16-le", "surrogatepass")
    start, end = 2 * entity.offset, 2 * (entity.offset + entity.length)
    blanks = " ".encode("utf-16-le") * entity.length
    return (units[:start] + blanks + units[end:]).decode("utf-16-le", "surrogatepass")


def command_of(message: Message, bot: User) -> tuple[str, str] | None:
    """Return the command of a message and what stands behind it; None for no command, or one for another bot."""
    text = message.text or message.caption or ""
    match = _COMMAND.match(text)
    if match is None or (match["bot"] and match["bot"].lower() != (bot.username or "").lower()):
        return None
    return match["name"].lower(), text[match.end() :].strip()


def question_in(message: Message, bot: User) -> str:
    """Return the question in a message that was answered, without what made it one to the bot: a mention, /ask."""
    command = command_of(message, bot)
    return command[1] if command else without_mention(message, bot.username or "")[1].strip()


def is_private(chat: Chat) -> bool:
    """Say whether a chat is one between a person and the bot."""
    return chat.type == ChatType.PRIVATE
