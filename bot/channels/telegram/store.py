"""What the bot keeps in SQLite: taken updates, answers that were sent, feedback, refused questions, readers' settings.

People are kept as keyed hashes (HMAC-SHA256 with a salt of this installation), never by id or name. The file survives
a killed process (write-ahead log) and is brought to the present form when it is opened.
"""

import hashlib
import hmac
import json
import secrets
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import RLock

from bot.channels.telegram.screens import Reader
from bot.channels.telegram.sessions import Place

FILE = "telegram.sqlite3"
BUSY_SECONDS = 0.5  # how long another process may hold the file before we go on without it
REST_SECONDS = 2.0  # the file is then left alone so long: waiting at each use would hold up every chat
DAY = 86_400
INBOX_DAYS = 2  # Telegram keeps updates for 24 hours, so none comes again after that
MOST_TRIES = 10  # starts after which an update that was never handled to the end is given up
MIGRATIONS = (
    """
    CREATE TABLE inbox (update_id INTEGER PRIMARY KEY, raw TEXT NOT NULL, taken REAL NOT NULL, done INTEGER NOT NULL);
    CREATE TABLE sent (chat INTEGER, question INTEGER, answer INTEGER NOT NULL, at REAL NOT NULL,
                       PRIMARY KEY (chat, question));
    CREATE TABLE answers (at REAL NOT NULL, status TEXT NOT NULL, person TEXT NOT NULL);
    CREATE TABLE feedback (chat TEXT, message INTEGER, person TEXT, good INTEGER NOT NULL, at REAL NOT NULL,
                           PRIMARY KEY (chat, message, person));
    CREATE TABLE refused (at REAL NOT NULL, question TEXT NOT NULL, reason TEXT NOT NULL, person TEXT NOT NULL);
    CREATE TABLE readers (person TEXT PRIMARY KEY, language TEXT NOT NULL, full INTEGER NOT NULL);
    CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
    """,
    # a private chat has the number of its person, so chats are hashed too; what was noted before is let go
    """
    DROP TABLE sent;
    CREATE TABLE sent (chat TEXT, question INTEGER, answers TEXT NOT NULL, at REAL NOT NULL,
                       PRIMARY KEY (chat, question));
    """,
    "ALTER TABLE inbox ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;",
    "CREATE TABLE scopes (place TEXT PRIMARY KEY, person TEXT NOT NULL, documents TEXT NOT NULL);",
)


class StoreError(Exception):
    """The file cannot be read or written now: locked, or the disk is full."""


@dataclass(frozen=True, slots=True)
class Stats:
    """Counts of the last days."""

    answered: int
    refused: int
    other: int
    up: int
    down: int


class Store:
    """The database. Safe to share between threads; every method raises StoreError where the file fails it."""

    def __init__(self, folder: Path) -> None:
        """Open (and make or migrate) the database in `folder`.

        Raises:
            StoreError: the folder cannot be written, or the file is no database.

        """
        self._lock = RLock()
        self._resting = 0.0  # until then the file is left alone
        self.file = folder / FILE
        with self._failing():
            folder.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(self.file, timeout=BUSY_SECONDS, check_same_thread=False, isolation_level=None)
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute(
                "PRAGMA synchronous=NORMAL"
            )  # survives a killed process; no wait for the disk at each write
            self._migrate()
            self._salt = bytes.fromhex(self._fact("salt", secrets.token_hex(32)))

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()

    # Taken updates

    def take(self, update_id: int, raw: str) -> bool:
        """Store an update before it is acknowledged; return False for one that was taken before."""
        with self._failing():
            row = (update_id, raw, time.time())
            return (
                self._db.execute(
                    "INSERT OR IGNORE INTO inbox (update_id, raw, taken, done) VALUES (?, ?, ?, 0)", row
                ).rowcount
                == 1
            )

    def done(self, update_id: int) -> None:
        """Note that an update was handled."""
        with self._failing():
            self._db.execute("UPDATE inbox SET done = 1, raw = '' WHERE update_id = ?", (update_id,))

    def try_again(self) -> int:
        """Count a try for each update that was not handled; give up, and count, those of too many tries."""
        with self._failing():
            self._db.execute("UPDATE inbox SET tries = tries + 1 WHERE done = 0")
            given_up = "UPDATE inbox SET done = 1, raw = '' WHERE done = 0 AND tries > ?"
            return self._db.execute(given_up, (MOST_TRIES,)).rowcount

    def pending(self) -> list[tuple[int, str]]:
        """Return the updates that were taken and not handled, in order, by their number."""
        with self._failing():
            return self._db.execute("SELECT update_id, raw FROM inbox WHERE done = 0 ORDER BY update_id").fetchall()

    # Answers

    def sent(self, chat: int, question: int, answers: Iterable[int]) -> None:
        """Note which messages answer a question, so that its edit can change them."""
        with self._failing():
            row = (self.hashed(chat), question, json.dumps(list(answers)), time.time())
            self._db.execute("INSERT OR REPLACE INTO sent VALUES (?, ?, ?, ?)", row)

    def answers_to(self, chat: int, question: int) -> list[int]:
        """Return the messages that answer a question; [] for none."""
        with self._failing():
            key = (self.hashed(chat), question)
            found = self._db.execute("SELECT answers FROM sent WHERE chat = ? AND question = ?", key)
            row = found.fetchone()
            return [int(n) for n in json.loads(row[0])] if row else []

    def is_answer(self, chat: int, message: int) -> bool:
        """Say whether a message is an answer that was sent."""
        with self._failing():
            found = self._db.execute(
                "SELECT 1 FROM sent, json_each(sent.answers) AS answer WHERE chat = ? AND answer.value = ? LIMIT 1",
                (self.hashed(chat), message),
            )
            return found.fetchone() is not None

    def answered(self, status: str, person: int) -> None:
        """Count one answer."""
        with self._failing():
            self._db.execute("INSERT INTO answers VALUES (?, ?, ?)", (time.time(), status, self.hashed(person)))

    def refuse(self, question: str, reason: str, person: int) -> None:
        """Keep a question that had no answer."""
        with self._failing():
            row = (time.time(), question, reason, self.hashed(person))
            self._db.execute("INSERT INTO refused VALUES (?, ?, ?, ?)", row)

    def refused(self) -> list[tuple[str, str, str]]:
        """Return the refused questions, newest first: time (UTC), question, reason."""
        with self._failing():
            rows = self._db.execute("SELECT at, question, reason FROM refused ORDER BY at DESC").fetchall()
            return [(time.strftime("%Y-%m-%d %H:%M", time.gmtime(at)), q, r) for at, q, r in rows]

    # Readers

    def feedback(self, chat: int, message: int, person: int, good: bool | None) -> None:
        """Keep a reader's verdict on a message; None takes it back."""
        key = (self.hashed(chat), message, self.hashed(person))
        with self._failing():
            if good is None:
                self._db.execute("DELETE FROM feedback WHERE chat = ? AND message = ? AND person = ?", key)
            else:
                self._db.execute("INSERT OR REPLACE INTO feedback VALUES (?, ?, ?, ?, ?)", (*key, good, time.time()))

    def reader(self, person: int) -> Reader | None:
        """Return the settings that somebody chose, or None."""
        with self._failing():
            found = self._db.execute("SELECT language, full FROM readers WHERE person = ?", (self.hashed(person),))
            row = found.fetchone()
            return Reader(row[0], bool(row[1])) if row else None

    def set_reader(self, person: int, reader: Reader) -> None:
        """Keep somebody's settings."""
        with self._failing():
            row = (self.hashed(person), reader.language, reader.full)
            self._db.execute("INSERT OR REPLACE INTO readers VALUES (?, ?, ?)", row)

    def scope(self, place: Place) -> tuple[str, ...]:
        """Return the documents to which somebody keeps their questions in a chat; () for all."""
        with self._failing():
            found = self._db.execute("SELECT documents FROM scopes WHERE place = ?", (self._place(place),)).fetchone()
            return tuple(str(name) for name in json.loads(found[0])) if found else ()

    def set_scope(self, place: Place, documents: Sequence[str]) -> None:
        """Keep the documents to which somebody keeps their questions in a chat; none lifts that limit."""
        with self._failing():
            if documents:
                row = (self._place(place), self.hashed(place[2]), json.dumps(list(documents)))
                self._db.execute("INSERT OR REPLACE INTO scopes VALUES (?, ?, ?)", row)
            else:
                self._db.execute("DELETE FROM scopes WHERE place = ?", (self._place(place),))

    def forget(self, person: int) -> int:
        """Delete what is kept of somebody; return how many records that were."""
        name = self.hashed(person)
        with self._failing():
            self._db.execute("DELETE FROM sent WHERE chat = ?", (name,))
            tables = ("answers", "feedback", "refused", "readers", "scopes")
            return sum(self._db.execute(f"DELETE FROM {t} WHERE person = ?", (name,)).rowcount for t in tables)

    def stats(self, days: int) -> Stats:
        """Return the counts of the last `days`."""
        since = time.time() - days * DAY
        with self._failing():
            counted = dict(self._db.execute("SELECT status, COUNT(*) FROM answers WHERE at > ? GROUP BY 1", (since,)))
            thumbs = dict(self._db.execute("SELECT good, COUNT(*) FROM feedback WHERE at > ? GROUP BY 1", (since,)))
        answered, refused = counted.get("answered", 0), counted.get("not_found", 0)
        other = sum(counted.values()) - answered - refused
        return Stats(answered, refused, other, thumbs.get(1, 0), thumbs.get(0, 0))

    def purge(self, days: int) -> None:
        """Delete what is older than `days`, and updates that cannot come again."""
        now = time.time()
        with self._failing():
            for table in ("answers", "feedback", "refused", "sent"):
                self._db.execute(f"DELETE FROM {table} WHERE at < ?", (now - days * DAY,))
            self._db.execute("DELETE FROM inbox WHERE done = 1 AND taken < ?", (now - INBOX_DAYS * DAY,))

    def hashed(self, person: int | str) -> str:
        """Return what stands for a person or chat in the file."""
        return hmac.new(self._salt, str(person).encode(), hashlib.sha256).hexdigest()

    def _place(self, place: Place) -> str:
        return self.hashed(":".join(map(str, place)))

    def _fact(self, name: str, default: str) -> str:
        self._db.execute("INSERT OR IGNORE INTO facts VALUES (?, ?)", (name, default))
        found = self._db.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return str(found[0])

    def _migrate(self) -> None:
        """Bring the file to the present form, one step in one transaction each."""
        (version,) = self._db.execute("PRAGMA user_version").fetchone()
        if version > len(MIGRATIONS):
            raise StoreError(f"{self.file}: made by a newer policybot; upgrade, or move the file away")
        for number, script in enumerate(MIGRATIONS[version:], start=version + 1):
            self._db.executescript(f"BEGIN IMMEDIATE; {script} PRAGMA user_version = {number}; COMMIT;")

    @contextmanager
    def _failing(self) -> Iterator[None]:
        with self._lock:
            if time.monotonic() < self._resting:
                raise StoreError(f"{self.file}: left alone for a moment, as it could not be used just now")
            try:
                yield
            except (sqlite3.Error, OSError) as error:
                self._resting = time.monotonic() + REST_SECONDS
                raise StoreError(
                    f"{self.file}: {error}; check the disk, or whether another process holds it"
                ) from error
