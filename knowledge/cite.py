"""Citations: a clause as a civil servant would cite it, and its deep link. The way back is `knowledge.references`."""

from itertools import pairwise

from knowledge.numbering import Rank, label_mark
from knowledge.numerals import parse_int
from knowledge.parse import BACK_PATH, FRONT_PATH
from knowledge.types import Clause, Document

_BELOW_CLAUSE = ("项", "目")  # 第十条第（二）项第1目: what stands under a clause, by depth (立法技术规范)
_CLAUSES = (Rank.ARTICLE, Rank.ARABIC)
_UNMARKED = {FRONT_PATH: "0", BACK_PATH: "end"}
_PARTS = {"附件": "a", "文": "d"}


def citation(document: Document, clause: Clause) -> str:
    """Return the citation of a clause: 《福建省质量强省建设纲要》二、（四）第13条."""
    return f"《{document.title}》{short_citation(document, clause)}"


def short_citation(document: Document, clause: Clause) -> str:
    """Return the citation without the document's title: 二、（四）第13条."""
    labels = [part.partition("~")[0] for part in clause.path.split("/") if part]
    # 1/1.1/1.1.2 is cited as 1.1.2
    labels = [label for label, below in pairwise([*labels, ""]) if not below.startswith(label + ".")]
    cited, below = "", -1  # how deep under a clause
    for label in labels:
        mark = label_mark(label)
        below += below >= 0
        cited += _cited(label, mark.rank if mark else None, below)
        if mark and mark.rank in _CLAUSES and below < 0:
            below = 0
    return cited.strip()


def _cited(label: str, rank: int | None, below: int) -> str:
    wide = label.replace("(", "（").replace(")", "）")
    if rank is None:
        return f"{label} "  # 附件1, 题头
    if 0 < below <= len(_BELOW_CLAUSE) and rank > Rank.SUBPARAGRAPH:
        return f"第{wide}{_BELOW_CLAUSE[below - 1]}"
    if rank == Rank.CHINESE:
        return f"{label}、"
    return f"第{label}条" if rank == Rank.ARABIC else wide


def deep_link(clause: Clause) -> str:
    """Return the deep link of a clause, `c_2-4-13`: the numbers of its path. Unique; of `[A-Za-z0-9_-]` only.

    第120条之一 is `120_1`, the second 13 of one place `13x2`, 附件1 is `a1`, 题头 is `0`.
    """
    return "c_" + "-".join(_link_part(part) for part in clause.path.split("/"))


def _link_part(part: str) -> str:
    label, _, repeated = part.partition("~")
    again = f"x{repeated}" if repeated else ""
    mark = label_mark(label)
    if mark:
        inserted = parse_int(label.partition("之")[2])
        return f"{mark.number}{again}" if inserted is None else f"{mark.number}_{inserted}{again}"
    for word, letter in _PARTS.items():
        if label.startswith(word):
            number = parse_int(label.removeprefix(word))
            return f"{letter}{'' if number is None else number}{again}"
    return _UNMARKED.get(label, "0") + again
