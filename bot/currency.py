"""Whether a deadline of the plan has passed. The text stays as published; this only adds a remark beside it."""

import re
import unicodedata
from calendar import monthrange
from datetime import date

from knowledge.numerals import parse_int

_YEAR = re.compile(r"(?<!\d)((?:19|20|21)\d\d)(?!\d)(?:\s*[年.\-/]\s*(1[0-2]|0?[1-9])(?!\d))?")
_FIVE_YEAR_PLAN = re.compile(r"([一二三四五六七八九]?十?[一二三四五六七八九]?)五(?=规划|计划|期间|时期|末|$)")
_FIRST_PLAN_ENDS = 1957  # 一五 ran from 1953 to 1957
_THIRD_PLAN_ENDS = 1970  # after a gap of three years 三五 began in 1966; 十四五 is 2021-2025


def last_day(deadline: str | None) -> date | None:
    """Return the last day that a deadline still covers, or None for one without an end (每年, 近期, None).

    `2025`, `2025年底` and `十四五期间` end on 2025-12-31; `2025年6月` on 2025-06-30; a range at its last year.
    """
    folded = re.sub(r"[\s“”\"「」]", "", unicodedata.normalize("NFKC", deadline or ""))
    years = _YEAR.findall(folded)
    if years:
        year, month = max((int(y), int(m or 12)) for y, m in years)
        return date(year, month, monthrange(year, month)[1])
    plan = _FIVE_YEAR_PLAN.search(folded)
    number = parse_int(plan[1]) if plan and plan[1] else None
    return date(_plan_end(number), 12, 31) if number else None


def is_passed(deadline: str | None, today: date) -> bool:
    """Say whether `today` lies after the last day of the deadline: 2025 has passed when today > 2025-12-31."""
    last = last_day(deadline)
    return last is not None and today > last


def _plan_end(number: int) -> int:
    early = number < 3
    return _FIRST_PLAN_ENDS + 5 * (number - 1) if early else _THIRD_PLAN_ENDS + 5 * (number - 3)
