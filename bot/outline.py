"""The table of contents of a document as indented lines, and the report on a parsed file."""

from collections.abc import Iterator, Sequence
from datetime import date

from bot import wording
from bot.currency import is_passed
from knowledge.types import Clause, ClauseKind, Document, Target

OPENING = 24  # characters of a clause without a heading that stand for it
INDENT = "  "


def outline(document: Document) -> Iterator[str]:
    """Yield one line for each chapter, section and clause: its mark and heading as printed."""
    listed = [c for c in document.clauses() if c.kind in (ClauseKind.MARKED, ClauseKind.PART)]
    if not listed:
        yield wording.NO_CLAUSES
    for clause in listed:
        yield INDENT * (clause.level - 1) + _title(document, clause)


def _title(document: Document, clause: Clause) -> str:
    """Return mark and heading; the number for a mark that stands alone; the first words where there is no heading."""
    mark = clause.mark or clause.number
    if clause.heading:
        return f"{mark}{clause.heading}"
    opening = clause.own.of(document.text).strip().removeprefix(clause.mark).split("\n")[0].strip()
    return f"{mark}{opening[:OPENING]}{'…' if len(opening) > OPENING else ''}"


def parsed_report(document: Document, targets: Sequence[Target], today: date) -> Iterator[str]:
    """Yield the title, the outline and the targets of a parsed file."""
    yield f"《{document.title}》"
    yield from outline(document)
    yield ""
    yield wording.counted(len(targets), "项目标")
    for target in targets:
        value = wording.target_value(target.commitment or "", target.value)
        due = wording.deadline_remark(target.deadline, is_passed(target.deadline, today))
        facts = [wording.relation(target.relation), due, target.path]
        yield f"· {target.indicator}：{wording.with_relation(value, '；'.join(facts))}"
