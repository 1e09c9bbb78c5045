"""Headings that a question names."""

import pytest

from bot.headings import Headings
from knowledge.library import shipped_documents


@pytest.fixture(scope="module")
def headings() -> Headings:
    return Headings(shipped_documents()[0])


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        pytest.param("组织保障讲什么", "三", id="as printed"),
        pytest.param("品牌强省战略工程", "二/(六)", id="without 实施"),
        pytest.param("区域质量发展有什么", "二/(三)", id="without 实施 and 工程"),
        pytest.param("提升药品质量安全水平", "二/(一)/2", id="of a clause"),
        pytest.param("重点任务里的提升工程品质", "二/(四)/14", id="the longest of two"),
        pytest.param("第八个工程", "二/(八)", id="by ordinal"),
        pytest.param("第2大工程", "二/(二)", id="by ordinal in digits"),
        pytest.param("第九个工程", None, id="an ordinal that is not there"),
        pytest.param("第零个工程", None, id="an ordinal that cannot be"),
        pytest.param("第三个行动", None, id="a noun in which no heading ends"),
        pytest.param("质量", None, id="part of a heading only"),
        pytest.param("品牌那一节有几条", "二/(六)", id="the one section whose heading holds the word"),
        pytest.param("品牌建设那部分", "二/(六)", id="a general word after it; a part may be a section"),
        pytest.param("海洋那条讲什么", "二/(二)/7", id="the one clause whose heading holds it"),
        pytest.param("质量那一节", None, id="a word that several headings hold"),
        pytest.param("税收那一节", None, id="a word that none holds"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_named(asked: str, path: str | None, headings: Headings) -> None:
    found = headings.named(asked)
    assert (found.path if found else None) == path


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        pytest.param("组织保障有几条", " 有几条", id="as printed"),
        pytest.param("品牌强省战略工程有几条", " 有几条", id="without 实施"),
        pytest.param("第八个工程有几条", " 有几条", id="by ordinal"),
        pytest.param("有几条", "有几条", id="not named"),
    ],
)
def test_without(asked: str, left: str, headings: Headings) -> None:
    assert headings.without(asked, headings.named(asked)) == left


def test_projects_are_the_headings_of_one_level(headings: Headings) -> None:
    assert [c.path for c in headings.ending_in("工程")] == [f"二/({n})" for n in "一二三四五六七八"]
    assert headings.ending_in("没有这样的词") == []


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        pytest.param("组织保障第一点", "c_3 第一点", id="a point of a part"),
        pytest.param("组织保障里的第二个", "c_3 第二点", id="第二个 of whatever stands there"),
        pytest.param("品牌那一节最后一条", "c_2-6 最后一条", id="a heading that is pointed at"),
        pytest.param("组织保障第三件", "c_3 第三点", id="第三件"),
        pytest.param("组织保障第三个方面", "c_3 第三个方面", id="第三个 of a kind"),
        pytest.param("组织保障有几点", "组织保障有几点", id="no ordinal"),
        pytest.param("提升药品质量安全水平第二点", "提升药品质量安全水平第二点", id="nothing stands under it"),
        pytest.param("第二点讲什么", "第二点讲什么", id="no heading"),
    ],
)
def test_a_heading_before_an_ordinal_is_a_link(asked: str, read: str, headings: Headings) -> None:
    assert headings.as_reference(asked) == read


@pytest.mark.parametrize(
    ("asked", "path", "left"),
    [
        pytest.param("质量基础设施支撑有几条", "二/(七)", " 有几条", id="a beginning and what comes later"),
        pytest.param("服务业工程的目标", "二/(五)", " 的目标", id="one word before 工程"),
        pytest.param("质量工程的目标", None, "质量工程的目标", id="a word of several"),
        pytest.param("税收工程的目标", None, "税收工程的目标", id="a word of none"),
    ],
)
def test_shortened(asked: str, path: str | None, left: str, headings: Headings) -> None:
    found, rest = headings.shortened(asked)
    assert (found.path if found else None, rest) == (path, left)
