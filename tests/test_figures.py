"""Every figure that a text prints, with 万 and 亿 multiplied in; names such as 5G are none."""

from decimal import Decimal

import pytest

from knowledge.figures import figures, is_year


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("98.5%以上", [("98.5", "%")], id="a percentage"),
        pytest.param("1.2万亿元", [("1200000000000", "元")], id="two multipliers"),
        pytest.param("44万口", [("440000", "口")], id="万 and a unit"),
        pytest.param("5,000家", [("5000", "家")], id="thousands divided"),
        pytest.param("９８．５％", [("98.5", "%")], id="full-width"),
        pytest.param("百分之三点五", [("3.5", "%")], id="a fraction in words"),
        pytest.param("提高3个百分点", [("3", "个百分点")], id="a unit of three characters"),
        pytest.param("5G、4A级、B2", [], id="names are no figures"),
        pytest.param("2025年建成10个", [("2025", "年"), ("10", "个")], id="years are printed figures too"),
        pytest.param("无数字", [], id="none"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_figures_of_a_text(text: str, expected: list[tuple[str, str]]) -> None:
    found = list(figures(text))
    assert [(f.value, f.unit) for f in found] == [(Decimal(v), u) for v, u in expected]


def test_a_figure_knows_where_it_stands() -> None:
    text = "到2025年，达到９８％"
    assert [f.span.of(text) for f in figures(text)] == ["2025年", "９８％"]


@pytest.mark.parametrize(
    ("printed", "asked", "fits"),
    [
        pytest.param("300个", "300", True, id="no unit asked"),
        pytest.param("300个次", "300个", True, id="the beginning of a unit"),
        pytest.param("300个", "300家", False, id="another unit"),
        pytest.param("3000个", "300个", False, id="another value"),
    ],
)
def test_what_fits_a_figure_asked_for(printed: str, asked: str, fits: bool) -> None:
    assert next(figures(printed)).fits(next(figures(asked))) is fits


@pytest.mark.parametrize(("text", "year"), [("2025年", True), ("２０２５", True), ("2500年", False), ("2025家", False)])
def test_years(text: str, year: bool) -> None:
    assert is_year(next(figures(text)), text) is year
