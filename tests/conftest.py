"""A stand-in for `bot.app`: the plan's text and tree, two targets, and answers by rule. No model, no index."""

import sys
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest

from bot.types import Answer, Quote, ShownClause, ShownTarget, Status
from knowledge.cite import citation
from knowledge.errors import IndexMismatch
from knowledge.library import shipped_documents
from knowledge.types import Document, Relation, Span, Target, TargetKind

if TYPE_CHECKING:
    from bot.app import App


def make_target(document: Document, words: str, **fields: Any) -> Target:
    """Return a target whose quote is `words` of the document."""
    start = document.text.index(words)
    path = next(c.path for c in reversed(list(document.clauses())) if c.span.start <= start < c.span.end)
    standard: dict[str, Any] = {
        "id": "t1", "path": path, "indicator": "", "relation": Relation.AT_LEAST, "value": "", "number": None,
        "unit": None,
        "deadline": "2025", "base_year": None, "commitment": None, "kind": TargetKind.NUMERIC,
        "span": Span(start, start + len(words)),
    }  # fmt: skip
    return Target(**{**standard, **fields})


def make_answer(document: Document, question: str, path: str, words: str, **fields: Any) -> Answer:
    """Return an answer that quotes `words` and lists the clause at `path`."""
    clause = document.clause(path)
    assert clause is not None
    start = document.text.index(words)
    quote = Quote(document.id, path, Span(start, start + len(words)), words)
    span = clause.span.stripped(document.text)
    shown = ShownClause(document.id, clause, citation(document, clause), span, span.of(document.text))
    return Answer(question, Status.ANSWERED, (quote,), (shown,), confidence=0.9, **fields)


@dataclass
class FakeAnswerer:
    """Answers by rule; the conversation is the tuple of questions so far."""

    document: Document
    asked: list[str] = field(default_factory=list)

    def answer(self, text: str, conversation: Any = None) -> tuple[Answer, Any]:
        """Answer `text`; raise where it says boom or mismatch."""
        self.asked.append(text)
        if "boom" in text:
            raise RuntimeError("a fault nobody foresaw\nin two lines")
        if "mismatch" in text:
            raise IndexMismatch("index: made by another model; run policybot index build")
        return self._by_rule(text), conversation

    def answer_reference(self, text: str) -> Answer:
        """Answer a reference."""
        return self._by_rule(text)

    def _by_rule(self, text: str) -> Answer:
        if "13" in text:
            return make_answer(self.document, text, "二/(四)/13", "装配式建筑占新建建筑面积比例达到35%以上")
        if "二" in text:
            return Answer(
                text, Status.AMBIGUOUS, choices=("一、（二）", "二、（二）", "三、（二）"), reason="请问是哪一处？"
            )
        if "你好" in text:
            return Answer(text, Status.SMALLTALK, notes=("您好！",))
        return Answer(text, Status.NOT_FOUND, reason="没有找到。")


@dataclass
class FakeApp:
    """What the channels use of the real thing."""

    documents: tuple[Document, ...]
    ledger: dict[str, tuple[Target, ...]]
    answerer: FakeAnswerer
    warmed: int = 0
    failure: Exception | None = None

    def warm(self) -> None:
        """Count, or fail."""
        self.warmed += 1
        if self.failure:
            raise self.failure

    def index_info(self) -> dict[str, object]:
        """Return a fixed description, or fail."""
        if self.failure:
            raise self.failure
        return {"model": "none", "passages": 0}

    def build_index(self, progress: bool) -> None:
        """Do nothing."""


def shown(document: Document, target: Target) -> ShownTarget:
    """Return a target as an answer lists it."""
    return ShownTarget(document.id, target, target.span.of(document.text))


@pytest.fixture
def plan() -> Document:
    """The shipped plan."""
    return shipped_documents()[0]


@pytest.fixture
def plan_targets(plan: Document) -> tuple[Target, ...]:
    """Two targets of the plan: one whose deadline is 2025, one that recurs each year."""
    return (
        make_target(plan, "装配式建筑占新建建筑面积比例达到35%以上", indicator="装配式建筑占新建建筑面积比例",
                    value="35%以上", number=Decimal(35), unit="%"),
        make_target(plan, "每年遴选推荐25个以上以提质为导向的绿色标准", id="t2", indicator="绿色标准", value="25个以上",
                    number=Decimal(25), unit="个", deadline="每年", commitment="力争"),
    )  # fmt: skip


@pytest.fixture
def fake_app(
    plan: Document, plan_targets: tuple[Target, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> FakeApp:
    """A stand-in that `policybot` builds instead of the real application; its home is `tmp_path/home`."""
    app = FakeApp((plan,), {plan.id: plan_targets}, FakeAnswerer(plan))
    module = ModuleType("bot.app")
    module.build = lambda config: app  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "bot.app", module)
    monkeypatch.setenv("POLICYBOT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("POLICYBOT_TODAY", "2026-01-01")
    return app


@pytest.fixture(scope="session")
def real_app(tmp_path_factory: pytest.TempPathFactory) -> "App":
    """The application with the bundled model and an index of its own; built once, as it takes about a minute."""
    from bot.app import build
    from bot.config import Config

    app = build(Config(home=tmp_path_factory.mktemp("real_home"), as_of=date(2026, 1, 1)))
    app.warm()
    return app
