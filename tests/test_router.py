"""Which kind of question it is: what can be looked up is never left to the search, and the other way round."""

import pytest

from bot.question import understand
from bot.router import arabic, metadata_asked, without_title
from bot.types import QuestionKind
from knowledge.facts import Facts
from knowledge.library import shipped_documents

REFERENCE, OUTLINE, LEDGER = QuestionKind.REFERENCE, QuestionKind.OUTLINE, QuestionKind.LEDGER
REVERSE, ENTITY, TOPIC = QuestionKind.REVERSE, QuestionKind.ENTITY, QuestionKind.TOPIC
PARENT, METADATA, POINTING = QuestionKind.PARENT, QuestionKind.METADATA, QuestionKind.POINTING


@pytest.fixture(scope="module")
def facts() -> Facts:
    return Facts(shipped_documents()[0])


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        # figures
        pytest.param("35%是哪个指标", REVERSE, id="a figure and words of asking"),
        pytest.param("98%", REVERSE, id="a figure alone"),
        pytest.param("2,400项", REVERSE, id="thousands with a comma are no list of clauses"),
        pytest.param("1,800", REVERSE, id="nor without a unit"),
        pytest.param("两万亿元", REVERSE, id="an amount in words"),
        pytest.param("35", REVERSE, id="a bare figure of the plan, above the last clause"),
        pytest.param("what does 2400 refer to", REVERSE, id="in English"),
        pytest.param("5000家以上企业", REVERSE, id="with 企业"),
        pytest.param("开会记了个33000项,说的是啥意思", REVERSE, id="its meaning, whatever is told besides"),
        pytest.param("150家绿色工厂在哪", TOPIC, id="a figure with its subject is searched"),
        # references
        pytest.param("24", REFERENCE, id="a bare number within the clauses"),
        pytest.param("40", REFERENCE, id="a bare number that is nowhere"),
        pytest.param("35条", REFERENCE, id="条 says clause"),
        pytest.param("第13条", REFERENCE, id="by number"),
        pytest.param("第十六条是关于什么的", REFERENCE, id="words of asking beside it"),
        pytest.param("那第14条呢", REFERENCE, id="a particle before it"),
        pytest.param("what about clause 14", REFERENCE, id="an English particle"),
        pytest.param("2-4-13", REFERENCE, id="a path"),
        pytest.param("组织保障", REFERENCE, id="by heading"),
        pytest.param("完善考核机制讲什么", REFERENCE, id="by heading, with words of asking"),
        pytest.param("第三个工程", REFERENCE, id="by ordinal among the projects"),
        pytest.param("福建省质量强省建设纲要全文", REFERENCE, id="the whole document by its title"),
        pytest.param("第99999999999999999999条", REFERENCE, id="a number of twenty digits is out of range too"),
        pytest.param("第13条的装配式建筑", TOPIC, id="a subject inside a clause"),
        # the document
        pytest.param("哪个部门印发的", METADATA, id="issuer"),
        pytest.param("这份文件什么时候公布的", METADATA, id="date"),
        pytest.param("转载自哪家报纸", METADATA, id="source"),
        pytest.param("full title", METADATA, id="title"),
        pytest.param("团体标准由谁发布", TOPIC, id="who issues something else"),
        pytest.param("监测结果什么时候公布", TOPIC, id="when something else is published"),
        # outline
        pytest.param("目录发我", OUTLINE, id="contents, sent"),
        pytest.param("纲要一共多少条", OUTLINE, id="count of clauses"),
        pytest.param("条款有多少", OUTLINE, id="the noun before the count"),
        pytest.param("工程有几个", OUTLINE, id="projects before the count"),
        pytest.param("第二部分有几个工程", OUTLINE, id="inside a part"),
        pytest.param("重点任务分几块", OUTLINE, id="inside a heading"),
        pytest.param("哪节条数最多", OUTLINE, id="compared"),
        pytest.param("有多少个质量检测工程师", TOPIC, id="a count of people"),
        pytest.param("组织保障讲了哪三点", OUTLINE, id="which three points"),
        pytest.param("编了号的一共多少条", OUTLINE, id="what is numbered"),
        pytest.param("最大编号是多少", OUTLINE, id="the greatest number"),
        pytest.param("what sections are under Key Tasks", OUTLINE, id="under a heading, in English"),
        pytest.param("治理现代化那一块有哪几条", OUTLINE, id="under a heading named by its end"),
        pytest.param("福建建造工程有几条", OUTLINE, id="under the one 工程 of a word"),
        pytest.param("区域质量发展工程那几条标题看看", OUTLINE, id="their titles"),
        # place in the outline
        pytest.param("第20条归哪个工程", PARENT, id="the project of a clause"),
        pytest.param("第20条属于第几章", PARENT, id="the chapter's number"),
        pytest.param("20条在哪一节", PARENT, id="without 第"),
        # ledger
        pytest.param("2025年的目标有哪些", LEDGER, id="by year"),
        pytest.param("通篇有多少个量化指标", LEDGER, id="all of them counted"),
        pytest.param("哪几条一个数字目标都没有", LEDGER, id="clauses without any, the other way round"),
        pytest.param("数字最大的目标是哪个", LEDGER, id="the greatest"),
        pytest.param("指标总数", LEDGER, id="their number"),
        pytest.param("按十四五期间算的指标在哪几条", LEDGER, id="where those of a period stand"),
        pytest.param("品牌强省战略工程里哪条没定目标", LEDGER, id="clauses without any under a heading"),
        pytest.param("哪些条没有指标", LEDGER, id="clauses without are no outline"),
        pytest.param("哪些条有目标", LEDGER, id="clauses with are none either"),
        pytest.param("哪一条指标最多", LEDGER, id="the clause with most"),
        pytest.param("第17条有几个指标", LEDGER, id="inside a clause"),
        pytest.param("鲁班奖目标", TOPIC, id="one target by name is no list"),
        # names
        pytest.param("工业设计", ENTITY, id="a bare name"),
        pytest.param("县县有4A是什么", ENTITY, id="a phrase of the plan that holds a word of asking"),
        pytest.param("哪些条提到大数据", ENTITY, id="its places"),
        pytest.param("哪里提到火星", ENTITY, id="a name that is nowhere"),
        pytest.param("第15条提到福州吗", ENTITY, id="a name inside a clause"),
        pytest.param("大数据有多少家", TOPIC, id="a name of which a figure is asked"),
        pytest.param("四个最严具体指哪四个", TOPIC, id="what a name consists of"),
        pytest.param("哪几条用了“力争”这个词", ENTITY, id="a word that is used"),
        pytest.param("物联网提了几处", ENTITY, id="how often it is named"),
        # what needs a turn before it
        pytest.param("下一条", POINTING, id="the next"),
        pytest.param("原文呢", POINTING, id="as published"),
        pytest.param("多少钱", POINTING, id="a sum for nothing"),
        # the rest
        pytest.param("小企业融资难怎么办", TOPIC, id="lay words"),
    ],
)
def test_kind(text: str, kind: QuestionKind, facts: Facts) -> None:
    assert understand(text, facts).kind is kind


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        pytest.param("第二部分有几条", ["二"], id="a part"),
        pytest.param("第3条和第4条的目标有哪些", ["二/(一)/3", "二/(一)/4"], id="two clauses"),
        pytest.param("重点任务有哪些工程", ["二"], id="a heading"),
        pytest.param("一共多少条", [], id="none"),
    ],
)
def test_scope(text: str, scope: list[str], facts: Facts) -> None:
    assert [c.path for c in understand(text, facts).scope] == scope


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("一千亿元", "100000000000元", id="a sum"),
        pytest.param("三千三百项", "3300项", id="a count"),
        pytest.param("两万家", "20000家", id="两"),
        pytest.param("2万亿元", "2万亿元", id="a unit of digits stays"),
        pytest.param("1.2 万亿元", "1.2 万亿元", id="after a blank too"),
        pytest.param("百分之五十", "百分之五十", id="a fraction is read elsewhere"),
        pytest.param("第一百条", "第一百条", id="an ordinal"),
        pytest.param("十百千万工程", "十百千万工程", id="a name"),
        pytest.param("六大湾区", "六大湾区", id="a single digit"),
    ],
)
def test_amounts_in_digits(text: str, expected: str) -> None:
    assert arabic(text) == expected


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        pytest.param("福建省质量强省建设纲要有几条", " 有几条", id="in full"),
        pytest.param("质量强省建设纲要有几条", " 有几条", id="without its province"),
        pytest.param("建设纲要有几条", " 有几条", id="its last four characters"),
        pytest.param("纲要有几条", "纲要有几条", id="two characters name no title"),
        pytest.param("有几条", "有几条", id="not named"),
    ],
)
def test_without_title(asked: str, left: str) -> None:
    assert without_title(asked, "福建省质量强省建设纲要") == left


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        pytest.param("谁印发的", ("issuer",), id="issuer"),
        pytest.param("谁发布的，什么时候发布的", ("issuer", "date"), id="two at once"),
        pytest.param("这个纲要的全称", ("title",), id="the document named"),
        pytest.param("文件来源", ("source",), id="source"),
        pytest.param("质量奖谁发布的", (), id="of something else"),
        pytest.param("第几条", (), id="nothing of the kind"),
    ],
)
def test_metadata(asked: str, found: tuple[str, ...]) -> None:
    assert metadata_asked(asked) == found


@pytest.mark.parametrize(
    ("asked", "title", "found"),
    [
        pytest.param("几时开始管用", "", ("effect",), id="effect in lay words"),
        pytest.param("管到哪天为止", "", ("validity",), id="until when"),
        pytest.param(
            "四好农村路那个文件的文号是多少", "青崖市“四好农村路”行动方案", ("number",), id="a piece of the title"
        ),
        pytest.param("登记证有效期几年", "鼓岚市小餐饮管理条例", (), id="of something in it"),
        pytest.param("治病那个条例,哪天开始管用的", "鼓岚市防治条例", ("effect",), id="the document named apart"),
        pytest.param("文号是多少?引用时要写", "", ("number",), id="and why it is asked"),
        pytest.param("是哪两个单位发的", "", ("issuer",), id="several bodies"),
        pytest.param("扩建学校多少所,哪天发的", "", (), id="something else beside it"),
    ],
)
def test_metadata_in_lay_words(asked: str, title: str, found: tuple[str, ...]) -> None:
    assert metadata_asked(asked, title) == found
