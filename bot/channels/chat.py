"""A conversation in the terminal: line editing and history, the model loading while the greeting is already there."""
# ruff: noqa: PLC0415 - imported at use, so that a command loads only what it needs

import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from bot import terminal, wording
from bot.leaving import leave
from bot.render import Shelf
from bot.waiting import waiting
from knowledge.errors import PolicyBotError

if TYPE_CHECKING:
    from prompt_toolkit.history import History

    from bot.answerer import Conversation
    from bot.app import App
    from bot.config import Config

PROMPT = "› "
HISTORY_NAME = "chat_history"

Reader = Callable[[], str]


class Loading(threading.Thread):
    """Loads model and index in the background. `failure` is the reason in one line once it has failed."""

    def __init__(self, warm: Callable[[], None]) -> None:
        super().__init__(daemon=True)
        self._warm = warm
        self.failure: str | None = None

    def run(self) -> None:
        """Load; a failure is kept, for a thread has nobody to raise it to."""
        try:
            self._warm()
        except PolicyBotError as error:
            self.failure = str(error)
        except Exception as error:  # shown as one line; the question that needs the model meets it again
            self.failure = f"{type(error).__name__}: {error}"

    def take_failure(self) -> str | None:
        """Return the failure once."""
        failure, self.failure = self.failure, None
        return failure


def serve(app: "App", config: "Config") -> int:
    """Converse until /quit or the end of input; return the exit status."""
    print_ = terminal.printer()
    read = _reader(config.home)
    print_(wording.greeting(), "")
    print_(wording.CHAT_HELP, "dim")
    loading = Loading(app.warm)
    loading.start()
    _converse(app, config, read, print_, loading)
    print_(wording.CHAT_BYE, "")
    _leave_quietly(loading)
    return 0


def _converse(app: "App", config: "Config", read: Reader, print_: terminal.Printer, loading: Loading) -> None:
    from bot.answerer import Conversation

    conversation = Conversation()
    while True:
        try:
            line = read()
        except EOFError:
            return
        if failure := loading.take_failure():
            print_(wording.load_failed(failure), "red")
        command = line.strip().lower()
        if command in ("/quit", "/exit", "/q"):
            return
        if command.startswith("/"):
            conversation = Conversation() if command == "/new" else conversation
            print_({"/new": wording.CHAT_NEW, "/help": wording.help_text()}.get(command, wording.CHAT_UNKNOWN), "")
        elif command:
            conversation = _turn(app, config, line, conversation, print_)


def _turn(
    app: "App", config: "Config", line: str, conversation: "Conversation", print_: terminal.Printer
) -> "Conversation":
    """Answer one question; what cannot be answered is one line, and the conversation goes on."""
    try:
        with waiting(wording.LOADING):
            answer, conversation = app.answerer.answer(line, conversation)
    except PolicyBotError as error:
        print_(str(error), "red")
        return conversation
    terminal.show_or_print(answer, Shelf.of(app.documents, config.today()))
    return conversation


def _reader(home: Path) -> Reader:
    """Return what reads a line: with editing and history on a terminal, plainly otherwise."""
    if sys.stdin is None or not sys.stdin.isatty() or not sys.stdout.isatty():
        return _plain_line
    from prompt_toolkit import PromptSession

    session: PromptSession[str] = PromptSession(history=_history(home))

    def read() -> str:
        while True:
            try:
                return session.prompt(PROMPT)
            except KeyboardInterrupt:  # Ctrl-C clears the line, as in a shell; Ctrl-D leaves
                continue

    return read


def _plain_line() -> str:
    line = sys.stdin.readline() if sys.stdin else ""
    if not line:
        raise EOFError
    return line.rstrip("\r\n")


def _history(home: Path) -> "History":
    """Return the history kept in `home`; one in memory where that cannot be written."""
    from prompt_toolkit.history import FileHistory, InMemoryHistory

    file = home / HISTORY_NAME
    try:
        home.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)  # what a person asked is nobody else's business
    except OSError:
        return InMemoryHistory()

    class SafeHistory(FileHistory):
        """A history whose disk may fill up, and whose lines may not be UTF-8."""

        def store_string(self, string: str) -> None:
            """Append one line; a failure to write loses the line, not the conversation."""
            try:
                super().store_string(string.encode("utf-8", "replace").decode("utf-8"))
            except OSError:
                return

    return SafeHistory(str(file))


def _leave_quietly(loading: Loading) -> None:
    """End the process at once if the model is still loading: a native library must not be torn down half way."""
    if loading.is_alive():
        leave(0)
