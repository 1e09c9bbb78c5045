"""Headings that a question names: 组织保障, 品牌强省战略工程, 第八个工程."""

import re

from knowledge.cite import deep_link
from knowledge.fold import squeeze
from knowledge.numerals import parse_int
from knowledge.reference_tokens import NUMBER
from knowledge.types import Clause, ClauseKind, Document

SHORTEST = 3  # characters of a heading, or of a part of one, that a question must repeat
_POINTED = re.compile(r"([一-鿿]{2,8}?)(?:的)?[那这]一?(?:个|大)?(章|部分|大?块|节|工程|条)")  # 品牌那一节
# how deep the noun may lead, the likeliest first; 3 is a numbered clause, whatever its level
_LEVELS = {"章": (1,), "部分": (1, 2), "块": (1, 2), "大块": (1, 2), "节": (2,), "工程": (2,), "条": (3,)}
_GENERAL = re.compile(r"(?:建设|方面|领域|工作|发展|质量|这块|有关)$")  # what readers add to the word of a heading
_ORDINAL = re.compile(r"第\s*([\d一二三四五六七八九十]+)\s*(?:个|大|项)?\s*(工程|行动|计划)")
# what may stand between a heading and an ordinal counted under it: 组织保障那部分里的第一点
_UNDER = re.compile(
    r"(?:[那这]一?个?)?大?(?:部分|章|节|块|工程)?(?:里面?|里头|中|当中|下面?|底下)?的?[,，、 ]*"
    rf"(?=(?P<ordinal>第\s?{NUMBER}|(?:最后|末尾|最末)第?一|倒数第?{NUMBER})\s?(?P<noun>[个件]?))"
)
_COUNTED = re.compile(r"[个件]\s?(?:小?节|条|点|项|款|工程|任务|部分|方面)")


class Headings:
    """The headings of one document."""

    def __init__(self, document: Document) -> None:
        """Take the document whose headings are looked through."""
        self.marked = [c for c in document.clauses() if c.kind is ClauseKind.MARKED and c.heading]

    def named(self, plain: str) -> Clause | None:
        """Return the node whose heading the question repeats, the longest such heading; None where it repeats none."""
        ordinal = _ORDINAL.search(plain)
        if ordinal:
            nodes = self.ending_in(ordinal[2])
            number = parse_int(ordinal[1]) or 0
            return nodes[number - 1] if 0 < number <= len(nodes) else None
        asked = squeeze(plain)
        best = max(self.marked, key=lambda c: self._shared(c, asked), default=None)
        return best if best and self._shared(best, asked) else self._pointed(plain)

    def as_reference(self, plain: str) -> str:
        """Return a question with the heading before an ordinal as a deep link: 组织保障第一点 → c_3 第一点."""
        node = self.named(plain)
        if node is None or not node.marked_children:
            return plain
        spellings = [r"\s*".join(map(re.escape, words)) for words in _forms(node)]
        if self._pointed(plain) is node:
            spellings.append(_POINTED.pattern)
        for spelling in spellings:
            heading = re.search(spelling, plain)
            under = _UNDER.match(plain, heading.end()) if heading else None
            if heading and under:
                rest = plain[under.end() :]
                counted = rest[len(under["ordinal"]) :].lstrip()
                # 第一个, 第一件: of whatever stands under the heading
                bare = under["noun"] and not _COUNTED.match(counted)
                ordinal = f"{under['ordinal']}点{counted[1:]}" if bare else rest
                return f"{plain[: heading.start()]}{deep_link(node)} {ordinal}"
        return plain

    def _pointed(self, plain: str) -> Clause | None:
        """Return the one node of a level whose heading holds the word that is pointed at (品牌那一节), or None."""
        match = _POINTED.search(plain)
        if not match:
            return None
        words = dict.fromkeys((squeeze(match[1]), squeeze(_GENERAL.sub("", match[1]))))
        for word, level in ((w, v) for v in _LEVELS[match[2]] for w in words if len(w) > 1):
            nodes = [c for c in self.marked if _depth(c) == level and word in squeeze(c.heading)]
            if len(nodes) == 1:
                return nodes[0]
        return None

    def ending_in(self, noun: str) -> list[Clause]:
        """Return the nodes of one level whose headings end in `noun` (工程): what a count of 工程 counts."""
        found = [c for c in self.marked if squeeze(c.heading).endswith(noun)]
        level = min((c.level for c in found), default=0)
        return [c for c in found if c.level == level]

    def without(self, plain: str, node: Clause | None) -> str:
        """Return the question without the heading of `node` that it repeats."""
        if node is None:
            return plain
        asked = _ORDINAL.sub(" ", plain) if _ORDINAL.search(plain) else plain
        if self._pointed(plain) is node:
            asked = _POINTED.sub(" ", asked)
        for words in _forms(node):
            asked = asked.replace(words, " ")
        return asked

    @staticmethod
    def _shared(clause: Clause, asked: str) -> int:
        return max((len(words) for words in _forms(clause) if len(words) >= SHORTEST and words in asked), default=0)


def _depth(clause: Clause) -> int:
    return 3 if clause.number.split("~")[0].isdigit() else clause.level


def _forms(clause: Clause) -> tuple[str, ...]:
    """Return a heading as it stands, and without the words that readers leave out (实施…工程)."""
    heading = squeeze(clause.heading)
    return tuple(
        dict.fromkeys((heading, heading.removeprefix("实施"), heading.removeprefix("实施").removesuffix("工程")))
    )
