"""Indicators that a question names and the document does not know: 森林覆盖率 is not answered with another rate.

The list (`knowledge/terms.txt`) holds indicators and counted things of plans and statistical yearbooks in general.
One of them in a question for a figure is a stranger where neither the text nor the keys of its keeper use it.
"""

from functools import cache
from pathlib import Path

import knowledge
from bot.types import Question
from knowledge.fold import squeeze

TERMS = Path(knowledge.__file__).parent / "terms.txt"


@cache
def _terms() -> tuple[str, ...]:
    lines = TERMS.read_text(encoding="utf-8").splitlines()
    terms = (squeeze(line) for line in lines if line.strip() and not line.startswith("#"))
    return tuple(sorted(dict.fromkeys(terms), key=len, reverse=True))


def terms_in(question: Question) -> list[str]:
    """Return the listed terms that a question for a figure or a date names, the longest first."""
    if not (question.wants_number or question.wants_deadline):
        return []
    asked = squeeze(question.clean)
    return [t for t in _terms() if t in asked]


def stranger(question: Question, vocabulary: str) -> str:
    """Return the longest such term that `vocabulary` (folded) lacks, or ""."""
    return next((t for t in terms_in(question) if t not in vocabulary), "")
