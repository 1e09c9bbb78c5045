"""Headings that a question names: 组织保障, 品牌强省战略工程, 第八个工程."""

import re
from difflib import SequenceMatcher
from functools import lru_cache

from knowledge.cite import deep_link
from knowledge.fold import squeeze
from knowledge.numerals import parse_int
from knowledge.reference_tokens import NUMBER
from knowledge.types import Clause, ClauseKind, Document

_PIECE = 4  # characters of a heading that a shortened name must repeat in one piece
KEPT = 64  # documents whose headings are kept
SHORTEST = 3  # characters of a heading, or of a part of one, that a question must repeat
_POINTED = re.compile(r"([一-鿿]{2,8}?)(?:的)?[那这]一?(?:个|大)?(章|部分|大?[块段]|节|工程|条)")  # 品牌那一节
# how deep the noun may lead, the likeliest first; 3 is a numbered clause, whatever its level
_LEVELS = {
    "章": (1,),
    "部分": (1, 2),
    "块": (1, 2),
    "大块": (1, 2),
    "段": (1, 2),
    "大段": (1, 2),
    "节": (2,),
    "工程": (2,),
    "条": (3,),
}
_SAID = re.compile(r"^(?:最后|末尾|开头|前面|后面)?(?:讲|说|写|谈|关于|有关|管)?")  # 最后讲保障的那部分
_WORKS = re.compile(r"([一-鿿]{2,6}?)(?:那个|的)?工程")
_GENERAL = re.compile(r"(?:建设|方面|领域|工作|发展|质量|这块|有关)$")  # what readers add to the word of a heading
_ORDINAL = re.compile(r"第\s*([\d一二三四五六七八九十]+)\s*(?:个|大|项)?\s*(工程|行动|计划)")
# what may stand between a heading and an ordinal counted under it: 组织保障那部分里的第一点
_UNDER = re.compile(
    r"(?:[那这]一?个?)?大?(?:部分|章|节|块|工程)?(?:里面?|里头|中|当中|下面?|底下)?的?[,，、 ]*"
    rf"(?=(?P<ordinal>第\s?{NUMBER}|(?:最后|末尾|最末)第?一|倒数第?{NUMBER})\s?(?P<noun>[个件]?))"
)
_COUNTED = re.compile(r"[个件]\s?(?:小?节|条|点|项|款|工程|任务|部分|方面)")


@lru_cache(maxsize=KEPT)
def headings_of(document: Document) -> "Headings":
    """Return the headings of a document, worked out once."""
    return Headings(document)


class Headings:
    """The headings of one document."""

    def __init__(self, document: Document) -> None:
        """Take the document whose headings are looked through."""
        self.marked = [c for c in document.clauses() if c.kind is ClauseKind.MARKED and c.heading]
        self._forms = {c.path: tuple(w for w in _forms(c) if len(w) >= SHORTEST) for c in self.marked}

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

    def shortened(self, plain: str) -> tuple[Clause | None, str]:
        """Return the one node that a question names by a part of its heading, and the question without that name.

        By pieces of it in order (质量基础设施支撑 for 质量基础设施建设支撑工程), or by one word before 工程.
        """
        asked = squeeze(plain)
        cut = {c.path: (c, name) for c in self.marked if (name := _cut_from(squeeze(c.heading), asked))}
        longest = max((len(name) for _, name in cut.values()), default=0)
        best = [pair for pair in cut.values() if len(pair[1]) == longest]
        if len(best) == 1:
            return best[0][0], asked.replace(best[0][1], " ", 1)
        for match in _WORKS.finditer(asked):
            for start in range(match.start(1), match.end(1) - 1):
                word = asked[start : match.end(1)]
                nodes = [c for c in self.ending_in("工程") if word in squeeze(c.heading)]
                if len(nodes) == 1:
                    return nodes[0], asked[:start] + " " + asked[match.end() :]
        return None, plain

    def as_reference(self, plain: str) -> str:
        """Return a question with the heading before an ordinal as a deep link: 组织保障第一点 → c_3 第一点."""
        node = self.named(plain)
        if node is None or not node.marked_children:
            return plain
        spellings = [r"\s*".join(map(re.escape, words)) for words in _forms(node)]
        if self._pointed(plain) == node:
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
        said = _SAID.sub("", match[1])
        words = dict.fromkeys((squeeze(match[1]), squeeze(_GENERAL.sub("", match[1])), squeeze(said)))
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
        if self._pointed(plain) == node:
            asked = _POINTED.sub(" ", asked)
        for words in _forms(node):
            asked = asked.replace(words, " ")
        return asked

    def _shared(self, clause: Clause, asked: str) -> int:
        return max((len(words) for words in self._forms[clause.path] if words in asked), default=0)


def _cut_from(heading: str, asked: str) -> str:
    """Return the words of a question that are cut from a heading in two pieces or one, or "" where they are too few."""
    run = SequenceMatcher(None, asked, heading, autojunk=False).find_longest_match()
    if run.size < _PIECE:
        return ""
    later = heading[run.b + run.size :]
    rest = asked[run.a + run.size :]
    more = next((n for n in range(min(len(rest), len(later)), 1, -1) if rest[:n] in later), 0)
    return asked[run.a : run.a + run.size + more] if more else ""


def _depth(clause: Clause) -> int:
    return 3 if clause.number.split("~")[0].isdigit() else clause.level


def _forms(clause: Clause) -> tuple[str, ...]:
    """Return a heading as it stands, and without the words that readers leave out (实施…工程)."""
    heading = squeeze(clause.heading)
    return tuple(
        dict.fromkeys((heading, heading.removeprefix("实施"), heading.removeprefix("实施").removesuffix("工程")))
    )
