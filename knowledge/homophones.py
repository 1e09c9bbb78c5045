"""Typing slips led back to a document's own terms: pinyin mixed in (zhangzhe食堂) and homophones (福茶王 for 福茶网).

A slip is replaced only by words that the document prints, and only where the typed words do not stand in it.
"""

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from zlib import crc32

LONGEST = 6  # characters of a term that is spelt in pinyin
SHORTEST = 3  # of a homophone: two characters have too many
KEPT = 64  # runs of questions whose sounds are kept
TYPED_LIMIT = 200  # characters; a longer run is a pasted passage, not a slip
_LATIN = re.compile(r"(?<![a-z])[a-z]{4,36}(?![a-z])")
_ASKING = frozenset("谁啥什么怎哪几个多少吗呢吧的是在有要能会可这那")
_HAN = re.compile(r"[一-鿿]+")


@dataclass(frozen=True, slots=True)
class Homophones:
    """A folded text by how it sounds: `sounds` is the toneless pinyin of its characters run together.

    Syllable i begins at `syllables[i]` and sounds the character at `characters[i]`; a blank divides what is not Han.
    `openings` holds a checksum of every SHORTEST syllables in a row, in order of size: what begins with others is no
    term, which spares most searches.
    """

    text: str
    sounds: str = field(repr=False)
    syllables: Sequence[int] = field(repr=False)
    characters: Sequence[int] = field(repr=False)
    openings: Sequence[int] = field(repr=False)

    def restored(self, question: str) -> str:
        """Return the question with its slips replaced; unchanged where there are none."""
        if not _HAN.search(question):
            return question
        return _HAN.sub(lambda m: self._without_slips(m[0]), _LATIN.sub(lambda m: self._spelt(m, question), question))

    def terms(self, sound: str) -> Iterator[str]:
        """Yield the terms of 2 to LONGEST characters that sound like this, in order, each once."""
        seen = set()
        at = self.sounds.find(sound) if sound else -1
        while at >= 0:
            first, end = self._syllable(at), self._syllable(at + len(sound))
            if first is not None and end is not None and 2 <= end - first <= LONGEST:
                start = self.characters[first]
                term = self.text[start : start + end - first]
                if term not in seen:
                    seen.add(term)
                    yield term
            at = self.sounds.find(sound, at + 1)

    def _syllable(self, at: int) -> int | None:
        """Return the number of the syllable that begins at an offset of `sounds`, or None inside a syllable."""
        i = bisect_left(self.syllables, at)
        return i if i < len(self.syllables) and self.syllables[i] == at else None

    def _spelt(self, match: re.Match[str], question: str) -> str:
        """Return the term that a Latin run spells: one that the text prints beside its neighbours, if there is any."""
        before, after = question[: match.start()][-1:], question[match.end() :][:1]
        found = list(self.terms(match[0]))
        fitting = [t for t in found if (after and t + after in self.text) or (before and before + t in self.text)]
        return (fitting or found or [match[0]])[0]

    def _without_slips(self, run: str) -> str:
        """Return a run of characters with its slips replaced, the longest first."""
        if len(run) > TYPED_LIMIT:
            return run
        sounds = _typed_sounds(run)
        for length in range(LONGEST, SHORTEST - 1, -1):
            for start in range(len(run) - length + 1):
                typed, heard = run[start : start + length], sounds[start : start + length]
                if not self._opens(heard[:SHORTEST]) or typed in self.text:
                    continue
                term = next(
                    (t for t in self.terms("".join(heard)) if len(t) == length and self._is_slip(run, start, t)), None
                )
                if term:
                    return self._without_slips(run[:start]) + term + self._without_slips(run[start + length :])
        return run

    def _opens(self, heard: Sequence[str]) -> bool:
        """Say whether a term may begin with these syllables; rarely wrong, and then only a search is made in vain."""
        opening = _opening(heard)
        i = bisect_left(self.openings, opening)
        return i < len(self.openings) and self.openings[i] == opening

    def _is_slip(self, run: str, start: int, term: str) -> bool:
        """Say whether the words of `run` at `start` are `term` with less than half of its characters mistyped.

        A character is not mistyped if it is a word of asking, or if it makes a word of the text with its neighbour.
        """
        typed = run[start : start + len(term)]
        wrong = [start + i for i, (a, b) in enumerate(zip(typed, term, strict=False)) if a != b]
        if len(typed) != len(term) or 2 * len(wrong) > len(typed):
            return False
        pairs = {run[j : j + 2] for i in wrong for j in (i - 1, i) if 0 <= j < len(run) - 1}
        return not any(run[i] in _ASKING for i in wrong) and not any(pair in self.text for pair in pairs)


def homophones_of(text: str) -> Homophones:
    """Return a folded text by how it sounds."""
    sounds: list[str] = []
    syllables, characters = array("I"), array("I")
    length = 0
    for run in _HAN.finditer(text):
        for i, sound in enumerate([*_sounds(run[0]), " "]):
            syllables.append(length)
            characters.append(run.start() + i)
            sounds.append(sound)
            length += len(sound)
    openings = {_opening(heard) for heard in zip(*(sounds[i:] for i in range(SHORTEST)), strict=False)}
    return Homophones(text, "".join(sounds), syllables, characters, array("I", sorted(openings)))


def _opening(sounds: Sequence[str]) -> int:
    return crc32(" ".join(sounds).encode("utf-8", "surrogatepass"))


@lru_cache(maxsize=KEPT)
def _typed_sounds(run: str) -> tuple[str, ...]:
    """Return how a run of a question sounds; each of several documents asks for the same."""
    return tuple(_sounds(run))


def _sounds(words: str) -> list[str]:
    """Return the toneless pinyin of each character; a character without any stands for itself."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - 0.2 s, only for questions that are searched

    sounds = lazy_pinyin(words)
    return sounds if len(sounds) == len(words) else [lazy_pinyin(char)[0] for char in words]
