"""An English question in the words of Chinese plans: term by term, from a glossary; only for searching, never shown."""

import re
from functools import cache
from pathlib import Path

import knowledge
from knowledge.places import romanized

GLOSSARY = Path(knowledge.__file__).parent / "english.tsv"
LONGEST = 6  # words of an English term
_LATIN, _CHINESE = re.compile(r"[A-Za-z]{2}"), re.compile(r"[一-鿿]")
_WORD = re.compile(r"[a-z0-9]+(?:[-'][a-z0-9]+)*|[0-9.]+%?")


@cache
def _glossary() -> dict[str, str]:
    rows = (line.split("\t") for line in GLOSSARY.read_text(encoding="utf-8").splitlines() if "\t" in line)
    return {" ".join(_words(english)): chinese.strip() for english, chinese, *_ in rows}


def in_chinese(question: str) -> str:
    """Return the Chinese terms of an English question in its order, the longest at each place; "" for none."""
    words = _words(question)
    found: list[str] = []
    place = 0
    while place < len(words):
        for length in range(min(LONGEST, len(words) - place), 0, -1):
            chinese = _lookup(words[place : place + length])
            if chinese:
                found.append(chinese)
                place += length
                break
        else:
            place += 1
    return " ".join(found)


def is_english(text: str) -> bool:
    """Say whether a title or a question is in English: Latin letters, none of Chinese, whatever dashes it has."""
    return _LATIN.search(text) is not None and _CHINESE.search(text) is None


def _words(text: str) -> list[str]:
    """Return the words of an English text as the glossary is looked up by: r&d is two of them."""
    return _WORD.findall(text.lower())


def _lookup(words: list[str]) -> str:
    """Return the Chinese for a term, tried as it stands and with its last word in the base form, or for a place."""
    *head, last = words
    for form in dict.fromkeys((last, *_base_forms(last))):
        chinese = _glossary().get(" ".join([*head, form]))
        if chinese:
            return chinese
    return romanized(" ".join(words))


def _base_forms(word: str) -> list[str]:
    """Return what an inflected English word may be the form of: companies → company, testing → test."""
    forms = []
    for suffix, endings in (
        ("ies", ("y",)),
        ("es", ("", "e")),
        ("s", ("",)),
        ("ed", ("ing", "", "e")),
        ("ing", ("", "e")),
    ):
        if word.endswith(suffix) and len(word) > len(suffix) + 2:
            forms += [word[: -len(suffix)] + ending for ending in endings]
    if len(word) > 5 and word.endswith(("ed", "ing")):
        stem = re.sub(r"(?:ed|ing)$", "", word)
        forms += [stem[:-1]] if stem[-1:] == stem[-2:-1] else []
    return forms
