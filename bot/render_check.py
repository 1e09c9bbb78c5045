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


def report(checked: Checked, language: str = "zh") -> str:
    """Return verdict, place, differences in their context, and what is to be said of a clause number given with it.

    Citations and the published words stay Chinese in every language.
    """
    return "\n".join(_lines(checked, language))


def _lines(checked: Checked, language: str) -> Iterator[str]:
    typographic = checked.verdict is Verdict.ALTERED and checked.only_typographic
    yield wording.check_phrase("typographic" if typographic else checked.verdict.value, language)
    if checked.document and checked.clause:
        name = wording.check_phrase("place" if checked.verdict is Verdict.VERBATIM else "nearest", language)
        yield f"{name}{citation(checked.document, checked.clause)}{_touched(checked, language)}"
    if checked.verdict is not Verdict.VERBATIM and checked.text:
        yield f"{wording.check_phrase('published', language)}「{_shortened(checked.text.strip(), MAX_TEXT)}」"
    if checked.differences:
        yield wording.check_phrase("differences", language)
        yield from (f"· {_difference(checked, d)}" for d in checked.differences[:MAX_DIFFERENCES])
        if len(checked.differences) > MAX_DIFFERENCES:
            yield wording.and_more(len(checked.differences) - MAX_DIFFERENCES, language)
    if checked.places > 1:
        yield wording.check_places(checked.places, language)
    if checked.cut:
        yield wording.check_cut(checked.cut.before, checked.cut.after, language)
    yield from _claim(checked, language)


def _touched(checked: Checked, language: str) -> str:
    """Return the clauses of a passage that runs over several, in brackets."""
    touched = clauses_touched(checked)
    if len(touched) < 2 or checked.document is None:
        return ""
    first, last = (short_citation(checked.document, c) for c in (touched[0], touched[-1]))
    return f"（{wording.clause_range(first, last, language)}）"


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


def _claim(checked: Checked, language: str) -> Iterator[str]:
    claim = checked.claimed
    if claim is None:
        return
    if claim.agrees:
        yield wording.check_phrase("claim_agrees", language)
    else:
        right = citation(checked.document, checked.clause) if checked.document and checked.clause else ""
        yield wording.check_claim_differs(right, language)
