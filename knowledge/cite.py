"""Citations: a clause as a civil servant would cite it, and its deep link. The way back is `knowledge.references`."""

from knowledge.numbering import Rank, match_mark
from knowledge.types import Clause, Document


def citation(document: Document, clause: Clause) -> str:
    """Return the citation of a clause: 《福建省质量强省建设纲要》二、（四）第13条."""
    return f"《{document.title}》" + "".join(_cited_part(document, part) for part in clause.path.split("/") if part)


def short_citation(document: Document, clause: Clause) -> str:
    """Return the citation without the document's title: 二、（四）第13条."""
    return "".join(_cited_part(document, part) for part in clause.path.split("/") if part)


def _cited_part(document: Document, part: str) -> str:
    label = part.split("~", maxsplit=1)[0]
    mark = match_mark(label + "、") if not label.startswith(("(", "第")) else match_mark(label)
    if mark is None or label.startswith("第"):
        return label
    if mark.rank == Rank.CHINESE:
        return f"{label}、"
    if mark.rank == Rank.ARABIC:
        return f"第{label}条"
    return label.replace("(", "（").replace(")", "）")


def deep_link(clause: Clause) -> str:
    """Return the deep link of a clause, `c_2-4-13`: the numbers of its path. At most 64 of `[A-Za-z0-9_-]`."""
    numbers = []
    for part in clause.path.split("/"):
        mark = match_mark(part.split("~")[0] + "、") or match_mark(part)
        numbers.append(str(mark.number) if mark else "0")
    return "c_" + "-".join(numbers)
