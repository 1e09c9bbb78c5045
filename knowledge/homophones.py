"""Typing slips led back to a document's own terms: pinyin mixed in (zhangzhe食堂) and homophones (福茶王 for 福茶网).

A slip is replaced only by words that the document prints, and only where the typed words do not stand in it.
"""

import re
from collections import defaultdict
from dataclasses import dataclass

LONGEST = 6  # characters of a term that is spelt in pinyin
SHORTEST = 3  # of a homophone: two characters have too many
_LATIN = re.compile(r"[a-z]{4,}")
_ASKING = frozenset("谁啥什么怎哪几多少吗呢吧的是在有要能会可这那")
_HAN = re.compile(r"[一-鿿]+")


@dataclass(frozen=True, slots=True)
class Homophones:
    """The runs of characters that a document prints, by how they sound (toneless pinyin)."""

    text: str
    by_sound: dict[str, tuple[str, ...]]

    def restored(self, question: str) -> str:
        """Return the question with its slips replaced; unchanged where there are none."""
        if not _HAN.search(question):
            return question
        return _HAN.sub(lambda m: self._homophones(m[0]), _LATIN.sub(lambda m: self._spelt(m, question), question))

    def _spelt(self, match: re.Match[str], question: str) -> str:
        """Return the term that a Latin run spells, the one that the text prints before or after its neighbours first."""
        before, after = question[: match.start()][-1:], question[match.end() :][:1]
        found = [t for t in self.by_sound.get(match[0], ()) if len(t) > 1]
        fitting = [t for t in found if (after and t + after in self.text) or (before and before + t in self.text)]
        return (fitting or found or [match[0]])[0]

    def _homophones(self, run: str) -> str:
        for length in range(LONGEST, SHORTEST - 1, -1):
            for start in range(len(run) - length + 1):
                typed = run[start : start + length]
                if typed in self.text:
                    continue
                term = next((t for t in self.by_sound.get(_sound(typed), ()) if self._is_slip(typed, t)), None)
                if term:
                    return self._homophones(run[:start]) + term + self._homophones(run[start + length :])
        return run

    def _is_slip(self, typed: str, term: str) -> bool:
        """Say whether `typed` is `term` with less than half of its characters mistyped.

        A character is not mistyped if it is a word of asking, or if it makes a word of the text with its neighbour.
        """
        wrong = [i for i, (a, b) in enumerate(zip(typed, term, strict=False)) if a != b]
        if len(typed) != len(term) or 2 * len(wrong) > len(typed):
            return False
        pairs = {typed[j : j + 2] for i in wrong for j in (i - 1, i) if 0 <= j < len(typed) - 1}
        return not any(typed[i] in _ASKING for i in wrong) and not any(pair in self.text for pair in pairs)


def homophones_of(text: str) -> Homophones:
    """Return the index of a document's folded text; every run of 2 to LONGEST characters, in order of first occurrence."""
    by_sound: dict[str, dict[str, None]] = defaultdict(dict)
    for run in _HAN.finditer(text):
        sounds = _sounds(run[0])
        for start in range(len(sounds)):
            for length in range(2, min(LONGEST, len(sounds) - start) + 1):
                by_sound["".join(sounds[start : start + length])][run[0][start : start + length]] = None
    return Homophones(text, {sound: tuple(terms) for sound, terms in by_sound.items()})


def _sound(words: str) -> str:
    return "".join(_sounds(words))


def _sounds(words: str) -> list[str]:
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - 0.2 s, only for questions that are searched

    return lazy_pinyin(words)
