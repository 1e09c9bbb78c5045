"""What is asked: every field of a `Question`, and what is no question at all."""

from decimal import Decimal

import pytest

from bot.question import MAX_CHARACTERS, MAX_SUBJECT, understand, years_in
from bot.types import QuestionKind
from knowledge.facts import Facts
from knowledge.library import shipped_documents


@pytest.fixture(scope="module")
def facts() -> Facts:
    return Facts(shipped_documents()[0])


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param("", QuestionKind.EMPTY, id="nothing"),
        pytest.param(" \n\t", QuestionKind.EMPTY, id="blanks"),
        pytest.param("😀😀", QuestionKind.EMPTY, id="signs that are no words"),
        pytest.param("\ud800\u202e", QuestionKind.EMPTY, id="what has no written form"),
        pytest.param("你好，！", QuestionKind.SMALLTALK, id="a greeting before nothing is a greeting"),
        pytest.param("字" * (MAX_CHARACTERS + 1), QuestionKind.TOO_LONG, id="one character too long"),
        pytest.param("x" * 100_000, QuestionKind.TOO_LONG, id="far too long"),
        pytest.param("您好", QuestionKind.SMALLTALK, id="a greeting"),
        pytest.param("Good morning!", QuestionKind.SMALLTALK, id="an English greeting, its case aside"),
        pytest.param("thank you very much", QuestionKind.SMALLTALK, id="English thanks"),
        pytest.param("谢谢你的帮助", QuestionKind.SMALLTALK, id="thanks for something"),
        pytest.param("你能做什么", QuestionKind.SMALLTALK, id="what the bot can do"),
        pytest.param("帮我写一篇作文", QuestionKind.SMALLTALK, id="an order that no document answers"),
        pytest.param("明天天气如何", QuestionKind.SMALLTALK, id="the weather"),
        pytest.param("把这段翻译一下", QuestionKind.SMALLTALK, id="a translation"),
    ],
)
def test_what_asks_nothing_of_the_plan(text: str, kind: QuestionKind, facts: Facts) -> None:
    question = understand(text, facts)
    assert question.kind is kind
    assert question.text == text
    assert len(question.clean) <= MAX_CHARACTERS


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param("字" * MAX_CHARACTERS, QuestionKind.TOPIC, id="as long as a question may be"),
        pytest.param("你能帮我查一下第13条吗", QuestionKind.REFERENCE, id="你能帮我 before a clause"),
        pytest.param("可以告诉我第2条吗", QuestionKind.REFERENCE, id="可以告诉我 before a clause"),
        pytest.param("Could you please show me clause 4?", QuestionKind.REFERENCE, id="an English request"),
        pytest.param("I want to know about clause 4", QuestionKind.REFERENCE, id="an English wish"),
        pytest.param("你好，第5条", QuestionKind.REFERENCE, id="a greeting before a clause"),
        pytest.param("谢谢，那第6条呢", QuestionKind.REFERENCE, id="thanks before the next question"),
        pytest.param("好的谢谢！第8条", QuestionKind.REFERENCE, id="two words of politeness"),
        pytest.param("下午好 目录", QuestionKind.OUTLINE, id="a greeting divided by a blank"),
        pytest.param("企业怎么得到帮助", QuestionKind.TOPIC, id="帮助 at the end is a subject"),
        pytest.param("质量工作首先抓什么", QuestionKind.TOPIC, id="作首 inside 工作首先 is no order"),
        pytest.param("怎样制作个性化产品", QuestionKind.TOPIC, id="作个 inside 制作个性化"),
        pytest.param("未来个人信用", QuestionKind.TOPIC, id="来个 inside 未来个人"),
        pytest.param("翻译服务发展", QuestionKind.TOPIC, id="a trade is no order"),
        pytest.param("天气对养殖的影响", QuestionKind.TOPIC, id="the weather as a subject"),
        pytest.param("你好福建怎么推广", QuestionKind.TOPIC, id="a greeting that is part of a name"),
    ],
)
def test_a_question_under_politeness_is_a_question(text: str, kind: QuestionKind, facts: Facts) -> None:
    assert understand(text, facts).kind is kind


@pytest.mark.parametrize(
    ("text", "years"),
    [
        pytest.param("2025年", (2025,), id="digits"),
        pytest.param("到2025", (2025,), id="without 年"),
        pytest.param("25年底", (2025,), id="two digits with 年"),
        pytest.param("二〇三五年", (2035,), id="Chinese digits"),
        pytest.param("2025年和2035年", (2025, 2035), id="two, in order"),
        pytest.param("2025年,2025年底", (2025,), id="each once"),
        pytest.param("90年代", (), id="a decade"),
        pytest.param("2000家企业", (), id="a count in the range of years"),
        pytest.param("2025亿元", (), id="a sum in the range of years"),
        pytest.param("12025", (), id="part of a longer figure"),
        pytest.param("三年行动", (), id="a number of years"),
    ],
)
def test_years(text: str, years: tuple[int, ...]) -> None:
    assert years_in(text) == years


@pytest.mark.parametrize(
    ("text", "period"),
    [
        pytest.param("十四五期间鲁班奖", "十四五", id="the period"),
        pytest.param("十五五规划", "十五五", id="the next period"),
        pytest.param("三五计划", "三五", id="an early plan needs its noun"),
        pytest.param("第十四五条", None, id="an ordinal"),
        pytest.param("十四五个", None, id="a count"),
        pytest.param("三五个人", None, id="a few"),
        pytest.param("鲁班奖", None, id="none"),
    ],
)
def test_period(text: str, period: str | None, facts: Facts) -> None:
    assert understand(text, facts).period == period


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        pytest.param("35%以上是什么", [("35", "%")], id="a share"),
        pytest.param("44万口", [("440000", "口")], id="with 万"),
        pytest.param("2万亿", [("2000000000000", "")], id="digits before 万亿 stay one figure"),
        pytest.param("2 万亿元", [("2000000000000", "元")], id="with a blank"),
        pytest.param("一千亿元", [("100000000000", "元")], id="in words"),
        pytest.param("33,000项", [("33000", "项")], id="with a comma"),
        pytest.param("2025年", [], id="a year is none"),
        pytest.param("25年", [], id="nor is a short year"),
        pytest.param("第3个目标", [], id="nor an ordinal"),
        pytest.param("4A和5G", [], id="nor a name"),
        pytest.param("十百千万工程", [], id="nor the name of a project"),
    ],
)
def test_figures(text: str, figures: list[tuple[str, str]], facts: Facts) -> None:
    found = understand(text, facts).figures
    assert [(f.value, f.unit) for f in found] == [(Decimal(value), unit) for value, unit in figures]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        pytest.param("4A级景区", ("4a",), id="a grade"),
        pytest.param("5G和B2", ("5g", "b2"), id="two, in order"),
        pytest.param("5G、5g", ("5g",), id="each once"),
        pytest.param("abc123", (), id="part of a longer word"),
    ],
)
def test_codes(text: str, codes: tuple[str, ...], facts: Facts) -> None:
    assert understand(text, facts).codes == codes


@pytest.mark.parametrize(
    ("text", "attribute"),
    [
        pytest.param("咨询电话", "contact", id="a telephone number"),
        pytest.param("闽菜馆开业补贴标准", "money", id="a subsidy"),
        pytest.param("获奖企业能奖多少", "money", id="奖 as a verb"),
        pytest.param("鲁班奖多少", None, id="奖 as the end of a name"),
        pytest.param("质量奖几月评", "date", id="a month"),
        pytest.param("绿色工厂申报条件", "procedure", id="a procedure"),
        pytest.param("厅长是谁", "person", id="a person"),
        pytest.param("文号多少", "document_number", id="the number of the document"),
        pytest.param("违规怎么处罚", "penalty", id="a penalty"),
        pytest.param("目前有几家绿色工厂", "current", id="the present"),
        pytest.param("全国排第几", "rank", id="a rank"),
        pytest.param("首席质量官什么学历", "qualification", id="a qualification"),
        pytest.param("哪家企业拿到了质量奖", "winner", id="a winner"),
        pytest.param("法律依据是哪个", "legal_basis", id="a law"),
        pytest.param("装配式建筑比例", None, id="none"),
        pytest.param("货已经交了一个月。付款最晚是几天", None, id="what is told before asks for nothing"),
    ],
)
def test_attribute(text: str, attribute: str | None, facts: Facts) -> None:
    assert understand(text, facts).attribute == attribute


@pytest.mark.parametrize(
    ("text", "number", "only", "deadline"),
    [
        pytest.param("绿色工厂多少家", True, True, False, id="nothing but a figure"),
        pytest.param("装配式建筑占比", True, False, False, id="a share is a figure"),
        pytest.param("何时建成", False, False, True, id="a date"),
        pytest.param("好几种茶", False, False, False, id="some, not how many"),
        pytest.param("分哪几个方面", False, False, False, id="which, not how many"),
        pytest.param("how many canteens", True, True, False, id="English count"),
        pytest.param("by when", False, False, True, id="English date"),
    ],
)
def test_what_is_wanted(text: str, number: bool, only: bool, deadline: bool, facts: Facts) -> None:
    question = understand(text, facts)
    assert (question.wants_number, question.only_number, question.wants_deadline) == (number, only, deadline)


def test_an_english_question_is_searched_in_chinese(facts: Facts) -> None:
    question = understand("prefabricated buildings in Xiamen", facts)
    assert question.language == "en"
    assert question.chinese == "装配式建筑 厦门"
    assert [p.name for p in question.places] == ["厦门"]


def test_an_english_question_without_known_terms_is_searched_as_it_stands(facts: Facts) -> None:
    assert understand("xylophone zebra", facts).chinese == "xylophone zebra"


def test_typed_text_is_read_in_simplified_script_and_one_width(facts: Facts) -> None:
    question = understand("裝配式　建築\n占比？", facts)
    assert question.clean == "装配式 建筑 占比?"
    assert question.text == "裝配式　建築\n占比？"


@pytest.mark.parametrize(
    ("text", "chinese", "restored"),
    [
        pytest.param("福茶王怎么办的", "福茶网怎么办的", True, id="a homophone of a term"),
        pytest.param("福茶网怎么办的", "福茶网怎么办的", False, id="the term itself"),
        pytest.param(
            "浙江质量怎么抓", "浙江质量怎么抓", False, id="a place is no slip, though it sounds like one (将质量)"
        ),
    ],
)
def test_slips_are_led_back(text: str, chinese: str, restored: bool, facts: Facts) -> None:
    question = understand(text, facts)
    assert (question.chinese, question.restored) == (chinese, restored)


def test_a_subject_is_bounded(facts: Facts) -> None:
    assert len(understand("鑫" * 500, facts).subject) == MAX_SUBJECT


def test_a_reference_is_no_part_of_the_subject(facts: Facts) -> None:
    question = understand("第13条里的绿色建材", facts)
    assert (question.subject, question.rest) == ("绿色建材", " 里的绿色建材")
    assert [c.path for c in question.scope] == ["二/(四)/13"]


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        pytest.param("前五条都讲什么", ["1", "2", "3", "4", "5"], id="the first ones"),
        pytest.param("最后三条是哪些", ["28", "29", "30"], id="the last ones"),
        pytest.param("前三条件是什么", [], id="条件 is no clause"),
        pytest.param("前九十条", [], id="more than there are"),
    ],
)
def test_several_clauses_from_either_end(asked: str, numbers: list[str], facts: Facts) -> None:
    found = understand(asked, facts).references
    assert [c.number for r in found for c in r.clauses] == numbers


def test_a_word_of_asking_is_no_typing_slip(facts: Facts) -> None:
    assert understand("这笔钱找哪个部门领", facts).attribute == "procedure"
