"""Lay words led to the terms of plans and laws (`knowledge/thesaurus.toml`): 请保姆 is searched for as 家政服务 too."""

import tomllib
from functools import cache
from pathlib import Path

import knowledge
from knowledge.fold import squeeze

THESAURUS = Path(knowledge.__file__).parent / "thesaurus.toml"
MOST_TERMS = 3


def official_terms(asked: str, document: str) -> tuple[str, ...]:
    """Return the official terms for the lay words of a question, of those that a (folded) document prints.

    The longest lay words first, at most MOST_TERMS; none for a word that the question says officially already.
    """
    folded = squeeze(asked)
    found: dict[str, None] = {}
    for lay, official in _lay_words():
        if lay in folded and not any(term in folded for term in official):
            term = next((t for t in official if t in document), None)
            if term:
                found[term] = None
    return tuple(found)[:MOST_TERMS]


@cache
def _lay_words() -> tuple[tuple[str, tuple[str, ...]], ...]:
    table = tomllib.loads(THESAURUS.read_text(encoding="utf-8"))
    rows = [
        (squeeze(lay), tuple(squeeze(term) for term in row["official"]))
        for group in table["group"]
        for row in group["terms"]
        for lay in row["lay"]
    ]
    return tuple(sorted(rows, key=lambda row: -len(row[0])))
