"""English references written in Chinese: `section 4 of part 2` → 第2部分第4节, `clauses 10 to 12` → 第10到12条.

One grammar (`knowledge.reference_tokens`) then reads them all. Words that are no reference are left as they are.
"""

import re
from functools import partial

_ONES = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_CARDINALS = {**{word: value for value, word in enumerate(_ONES)}, **_TENS}
_ORDINALS = {
    **{word + "th": value for value, word in enumerate(_ONES) if value not in (1, 2, 3, 5, 8, 9, 12)},
    **{word[:-1] + "ieth": value for word, value in _TENS.items()},
    **{"first": 1, "second": 2, "third": 3, "fifth": 5, "eighth": 8, "ninth": 9, "twelfth": 12},
}
_NOUNS = {
    "条": r"clauses?|articles?|art\.|tasks?|points?|paragraphs?|provisions?|rules?",
    "项": r"items?",
    "部分": r"parts?",
    "章": r"chapters?",
    "节": r"sections?|sec\.",
    "句": r"sentences?",
}
_NOUN = "|".join(_NOUNS.values())


def _any(words: dict[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_CARDINAL = (
    rf"(?:(?:{_any(_TENS)})[ -](?:{'|'.join(_ONES[1:10])})\b|(?:{_any(_CARDINALS)})\b)(?!\s+(?:hundred|thousand))"
)
_ORDINAL = rf"(?:(?:{_any(_TENS)})[ -])?(?:{_any(_ORDINALS)})\b"
_CARDINALS_AFTER_NOUN = re.compile(rf"\b(?:{_NOUN})\s+{_CARDINAL}(?:\s*(?:,|and|to|-)\s*{_CARDINAL}){{0,9}}", re.I)
_ORDINAL_BEFORE_NOUN = re.compile(rf"\b{_ORDINAL}(?=\s+(?:{_NOUN})\b)", re.I)

_NUMBER = r"\d{1,4}(?!\d|\.\d|\s?%|\s?percent)"
_LIST = rf"(?P<list>-?{_NUMBER}(?:\s*(?:,\s*and|,|and|&|to|through|-|–)\s*{_NUMBER}){{0,30}})"
_RANGE = re.compile(r"(?<=\d)\s*(?:to|through|-|–)\s*", re.I)
_AND = re.compile(r"\s*(?:,\s*and|,|and|&)\s*", re.I)
_PARAGRAPH_OF = re.compile(rf"\bparagraph\s+{_LIST}(?=,?\s+(?:of|in)\b)", re.I)
_SIGN = re.compile(rf"(?:\bnos?\s?\.\s?|\bno(?=\d)|(?:§§?|#)\s{{0,2}}|\bnumber\s+){_LIST}", re.I)

_REFERENCE = r"(?:第[-\d到、]+|最后一)(?:条|款|项|节|章|部分|句)"
_OF = re.compile(rf"{_REFERENCE}(?:\s*,?\s*(?:of|in|under)\s+(?:the\s+)?{_REFERENCE})+", re.I)
_COMMA = re.compile(r"(?<=[分章节条])\s*,\s*(?=(?:第\d+|最后一)[节条款项句])")


def in_chinese(text: str) -> str:
    """Return `text` with its English references written in Chinese; other text is unchanged."""
    if not re.search(r"[A-Za-z§#]", text):
        return text
    text = _with_digits(text)
    text = _PARAGRAPH_OF.sub(partial(_ordinal_of, "款"), text)
    for unit, nouns in _NOUNS.items():
        text = re.sub(rf"\b(?:last|final)\s+(?:{nouns})(?!\w)", f"最后一{unit}", text, flags=re.I)
        text = re.sub(rf"\b(\d{{1,3}})(?:st|nd|rd|th)\s+(?:{nouns})(?!\w)", rf"第\1{unit}", text, flags=re.I)
        text = re.sub(rf"\b(?:{nouns})\s*{_LIST}", partial(_ordinal_of, unit), text, flags=re.I)
    text = _SIGN.sub(partial(_ordinal_of, "条"), text)
    text = _OF.sub(lambda m: "".join(reversed(re.findall(_REFERENCE, m[0]))), text)
    return _COMMA.sub("", text)


def _ordinal_of(unit: str, match: re.Match[str]) -> str:
    listed = _AND.sub("、", _RANGE.sub("到", match["list"]))
    return f"第{listed}{unit}"


def _with_digits(text: str) -> str:
    """Write number words beside a word such as clause as digits: clause twelve, the twenty-first article."""
    text = _CARDINALS_AFTER_NOUN.sub(lambda m: re.sub(_CARDINAL, _cardinal, m[0], flags=re.I), text)
    return _ORDINAL_BEFORE_NOUN.sub(_ordinal, text)


def _cardinal(match: re.Match[str]) -> str:
    return str(sum(_CARDINALS[word] for word in re.split("[ -]", match[0].lower())))


def _ordinal(match: re.Match[str]) -> str:
    *tens, word = re.split("[ -]", match[0].lower())
    return f"{sum(_TENS[ten] for ten in tens) + _ORDINALS[word]}th"
