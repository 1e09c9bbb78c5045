"""What is kept of people and for how long: conversations, passages awaited, the database."""

import sqlite3
import time
from dataclasses import replace
from pathlib import Path

import pytest

from bot.channels.telegram.handlers.checking import text_of
from bot.channels.telegram.sessions import Sessions
from bot.channels.telegram.store import MIGRATIONS, Store, StoreError
from bot.conversation import Conversation
from tests.telegram_offline import desk

PLACE = (1, 0, 7)


# Conversations and passages


def test_an_edited_follow_up_is_understood_from_before_it() -> None:
    sessions = Sessions(30)
    first, second = Conversation(subject="甲"), Conversation(subject="乙")
    sessions.put(PLACE, first, 1)
    sessions.put(PLACE, second, 2)
    assert sessions.get(PLACE) is second
    assert sessions.get(PLACE, edited=2) is first
    sessions.put(PLACE, second, 2)  # edited once
    assert sessions.get(PLACE, edited=2) is first


def test_a_passage_is_awaited_once_and_not_for_ever() -> None:
    now = [0.0]
    sessions = Sessions(1, clock=lambda: now[0])
    sessions.await_passage(PLACE)
    assert [sessions.takes_passage(PLACE) for _ in range(2)] == [True, False]
    sessions.await_passage(PLACE)
    now[0] = 61.0
    assert not sessions.takes_passage(PLACE)


def test_everything_of_a_person_can_be_ended() -> None:
    sessions = Sessions(30)
    for place in (PLACE, (2, 5, 7), (1, 0, 8)):
        sessions.put(place, Conversation(subject="甲"))
    sessions.clear_person(7)
    assert [bool(sessions.get(p).subject) for p in (PLACE, (2, 5, 7), (1, 0, 8))] == [False, False, True]


def test_an_album_counts_once() -> None:
    sessions = Sessions(30)
    assert [sessions.is_first_of(album) for album in ("a", "a", "b", None, None)] == [True, False, True, True, True]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        pytest.param("甲乙".encode(), "甲乙", id="UTF-8"),
        pytest.param("甲乙".encode("utf-8-sig"), "甲乙", id="UTF-8 with a mark"),
        pytest.param("质量强省".encode("gb18030"), "质量强省", id="GB18030"),
        pytest.param("甲乙".encode("utf-16"), "甲乙", id="UTF-16"),
        pytest.param(b"%PDF-1.4\x00\x01\xff", "", id="no text"),
        pytest.param(b"\xff\xfe\x00", "", id="half a character"),
    ],
)
def test_the_text_of_a_file(content: bytes, text: str) -> None:
    assert text_of(content) == text


# The database


def test_chats_are_hashed_and_answers_known(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.sent(4711, 2, [30, 31])
    assert [store.is_answer(4711, n) for n in (30, 31, 2)] == [True, True, False]
    assert "4711" not in str(sqlite3.connect(store.file).execute("SELECT * FROM sent").fetchall())
    store.forget(4711)  # a private chat has its person's number
    assert not store.is_answer(4711, 30)


def test_a_locked_database_holds_up_one_use_and_not_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channels.telegram.store.BUSY_SECONDS", 0.2)
    monkeypatch.setattr("bot.channels.telegram.store.REST_SECONDS", 0.4)
    store = Store(tmp_path)
    other = sqlite3.connect(store.file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    started = time.monotonic()
    for number in range(50):
        with pytest.raises(StoreError):
            store.take(number, "raw")
    assert time.monotonic() - started < 5  # waiting at each use would take 10 seconds
    other.execute("ROLLBACK")
    time.sleep(0.45)
    assert store.take(1, "raw")
    other.close()


def test_a_database_of_the_first_form_is_migrated(tmp_path: Path) -> None:
    first = sqlite3.connect(tmp_path / "telegram.sqlite3")
    first.executescript(f"{MIGRATIONS[0]} INSERT INTO sent VALUES (7, 1, '[2]', 0); PRAGMA user_version = 1;")
    first.execute("INSERT INTO inbox VALUES (5, 'raw', 0, 0)")
    first.commit()
    first.close()
    store = Store(tmp_path)
    assert (store.pending(), store.answers_to(7, 1)) == ([(5, "raw")], [])


# The documents chosen in a chat


def test_chosen_documents_are_kept_until_they_are_lifted(tmp_path: Path) -> None:
    store = Store(tmp_path)
    assert store.scope(PLACE) == ()
    store.set_scope(PLACE, ("a", "b"))
    store.set_scope((1, 5, 7), ("c",))
    store.close()
    again = Store(tmp_path)
    assert (again.scope(PLACE), again.scope((1, 5, 7)), again.scope((1, 0, 8))) == (("a", "b"), ("c",), ())
    again.set_scope(PLACE, ())
    assert again.scope(PLACE) == ()
    assert again.forget(7) == 1
    assert again.scope((1, 5, 7)) == ()
    again.close()


def test_no_chat_stands_in_the_file_by_its_number(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.set_scope((-1001234567890, 0, 987654321), ("a",))
    store.close()
    for file in tmp_path.iterdir():
        assert b"1234567890" not in file.read_bytes()
        assert b"987654321" not in file.read_bytes()


def test_a_choice_of_documents_outlives_the_conversation(tmp_path: Path) -> None:
    with desk(tmp_path) as here:
        services, other = here.services, Conversation(subject="甲")
        services.keep(PLACE, Conversation(), replace(other, scope=("a",)), 1)
        services.sessions.clear(PLACE)
        assert services.conversation(PLACE) == Conversation(scope=("a",))
        services.keep(PLACE, services.conversation(PLACE), other, 2)  # lifted: all documents again
        services.sessions.clear(PLACE)
        assert services.conversation(PLACE) == Conversation()
