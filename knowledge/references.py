"""References in a question: any spelling of a clause, section or chapter, back to the clause tree.

`find_references` reads a question (NFKC folded, simplified script) and returns what it refers to in one document.
A reference that the document does not have is returned as out of range, one with several meanings as ambiguous;
neither is ever guessed. The way: `english_references` → `reference_tokens` → `reference_chains` → `reference_lookup`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from knowledge.asking import is_bare
from knowledge.english_references import in_chinese
from knowledge.outline import Outline, inserted_of, number_of
from knowledge.reference_chains import chains, without
from knowledge.reference_lookup import Outcome, Reference, look_up, reference
from knowledge.reference_tokens import JOIN, NUMBER, STEPS, THOUSANDS, Form, Token, read_list
from knowledge.types import ClauseKind, Document

__all__ = ["Outcome", "Reference", "find_references", "is_bare"]

BARE_LIMIT = 80  # characters; a longer question is more than a bare number
UNREAD_ABOVE = 200  # a bare number above is rather a figure (300) than a clause that does not exist

_WHOLE = re.compile(
    r"(?:纲要|文件|规划|方案|请|给|我|看|的)*(?:原文|完整)?(?:全文|full text)(?:呢|给|我|看|吧)*[?。]*", re.I
)
_BARE_LIST = rf"\d{{1,3}}(?:{JOIN}\d{{1,3}}){{1,30}}|[-负]?\s?{NUMBER}(?:\s?[到至]\s?{NUMBER})?"
_BARE = re.compile(
    rf"(?<![\d.]){THOUSANDS}(?P<ordinal>第)?\s?(?P<list>{_BARE_LIST})"
    r"\s?(?P<mark>、|\.(?!\d))?(?![\d%万亿家个项件]|\.\d)"
)
_PATH = re.compile(r"\d{1,3}(?:-\d{1,3}){2,}")  # 2-4-13 as in a deep link; 2-4 is a range

Found = tuple[tuple[Reference, ...], str]


def find_references(text: str, document: Document) -> Found:
    """Return the references of a question in order, and what is left of the question without them.

    `text` is a search copy (NFKC folded, simplified). Bare numbers count only where the question holds nothing else.
    """
    text = text.strip()
    if _WHOLE.fullmatch(re.sub(rf"《?{re.escape(document.title)}》?", "", text) if document.title else text):
        return (Reference(Outcome.WHOLE, "全文", document.root.marked_children),), ""
    outline = _outline(_Same(document))
    written = in_chinese(text)
    taken = chains(written, outline)
    found = [r for c in taken for r in look_up(outline, c.steps, written[c.start : c.end].strip())]
    return (tuple(found), without(written, taken)) if found else _alone(written, outline)


@dataclass(frozen=True, slots=True, eq=False)
class _Same:
    """A document as a key of a cache, equal to itself only: to compare two texts takes time."""

    document: Document

    def __hash__(self) -> int:
        return id(self.document)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.document is other.document


@lru_cache(maxsize=8)
def _outline(key: _Same) -> Outline:
    return Outline(key.document)


def _alone(text: str, outline: Outline) -> Found:
    """Read a question that is a number and nothing else (12、, 任务12, 十二), or names 题头 or 尾注."""
    if len(text) > BARE_LIMIT:
        return (), text
    if _PATH.fullmatch(text) and (node := outline.links.get(f"c_{text}")):
        return (reference(outline, text, (node,)),), ""
    for match in _BARE.finditer(text):
        rest = f"{text[: match.start()]} {text[match.end() :]}"
        if is_bare(rest) and (found := tuple(_numbered(match, outline))):
            return found, rest
    for node in outline.document.root.children:
        before, label, after = text.partition(node.path)
        if label and node.kind in (ClauseKind.FRONT, ClauseKind.BACK) and is_bare(before + after):
            return (reference(outline, label, (node,)),), f"{before} {after}"
    return (), text


def _numbered(match: re.Match[str], outline: Outline) -> Iterator[Reference]:
    """Yield what a bare number may mean: clauses, parts too if printed so (二), parts alone with their mark (二、)."""
    printed = match["list"]
    numbers, spread = read_list(printed)
    is_figure = printed.isdigit() and len(printed) >= 4  # 2025
    if not numbers or is_figure:
        return
    parts = () if match["ordinal"] or printed.isdigit() else outline.labelled(printed, outline.parts)
    clauses = tuple(c for c in outline.clauses if number_of(c) in numbers and inserted_of(c) is None)
    if not parts and not clauses and max(numbers) > UNREAD_ABOVE:
        return
    if len(numbers) == 1:
        yield reference(outline, match[0].strip(), parts if parts and match["mark"] else parts + clauses)
        return
    token = Token(Form.ORDINAL, printed, 0, 0, numbers, "", STEPS[""], None, frozenset(spread))
    yield from look_up(outline, [(token, STEPS[""][0])], printed)
