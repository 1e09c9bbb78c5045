"""When a deadline has passed."""

from datetime import date

import pytest

from bot.currency import is_passed, last_day


@pytest.mark.parametrize(
    ("deadline", "expected"),
    [
        pytest.param("2025", date(2025, 12, 31), id="a year ends with its last day"),
        pytest.param("2025年底", date(2025, 12, 31), id="the end of a year"),
        pytest.param("2025年6月", date(2025, 6, 30), id="a month ends with its last day"),
        pytest.param("2024年2月底", date(2024, 2, 29), id="a leap February"),
        pytest.param("２０２５年", date(2025, 12, 31), id="full-width digits"),
        pytest.param("2023-2025年", date(2025, 12, 31), id="a range ends with its last year"),
        pytest.param("十四五期间", date(2025, 12, 31), id="the fourteenth five-year plan"),
        pytest.param("“十四五”期间", date(2025, 12, 31), id="quoted five-year plan"),
        pytest.param("“十四五”末", date(2025, 12, 31), id="the end of a five-year plan"),
        pytest.param("十五五期间", date(2030, 12, 31), id="the fifteenth five-year plan"),
        pytest.param("十五期间", date(2005, 12, 31), id="十五 is the tenth plan, not the fifteenth"),
        pytest.param("一五", date(1957, 12, 31), id="the first plan, before the gap of three years"),
        pytest.param("每年", None, id="each year has no end"),
        pytest.param("近期", None, id="no date named"),
        pytest.param("20250", None, id="five digits are no year"),
        pytest.param(None, None, id="no deadline"),
    ],
)
def test_last_day(deadline: str | None, expected: date | None) -> None:
    assert last_day(deadline) == expected


@pytest.mark.parametrize(
    ("deadline", "today", "expected"),
    [
        pytest.param("2025", date(2025, 12, 31), False, id="its last day still counts"),
        pytest.param("2025", date(2026, 1, 1), True, id="the day after has passed"),
        pytest.param("2035", date(2026, 1, 1), False, id="still to come"),
        pytest.param("十四五期间", date(2026, 1, 1), True, id="a plan period passes like a year"),
        pytest.param("每年", date(2099, 1, 1), False, id="each year never passes"),
        pytest.param(None, date(2099, 1, 1), False, id="none never passes"),
    ],
)
def test_is_passed(deadline: str | None, today: date, expected: bool) -> None:
    assert is_passed(deadline, today) is expected
