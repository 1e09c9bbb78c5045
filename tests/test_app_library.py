"""An application over a library: what is kept and read again, how many documents are open, who makes the search."""

from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from bot.__main__ import main
from bot.app import App
from bot.config import Config
from bot.nearest import NearestDocuments
from index.collection import Collection
from knowledge import kept_facts
from knowledge.facts import Facts
from knowledge.library import load_folder, shipped_documents
from knowledge.stored import Library

CITIES = "甲乙丙丁戊己庚辛"


def text(city: str) -> str:
    return f"{city}市节水方案\n一、目标\n到2025年，{city}市节水率达到20%以上。\n二、保障\n加强{city}市的领导。\n"


def app_of(home: Path) -> App:
    return App(Config(home=home, embedding_model="hashing"), shipped_documents(), home / "no keys here")


def add(app: App, words: str) -> str:
    file = app.config.home.parent / "added.txt"
    file.write_text(words, encoding="utf-8")
    return app.library.add(file, lambda d, f, before: app.prepare(d, f, before, lambda done, total: None)).document.id


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def test_what_is_worked_out_is_kept_when_a_document_is_added(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = app_of(home)
    add(app, text("甲"))
    monkeypatch.setattr(kept_facts, "_worked_out", lambda _: pytest.fail("worked out again"))
    [_, book] = app_of(home).books
    assert book.place.facts
    assert book.place.facts.is_file()
    assert [t.value for t in book.entry.facts.targets] == ["20%以上"]
    assert book.document.root == Facts(app.library.stored()[0].document).document.root
    assert not isinstance(app.books[0].facts, kept_facts.KeptFacts)  # the shipped plan is as it was


def test_an_earlier_version_keeps_no_facts(home: Path) -> None:
    app = app_of(home)
    add(app, text("甲"))
    add(app, text("甲").replace("20%", "30%"))
    [kept] = home.rglob("facts.kept")
    assert kept.parent == app.library.stored()[0].folder


def test_of_the_documents_only_so_many_are_open(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = app_of(home)
    for city in CITIES[:4]:
        add(app, text(city))
    monkeypatch.setattr("bot.app.MOST_OPEN", 2)
    books = list(app.books[1:])
    for book in books:
        book.retriever()
        assert book.entry.facts.targets
        assert book.entry.facts.clause_at(20)
    open_ = [book for book in books if "parts" in vars(book.facts)]
    assert open_ == books[2:]
    assert [book for book in books if book._retriever] == books[2:]
    assert all("root" not in vars(book.document) for book in books[:2])
    before = [book.entry.answerer.answer("第一条")[0].clauses for book in books]
    assert [book.entry.answerer.answer("第一条")[0].clauses for book in books] == before


def test_a_look_at_facts_alone_counts_as_use(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = app_of(home)
    for city in CITIES[:4]:
        add(app, text(city))
    monkeypatch.setattr("bot.app.MOST_OPEN", 2)
    assert all(entry.facts.folded.text for entry in app.entries)
    assert sum("parts" in vars(book.facts) for book in app.books[1:]) == 2


def test_after_a_change_only_what_changed_is_read(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app, other = app_of(home), app_of(home)
    first, second = add(other, text("甲")), add(other, text("乙"))
    before, entries = app.books, app.entries
    read: list[str] = []

    def noted(folder: Path) -> Any:
        read.append(folder.parent.name)
        return load_folder(folder)

    monkeypatch.setattr("knowledge.stored.load_folder", noted)
    assert app.books is before
    assert app.entries is entries
    third = add(other, text("丙"))
    read.clear()
    assert [b.document.id for b in app.books[1:]] == [first, second, third]
    assert read == [third]
    assert app.books[:3] == before[:3]
    read.clear()
    other.library.edit(first, {"title": "甲市节约用水方案"})
    assert app.books[1].document.title == "甲市节约用水方案"
    assert app.books[2] is before[2]
    assert read == [first]


def test_a_new_document_is_compared_by_size_before_it_is_read(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = app_of(home)
    add(app, text("甲"))
    add(app, text("乙") + "三、附则\n本方案自印发之日起施行。\n")
    read: list[Path] = []
    real = Path.read_bytes

    def noted(self: Path) -> bytes:
        read.append(self)
        return real(self)

    monkeypatch.setattr(Path, "read_bytes", noted)
    library = Library(home)
    file = home.parent / "same.txt"
    file.write_text(text("甲"), encoding="utf-8")
    assert library.add(file, lambda *_: None).outcome == "known"
    assert sum(path.name == "text.txt" for path in read) <= 2  # the one that is as long, compared and returned


def files_of(folder: Path) -> list[str]:
    for city in CITIES:
        (folder / f"{city}.txt").write_text(text(city), encoding="utf-8")
    return [str(folder)]


def test_the_command_brings_the_search_up_to_date_once(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("POLICYBOT_HOME", str(home))
    monkeypatch.setenv("POLICYBOT_EMBEDDING_MODEL", "hashing")
    synced: list[int] = []
    real = Collection.sync

    def noted(self: Collection, documents: Any, *rest: Any) -> None:
        synced.append(len(documents))
        real(self, documents, *rest)

    monkeypatch.setattr(Collection, "sync", noted)
    (tmp_path / "files").mkdir()
    assert main(["library", "add", *files_of(tmp_path / "files")]) == 0
    assert main(["library", "remove", app_of(home).books[-1].document.id]) == 0
    assert synced == [9, 8]
    app = app_of(home)
    held = Collection(home / "collection").held(app._embedder.fingerprint)
    assert held == {book.document.id: book.document.sha256 for book in app.books}
    assert app.nearest("甲市节水率", 3)
    assert synced == [9, 8]  # the question had nothing to do
    capfd.readouterr()


def test_of_one_document_there_is_no_collection(home: Path) -> None:
    app_of(home).update_collection()
    assert not (home / "collection").exists()


def test_while_another_process_changes_the_collection_the_old_one_answers(home: Path) -> None:
    app, other = app_of(home), app_of(home)
    first = add(other, text("甲"))
    assert app.nearest("甲市节水率", 5)
    second = add(other, text("乙"))
    third = add(other, text("丙"))
    other.library.remove(third)
    with FileLock(home / "collection" / ".lock"):
        found = {id_ for id_, _ in app.nearest("甲市节水率", 5) or ()}
        assert found == {first, shipped_documents()[0].id}
        mending = app._nearest._mending
        assert mending
        mending.join()
    assert {id_ for id_, _ in app.nearest("乙市节水率", 5) or ()} == found  # mended meanwhile
    again = app._nearest._mending
    assert again
    again.join()
    assert second in {id_ for id_, _ in app.nearest("乙市节水率", 5) or ()}


def test_without_a_collection_and_with_its_lock_held_nothing_is_nearest(home: Path) -> None:
    app = app_of(home)
    add(app, text("甲"))
    (home / "collection").mkdir()
    with FileLock(home / "collection" / ".lock"):
        assert app.nearest("甲市节水率", 5) is None
    assert isinstance(app._nearest, NearestDocuments)
    assert app.nearest("甲市节水率", 5)
