"""A clause number that is given along with a quotation: “第12条规定：…”, “…（第13条）”. Taken off, never guessed."""

import re
import unicodedata
from dataclasses import dataclass

from knowledge.numerals import CHINESE_NUMERAL
from knowledge.references import Outcome, find_references
from knowledge.types import Clause, Document

_N = rf"(?:{CHINESE_NUMERAL}|[0-9０-９])"
_NAMED = rf"第\s*{_N}{{1,6}}\s*(?:编|篇|部分|章|节|条|款|项|点|句)(?:\s*之{CHINESE_NUMERAL}{{1,2}})?"
_ENGLISH = r"(?:clauses?|articles?|sections?|parts?|art\.|no\.|§)\s*\d{1,4}"
_MARK = rf"(?:{_N}{{1,4}}\s*[、.．/]|[(（]\s*{_N}{{1,4}}\s*[)）][、/]?|{_N}{{1,3}}(?=[)）\s:：]|$))"
_TITLE = r"《(?P<title>[^》\n]{1,80})》"
_REFERENCE = rf"(?P<reference>(?:(?:{_NAMED}|{_ENGLISH}|{_MARK})\s*(?:的|,|，|和|与|至|到|of)?\s*){{1,6}})"
_VERB = "规定|要求|提出|指出|明确|载明|写明|写道|提到|原文|内容|说|says|states"
_SAYS = rf"(?:中|里|的)?(?:明确)?(?:{_VERB})?(?:的?是|为)?(?:的)?"
_LEADING = re.compile(
    r"\s*(?:根据|按照|依据|依照|按|据|见|according to)?\s*"
    rf"(?:{_TITLE}|本?纲要|文件|规划|方案)?\s*(?:的|中|里)?\s*(?:{_REFERENCE})?\s*(?P<says>{_SAYS})\s*(?P<colon>[:：,，]?)\s*",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"(?:[(（\[【]|——|--)\s*(?:见|出自|摘自|引自)?\s*"
    rf"(?:{_TITLE}|本?纲要|文件)?\s*(?:的|中)?\s*(?:{_REFERENCE})?\s*[)）\]】]?\s*[。.]?\s*$",
    re.IGNORECASE,
)
TAIL = 160  # characters at the end in which a reference may stand
_BLANKS = re.compile(r"\s{4}")  # no reference has such a gap, and matching one would take long
_DEFINITE = re.compile(rf"{_NAMED}|{_ENGLISH}", re.IGNORECASE)
_PAIRS = {"“": "”", "「": "」", "『": "』", '"': '"', "‘": "’", "'": "'", "〝": "〞"}


@dataclass(frozen=True, slots=True)
class Claimed:
    """A passage and the reference given with it, as written: "" where only a title was given, None for none."""

    passage: str
    reference: str | None = None


def split_claim(text: str) -> Claimed:
    """Return the passage without the reference before or after it, and without the quotation marks around it.

    Only what is plainly a reference is taken off: 第12条, clause 12, or any mark after a title or before a colon.
    """
    leading = _LEADING.match(text)
    if leading and leading.end() and _is_claim(leading) and text[leading.end() :].strip():
        return Claimed(unwrapped(text[leading.end() :]), (leading["reference"] or "").strip())
    tail = text[-TAIL:] if not _BLANKS.search(text[-TAIL:]) else ""
    for trailing in re.finditer(r"[(（\[【]|——|--", tail):
        found = _TRAILING.match(text, len(text) - len(tail) + trailing.start())
        rest = text[: found.start()] if found else ""
        if found and rest.strip() and (found["title"] or _DEFINITE.search(found["reference"] or "")):
            return Claimed(unwrapped(rest), (found["reference"] or "").strip())
    return Claimed(unwrapped(text))


def unwrapped(text: str) -> str:
    """Return the text without one pair of quotation marks around the whole of it."""
    bare = text.strip()
    inner = bare[1:-1]
    wrapped = len(bare) > 2 and _PAIRS.get(bare[0]) == bare[-1] and bare[0] not in inner and bare[-1] not in inner
    return inner if wrapped else bare


def claimed_clauses(reference: str, document: Document) -> tuple[Clause, ...]:
    """Return the clauses that a reference may mean in `document`; () where it has none such."""
    found, _ = find_references(unicodedata.normalize("NFKC", reference), document)
    return tuple(c for r in found if r.outcome in (Outcome.FOUND, Outcome.AMBIGUOUS) for c in r.clauses)


def _is_claim(match: re.Match[str]) -> bool:
    says = bool(match["says"] or match["colon"])
    if match["title"]:
        return bool(match["reference"]) or says
    if not match["reference"]:
        return bool(match["says"] and match["colon"])
    return bool(_DEFINITE.search(match["reference"])) or says
