"""A checked quotation as the plain report that a person reads."""

from collections.abc import Iterator

from bot import wording
from bot.passage_check import Checked, Verdict, clauses_touched
from knowledge.cite import citation, short_citation
from knowledge.differences import Difference

CONTEXT = 10  # published characters shown on either side of a difference
MAX_DIFFERENCES = 20
MAX_TEXT = 600  # characters of the published passage; a whole plan need not be printed again
MAX_PIECE = 120  # characters of one side of a difference


def report(checked: Checked) -> str:
    """Return verdict, place, differences in their context, and what is to be said of a clause number given with it."""
    return "\n".join(_lines(checked))


def _lines(checked: Checked) -> Iterator[str]:
    yield _verdict(checked)
    if checked.document and checked.clause:
        name = wording.CHECK_PLACE if checked.verdict is Verdict.VERBATIM else wording.CHECK_NEAREST
        yield f"{name}：{citation(checked.document, checked.clause)}{_touched(checked)}"
    if checked.verdict is not Verdict.VERBATIM and checked.text:
        yield f"{wording.CHECK_PUBLISHED}：「{_shortened(checked.text.strip(), MAX_TEXT)}」"
    if checked.differences:
        yield f"{wording.CHECK_DIFFERENCES}："
        yield from (f"· {_difference(checked, d)}" for d in checked.differences[:MAX_DIFFERENCES])
        if len(checked.differences) > MAX_DIFFERENCES:
            yield wording.and_more(len(checked.differences) - MAX_DIFFERENCES)
    if checked.places > 1:
        yield wording.check_places(checked.places)
    if checked.cut:
        yield wording.check_cut(checked.cut.before, checked.cut.after)
    yield from _claim(checked)


def _verdict(checked: Checked) -> str:
    if checked.verdict is Verdict.ALTERED and checked.only_typographic:
        return wording.CHECK_TYPOGRAPHIC
    return {
        Verdict.VERBATIM: wording.CHECK_VERBATIM,
        Verdict.ALTERED: wording.CHECK_ALTERED,
        Verdict.NOT_FOUND: wording.CHECK_NOT_FOUND,
    }[checked.verdict]


def _touched(checked: Checked) -> str:
    """Return the clauses of a passage that runs over several, in brackets."""
    touched = clauses_touched(checked)
    if len(touched) < 2 or checked.document is None:
        return ""
    first, last = (short_citation(checked.document, c) for c in (touched[0], touched[-1]))
    return f"（{wording.clause_range(first, last)}）"


def _difference(checked: Checked, difference: Difference) -> str:
    """Return a difference within its context, as in …比例达到3[-0-]{+5+}%以上… ."""
    text = checked.document.text if checked.document else ""
    start, end = difference.at, difference.at + len(difference.published)
    before = text[max(0, start - CONTEXT) : start].rpartition("\n")[2]
    after = text[end : end + CONTEXT].partition("\n")[0]
    given = f"[-{_shortened(difference.given, MAX_PIECE)}-]" if difference.given else ""
    published = f"{{+{_shortened(difference.published, MAX_PIECE)}+}}" if difference.published else ""
    return f"…{before}{given}{published}{after}…"


def _shortened(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[:limit] + "…"


def _claim(checked: Checked) -> Iterator[str]:
    claim = checked.claimed
    if claim is None:
        return
    if claim.agrees:
        yield wording.CHECK_CLAIM_AGREES
    else:
        right = citation(checked.document, checked.clause) if checked.document and checked.clause else ""
        yield wording.check_claim_differs(right)
