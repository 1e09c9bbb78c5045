"""Questions over several documents: which is meant, which is missing, who answers, what stands side by side."""
# ruff: noqa: E501 - documents in a table

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot import asking
from bot.answerer import Conversation
from bot.app import App
from bot.asking import MOST_ASKED, worth_asking
from bot.config import Config
from bot.desk import Desk
from bot.document_names import shelf_of
from bot.entry import Entry
from bot.scope import read_scope
from bot.types import Answer, Status
from knowledge.library import shipped_documents

pytestmark = pytest.mark.model

PLAN = "fujian-quality-outline-2023"
DOCUMENTS = {
    "city.txt": (
        "鼓岚市食品安全提升方案\n鼓政办〔2024〕5号\n一、工作目标\n到2025年，食品抽检合格率达到99%以上，建成放心农贸市场40个。\n"
        "二、重点任务\n（一）加强学校食堂监管。学校食堂“明厨亮灶”覆盖率达到100%。\n（二）规范外卖配送。推行外卖封签。\n"
        "三、组织保障\n各区人民政府要落实属地责任。\n鼓岚市人民政府办公室\n2024年3月1日\n"
    ),
    "law.txt": (
        "鼓岚市小餐饮管理条例\n（2021年5月8日鼓岚市第十五届人民代表大会常务委员会第三次会议通过）\n第一章 总则\n"
        "第一条 为了规范小餐饮经营行为，制定本条例。\n第二条 本条例所称小餐饮，是指经营面积五十平方米以下的餐饮店。\n"
        "第二章 经营规范\n第三条 小餐饮经营者应当取得登记证。登记证有效期三年。\n"
        "第十条 违反本条例规定，未取得登记证的，处一千元罚款。\n"
    ),
    "state.txt": (
        "国家食品安全工作规划\n国发〔2022〕9号\n一、总体要求\n坚持最严谨的标准。\n二、主要指标\n到2025年，食品抽检合格率达到98%以上。\n"
        "三、保障措施\n加强宣传。\n国务院\n2022年6月1日\n"
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def app(real_app: App, tmp_path_factory: pytest.TempPathFactory) -> App:
    """The shipped plan with three documents beside it, each with its own index."""
    home = tmp_path_factory.mktemp("library home")
    for name in ("index", "cache"):
        shutil.copytree(real_app.config.home / name, home / name)
    made = App(Config(home=home, as_of=date(2026, 1, 1)), shipped_documents())
    for name, text in DOCUMENTS.items():
        file = home / name
        file.write_text(text, encoding="utf-8")
        made.library.add(file, lambda d, folder, before: made.prepare(d, folder, before, lambda done, total: None))
    return made


def ids(app: App) -> dict[str, str]:
    return {book.document.title: book.document.id for book in app.books}


def asked(app: App, *turns: str) -> Answer:
    conversation = Conversation()
    answer = None
    for turn in turns:
        answer, conversation = app.answerer.answer(turn, conversation)
    assert answer is not None
    for quote in answer.quotes:
        document = next(d for d in app.documents if d.id == quote.doc)
        assert quote.text == quote.span.of(document.text)
    return answer


def where(app: App, answer: Answer) -> list[str]:
    """Return the clauses of an answer as title:path, titles by their first two characters."""
    titles = {book.document.id: book.document.title[:2] for book in app.books}
    return [f"{titles[c.doc]}:{c.clause.path}" for c in answer.clauses]


@pytest.mark.parametrize(
    ("question", "clauses"),
    [
        pytest.param("《鼓岚市小餐饮管理条例》第三条", ["鼓岚:第二章/第三条"], id="a title"),
        pytest.param("小餐饮管理条例第十条", ["鼓岚:第二章/第十条"], id="the end of a title"),
        pytest.param("小餐饮条例第二条", ["鼓岚:第一章/第二条"], id="a shortened title"),
        pytest.param("国家规划里食品抽检合格率是多少", ["国家:二"], id="a level and a kind"),
        pytest.param("市里的方案里食品抽检合格率是多少", ["鼓岚:一"], id="a level of a city"),
        pytest.param("质量强省建设纲要第13条", ["福建:二/(四)/13"], id="the shipped plan by the end of its title"),
        pytest.param("省纲要第13条", ["福建:二/(四)/13"], id="the shipped plan by its level"),
        pytest.param("国发〔2022〕9号里食品抽检合格率", ["国家:二"], id="a number"),
        pytest.param("国发2022年9号文里食品抽检合格率", ["国家:二"], id="a number without brackets"),
        pytest.param("请问国家规划里食品抽检合格率是多少", ["国家:二"], id="a level after a polite word"),
        pytest.param("那个条例第三条", ["鼓岚:第二章/第三条"], id="a kind of which there is one"),
        pytest.param("鼓岚的小餐饮条例里头，没登记要罚多少", ["鼓岚:第二章/第十条"], id="a place, a theme and a kind"),
        pytest.param("鼓岚市外卖要贴封签吗", ["鼓岚:二/(二)"], id="a place alone"),
        pytest.param("没办登记证开店罚好多钱", ["鼓岚:第二章/第十条"], id="the sentence with the sum, not the first"),
        pytest.param("规划里的食品抽检合格率", ["国家:二"], id="a kind as a source"),
        pytest.param("绿色工厂要建多少家", ["福建:二/(二)/8"], id="only one document speaks of it"),
        pytest.param("放心农贸市场建几个", ["鼓岚:一"], id="only the city's does"),
        pytest.param("登记证有效期多久", ["鼓岚:第二章/第三条"], id="only the law does"),
        pytest.param("第三条", ["福建:二/(一)/3"], id="never silently one of two"),
    ],
)
def test_which_document_answers(question: str, clauses: list[str], app: App) -> None:
    answer = asked(app, question)
    if question == "第三条":
        assert answer.status is Status.AMBIGUOUS
        assert answer.choices[1:] == ("《鼓岚市小餐饮管理条例》第三条", "《国家食品安全工作规划》第三条")
        assert where(app, asked(app, answer.choices[1])) == ["鼓岚:第二章/第三条"]
    else:
        assert answer.status is Status.ANSWERED
        assert where(app, answer)[:1] == clauses


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        pytest.param("食品安全法第十条", "食品安全法", id="a law"),
        pytest.param("《安徽省质量强省建设纲要》怎么规定", "安徽省质量强省建设纲要", id="a title"),
        pytest.param("安徽省质量强省建设纲要第13条", "安徽省质量强省建设纲要", id="a title that ends like one"),
        pytest.param("国家纲要里绿色工厂多少家", "国家纲要", id="a level that has no such kind"),
        pytest.param("县里的方案怎么说", "县里的方案", id="a level that is not here"),
        pytest.param("县里的呢", "县级文件", id="a level alone"),
        pytest.param("闽政〔2023〕99号第三条", "闽政〔2023〕99号", id="a number"),
        pytest.param("根据食品安全法，小饭馆要登记吗", "食品安全法", id="a law to go by"),
        pytest.param("只看食品安全法", "食品安全法", id="to keep to one that is not here"),
        pytest.param("厦门市实施方案里食品合格率多少", "厦门市实施方案", id="a place that is not here"),
        pytest.param(
            "鼓岚市养老服务规划，床位多少", "鼓岚市养老服务规划", id="a theme that the place has no document on"
        ),
        pytest.param("个人信息保护法最高罚多少", "个人信息保护法", id="a law without an article"),
    ],
)
def test_a_document_that_is_not_here_is_said_to_be_missing(question: str, missing: str, app: App) -> None:
    answer = asked(app, question)
    assert (answer.status, answer.reason) == (Status.NOT_FOUND, f"没有收录《{missing}》，无法引用。")
    assert not answer.quotes


def test_two_documents_that_are_named_are_compared(app: App) -> None:
    answer = asked(app, "《国家食品安全工作规划》和《鼓岚市食品安全提升方案》的食品抽检合格率")
    assert {t.target.value for t in answer.targets} == {"98%以上", "99%以上"}


@pytest.mark.parametrize(
    ("question", "values"),
    [
        pytest.param("国家和鼓岚市的食品抽检合格率哪个定得高", {"98%以上", "99%以上"}, id="a nation and a city"),
        pytest.param("食品抽检合格率各地分别定多少", {"98%以上", "98.5%以上", "99%以上"}, id="all that set it"),
    ],
)
def test_documents_are_compared(question: str, values: set[str], app: App) -> None:
    answer = asked(app, question)
    assert {t.target.value for t in answer.targets} == values
    assert len({c.doc for c in answer.clauses}) == len(values)
    assert answer.reason is not None
    assert "均列出供比较" in answer.reason


def test_of_documents_that_are_compared_the_silent_ones_are_named(app: App) -> None:
    answer = asked(app, "国家和福建的绿色工厂哪个定得多")
    assert where(app, answer) == ["福建:二/(二)/8"]
    assert answer.notes == ("没有直接规定的：《国家食品安全工作规划》",)


@pytest.mark.parametrize("question", ["谁发布的", "一共有几条", "有哪些目标"])
def test_what_is_asked_of_a_document_asks_back_which(question: str, app: App) -> None:
    answer = asked(app, question)
    assert answer.status is Status.AMBIGUOUS
    assert len(answer.choices) > 1
    assert all(asked(app, choice).status is not Status.AMBIGUOUS for choice in answer.choices)


def test_the_same_indicator_is_compared(app: App) -> None:
    answer = asked(app, "食品抽检合格率目标是多少")
    assert {t.doc: t.target.value for t in answer.targets} == {
        PLAN: "98.5%以上", ids(app)["鼓岚市食品安全提升方案"]: "99%以上", ids(app)["国家食品安全工作规划"]: "98%以上",
    }  # fmt: skip
    assert {q.doc for q in answer.quotes} == {t.doc for t in answer.targets}
    assert answer.reason is not None
    for words in (
        "规定不同",
        "《福建省质量强省建设纲要》（2023-04-17）：98.5%以上",
        "（2024-03-01）：99%以上",
        "（2022-06-01）：98%以上",
    ):
        assert words in answer.reason


@pytest.mark.parametrize(
    ("turns", "clauses"),
    [
        pytest.param(("绿色工厂要建多少家", "市里的方案呢"), [], id="another document has nothing on it"),
        pytest.param(("省纲要里食品抽检合格率是多少", "国家的呢"), ["国家:二"], id="the same question to another document"),
        pytest.param(("《鼓岚市小餐饮管理条例》第二条", "下一条"), ["鼓岚:第二章/第三条"], id="the next clause of the same document"),
        pytest.param(("食品抽检合格率目标是多少", "市里的呢"), ["鼓岚:一"], id="one of those that were compared"),
        pytest.param(("小餐饮管理条例第二条", "第十条呢"), ["鼓岚:第二章/第十条"], id="a number stays with the document talked of"),
        pytest.param(("鼓岚的小餐饮条例，登记证管几年", "那没有证的罚多少"), ["鼓岚:第二章/第十条"], id="half a question too"),
        pytest.param(("鼓岚的小餐饮条例，登记证管几年", "要是没有证罚多少"), ["鼓岚:第二章/第十条"], id="a condition goes on"),
        pytest.param(("省纲要里食品抽检合格率是多少", "国家的呢，到2025年的那个"), ["国家:二"], id="another document, and more"),
        pytest.param(("小餐饮管理条例第二条", "省纲要第三条", "回到小餐饮那个，第十条呢"), ["鼓岚:第二章/第十条"], id="back to one that was talked of"),
        pytest.param(("只看省纲要", "第三条"), ["福建:二/(一)/3"], id="kept to a level"),
        pytest.param(("只看小餐饮管理条例", "第三条"), ["鼓岚:第二章/第三条"], id="kept to one document"),
        pytest.param(("只看小餐饮管理条例", "所有文件", "绿色工厂要建多少家"), ["福建:二/(二)/8"], id="and to all again"),
    ],
)  # fmt: skip
def test_conversations(turns: tuple[str, ...], clauses: list[str], app: App) -> None:
    assert where(app, asked(app, *turns))[:1] == clauses


def test_half_a_question_about_what_a_document_does_not_speak_of_is_refused(app: App) -> None:
    assert asked(app, "鼓岚的方案，农贸市场建多少个", "博物馆呢").status is Status.NOT_FOUND
    assert asked(app, "小餐饮管理条例第二条", "违反了罚多少").status is not Status.AMBIGUOUS


def test_a_conversation_kept_to_one_document_is_not_answered_from_another(app: App) -> None:
    assert asked(app, "只看小餐饮管理条例", "绿色工厂要建多少家").status is Status.NOT_FOUND


def test_a_document_alone_is_answered_with_what_it_holds(app: App) -> None:
    answer = asked(app, "《国家食品安全工作规划》")
    assert where(app, answer) == ["国家:一", "国家:二", "国家:三"]


@pytest.mark.parametrize(
    ("reference", "path"),
    [
        ("小餐饮管理条例第十条", "第二章/第十条"), ("c_fujian-quality-outline-2023-2-4-13", "二/(四)/13"),
        ("二(四)13", "二/(四)/13"),
    ],
)  # fmt: skip
def test_references(reference: str, path: str, app: App) -> None:
    assert [c.clause.path for c in app.answerer.answer_reference(reference).clauses] == [path]


def test_a_reference_that_several_have_is_asked_back(app: App) -> None:
    answer = app.answerer.answer_reference("第三条")
    assert (answer.status, len(answer.choices)) == (Status.AMBIGUOUS, 3)


def test_small_talk_and_nonsense_stay_so(app: App) -> None:
    assert asked(app, "你好").status is Status.SMALLTALK
    assert asked(app, "").status is Status.NOT_FOUND
    assert asked(app, "红烧肉怎么做好吃").status is Status.NOT_FOUND


def test_of_many_documents_those_with_the_words_are_asked(app: App) -> None:
    entries = [e for e in app.entries for _ in range(3)]
    chosen = worth_asking("外卖封签", entries, {})
    assert len(chosen) == MOST_ASKED
    assert {e.facts.document.title for e in chosen[:3]} == {"鼓岚市食品安全提升方案"}


def test_of_many_documents_a_search_over_all_finds_the_nearest(app: App) -> None:
    assert app.nearest("电动车外卖员送餐要贴封条吗", 2) is not None
    titles = {book.document.id: book.document.title for book in app.books}
    assert titles[(app.nearest("学校食堂厨房要装摄像头吗", 1) or [("", 0.0)])[0][0]] == "鼓岚市食品安全提升方案"
    assert titles[(app.nearest("绿色工厂150家", 1) or [("", 0.0)])[0][0]] == "福建省质量强省建设纲要"
    asked = "没有登记证开小饭馆罚多少"
    chosen = worth_asking(asked, app.entries, dict(app.nearest(asked, 9) or ()))
    assert chosen[0].facts.document.title == "鼓岚市小餐饮管理条例"


class Watched:
    """A desk's documents, with a note of those that were asked."""

    def __init__(self, app: App, nearness: dict[str, float]) -> None:
        self.asked: list[str] = []
        self.by_title = {e.facts.document.title[:5]: e for e in app.entries}
        entries = tuple(replace(e, answerer=self._noted(e)) for e in app.entries)
        near = [(self.by_title[title].facts.document.id, z) for title, z in nearness.items()]
        self.desk = Desk(lambda: entries, lambda question, count: near)

    def _noted(self, entry: Entry) -> Any:
        def answer(text: str, *given: Any, **named: Any) -> Any:
            self.asked.append(entry.facts.document.title[:5])
            return entry.answerer.answer(text, *given, **named)

        return SimpleNamespace(answer=answer)


def test_of_near_documents_two_at_most_are_asked_where_one_of_them_answers(app: App) -> None:
    watched = Watched(app, {"鼓岚市食品": 6.0, "福建省质量": 5.9, "国家食品安": 5.8})
    answer, _ = watched.desk.answer("外卖要不要用封签")
    assert answer.status is Status.ANSWERED
    assert watched.asked == ["鼓岚市食品", "福建省质量"][: len(watched.asked)]


def test_a_near_document_that_is_sure_is_asked_alone(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "SURE", 0.7)
    watched = Watched(app, {"鼓岚市小餐": 6.0, "福建省质量": 5.9})
    answer, _ = watched.desk.answer("登记证有效期几年")
    assert answer.confidence >= 0.7
    assert watched.asked == ["鼓岚市小餐"]


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("食品抽检合格率要达到多少", id="a figure that another may set too"),
        pytest.param("月球上有没有水", id="nobody answers"),
    ],
)
def test_all_near_documents_are_asked_where_two_are_not_enough(question: str, app: App) -> None:
    watched = Watched(app, {"福建省质量": 3.1, "国家食品安": 3.0, "鼓岚市食品": 2.9})
    watched.desk.answer(question)
    assert len(watched.asked) == 3


def test_what_each_document_has_is_read_of_so_many_alone(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.desk.MOST_READ", 2)
    answer = asked(app, "这份文件分几个部分")
    assert answer.status is Status.AMBIGUOUS
    assert (answer.reason or "").startswith("至少有2份文件")
    assert len(answer.choices) == 2
    assert len(app.answerer.answer_reference("第一条").choices) <= 2


def test_words_are_looked_for_in_texts_before_they_are_folded(app: App) -> None:
    shelf = shelf_of(app.entries)
    assert shelf.prints("小餐饮经营者")
    assert shelf.prints("小餐饮 经营者")
    assert not shelf.prints("小餐饮的星际经营者")


def test_only_so_many_indexes_are_open(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.app.MOST_OPEN", 1)
    for book in app.books[1:]:
        book.close()
        book.retriever()
    assert sum(book._retriever is not None for book in app.books[1:]) == 1


def test_one_document_is_answered_by_its_answerer_alone(real_app: App) -> None:
    desk, [entry] = real_app.answerer, real_app.entries
    for question in ("第13条", "你好", "食品抽检合格率目标是多少"):
        alone, direct = desk.answer(question), entry.answerer.answer(question)
        assert (alone[0].quotes, alone[0].clauses, alone[1]) == (direct[0].quotes, direct[0].clauses, direct[1])


@pytest.mark.parametrize(
    "question",
    [
        "国家纲要里食品抽检合格率是多少",
        "《安徽省质量强省建设纲要》怎么规定绿色工厂",
        "国务院的质量强国建设纲要里绿色工厂几家",
    ],
)
def test_one_document_does_not_answer_for_another(question: str, real_app: App) -> None:
    answer = asked(real_app, question)
    assert (answer.status, answer.quotes) == (Status.NOT_FOUND, ())
    assert answer.reason in (
        "没有收录《国家纲要》，无法引用。",
        "没有收录《国务院的质量强国建设纲要》，无法引用。",
        "文件中没有对“安徽”作出这项规定。",
    )
    assert asked(real_app, "国家标准有什么要求").reason != "没有收录《国家标准》，无法引用。"


@pytest.mark.parametrize(
    ("text", "named", "rest"),
    [
        pytest.param("国家B级标准是什么", 0, "国家B级标准是什么", id="a grade is no document"),
        pytest.param("国家质量奖几个", 0, "国家质量奖几个", id="nor is a prize"),
        pytest.param("全省食品合格率", 0, "全省食品合格率", id="nor is a place"),
        pytest.param("省里对茶叶有啥要求", 0, "省里对茶叶有啥要求", id="省里 alone is a way of speaking"),
        pytest.param("2023年食品抽检合格率是多少", 0, "2023年食品抽检合格率是多少", id="a year is no name"),
        pytest.param("制定实施方案的责任单位", 0, "制定实施方案的责任单位", id="a kind of document without a level"),
    ],
)
def test_what_names_no_document(text: str, named: int, rest: str, app: App) -> None:
    scope = read_scope(text, app.entries)
    assert (len(scope.named), scope.rest, scope.missing) == (named, rest, "")


def test_a_running_program_notices_a_change(app: App, tmp_path: Path) -> None:
    other = App(Config(home=app.config.home, as_of=date(2026, 1, 1)), shipped_documents())
    file = tmp_path / "new.txt"
    file.write_text("鼓岚市桥梁养护办法\n一、检查\n桥梁每季度检查一次。\n", encoding="utf-8")
    before = asked(app, "桥梁养护办法第一条")
    other.library.add(file, lambda d, folder, _: other.prepare(d, folder, None, lambda done, total: None))
    try:
        assert before.status is Status.NOT_FOUND or "桥梁" not in before.quotes[0].text
        assert where(app, asked(app, "《鼓岚市桥梁养护办法》检查")) == ["鼓岚:一"]
    finally:
        other.library.remove(ids(other)["鼓岚市桥梁养护办法"])
    assert "鼓岚市桥梁养护办法" not in ids(app)
