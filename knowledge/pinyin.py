"""A question typed wholly in pinyin, led back to the document's own terms: zhuangpeishi jianzhu → 装配式建筑.

English is left alone: every word must be made of syllables, and most letters must sound like terms of the document or
like words of asking.
"""

import re
from itertools import chain

from knowledge.homophones import Homophones

# Words in which a figure, a year or a clause is asked for; others the document itself prints (目标, 比例, 要求).
ASKING = {
    "duoshao": "多少", "shenme": "什么", "shenmeshihou": "什么时候",
    "zenme": "怎么", "zenmeyang": "怎么样", "ruhe": "如何", "jige": "几个",
    "nayitiao": "哪一条", "natiao": "哪条", "dijitiao": "第几条", "naxie": "哪些", "nanian": "哪年",
    "youmeiyou": "有没有",
    "shi": "是", "de": "的", "yao": "要", "you": "有", "zai": "在", "dao": "到", "jitiao": "几条", "mulu": "目录",
}  # fmt: skip
LONGEST = 36  # letters of one term
SHORTEST = 4
COVERED = 0.7  # of the letters must sound like something
_LETTERS = re.compile(r"[a-z]+")
_SYLLABLE = (
    r"(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    r"(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|an|ao|ei|en|er|ia|ie|in|iu|ou|ua|ue|ui|un|uo|ve|[aeiouv]))"
)
_PINYIN = re.compile(rf"{_SYLLABLE}+")
_RUN = re.compile(r"[A-Za-zü]+(?: [A-Za-zü]+)*")
_MIXED = 8  # letters of a term in a Chinese question; fewer may be English
_HAN = re.compile(r"[一-鿿]")


def from_pinyin(question: str, heard: Homophones) -> str:
    """Return a question with its pinyin as the document's terms; unchanged where it is not all pinyin."""
    words = _LETTERS.findall(question.lower().replace("ü", "v"))
    if not words or _HAN.search(question) or not all(_PINYIN.fullmatch(word) for word in words):
        return question
    joined, covered = "".join(words), 0
    pieces: list[str] = []
    while joined:
        sound, term = next(chain(_asked(joined), _heard(joined, heard)), (joined[0], ""))
        covered += len(sound) if term else 0
        pieces.append(term)
        joined = joined[len(sound) :]
    named = any(len(piece) > 1 and piece not in ASKING.values() for piece in pieces)
    if not named or covered < COVERED * len("".join(words)):
        return question
    return " ".join(filter(None, ["".join(pieces), *re.findall(r"\d[\d.]*%?", question)]))


def _asked(sounds: str) -> list[tuple[str, str]]:
    """Return the word of asking of several syllables with which the sounds begin; [] for none."""
    found = [(sound, word) for sound, word in ASKING.items() if len(word) > 1 and sounds.startswith(sound)]
    return sorted(found, key=lambda pair: -len(pair[0]))[:1]


def _heard(sounds: str, heard: Homophones) -> list[tuple[str, str]]:
    """Return the longest term of the document with which the sounds begin, the most frequent one; [] for none."""
    for length in range(min(LONGEST, len(sounds)), SHORTEST - 1, -1):
        terms = list(heard.terms(sounds[:length]))
        if terms:
            return [(sounds[:length], max(terms, key=heard.text.count))]
    single = next(((s, w) for s, w in ASKING.items() if len(w) == 1 and sounds.startswith(s)), None)
    return [single] if single else []


def with_pinyin(question: str, heard: Homophones) -> str:
    """Return a Chinese question with each run of pinyin that is a term of the document as that term."""

    def term(match: re.Match[str]) -> str:
        words = match[0].lower().replace("ü", "v").split()
        sounds = "".join(words)
        if len(sounds) < _MIXED or not all(_PINYIN.fullmatch(word) for word in words):
            return match[0]
        terms = list(heard.terms(sounds))
        return max(terms, key=heard.text.count) if terms else match[0]

    return _RUN.sub(term, question) if _HAN.search(question) else question
