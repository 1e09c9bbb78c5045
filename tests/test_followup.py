"""How a follow-up is understood, and what is remembered between the turns. Nothing here is searched."""

from collections.abc import Callable

import pytest

from bot.answerer import Answerer
from bot.conversation import Conversation
from bot.followup import FOLLOW_UP_LIMIT, SLOT_LIMIT, FollowUp, follow_up
from bot.lookups.topic import Searcher
from bot.types import Answer, QuestionKind, Status
from index.retriever import Retriever
from knowledge.facts import Facts
from knowledge.library import shipped_documents
from knowledge.parse import parse
from knowledge.types import Document, Span

Say = Callable[..., FollowUp | None]


def no_retriever() -> Retriever:
    raise AssertionError("a follow-up was searched")


@pytest.fixture(scope="module")
def answerer() -> Answerer:
    facts = Facts(shipped_documents()[0])
    return Answerer(facts, Searcher(facts, no_retriever))


@pytest.fixture(scope="module")
def say(answerer: Answerer) -> Say:
    """Return how the last of some turns is understood after the others were answered."""

    def understood(*turns: str) -> FollowUp | None:
        conversation = Conversation()
        for turn in turns[:-1]:
            _, conversation = answerer.answer(turn, conversation)
        return follow_up(turns[-1], conversation, answerer.facts)

    return understood


def ask(answerer: Answerer, *turns: str) -> Answer:
    conversation = None
    for turn in turns:
        answer, conversation = answerer.answer(turn, conversation)
    return answer


def paths(answer: Answer) -> list[str]:
    return [c.clause.path for c in answer.clauses]


@pytest.mark.parametrize(
    ("turns", "path"),
    [
        pytest.param(("第5条", "下一条"), "二/(二)/6", id="next"),
        pytest.param(("第5条", "上一条"), "二/(一)/4", id="previous, across sections"),
        pytest.param(("第12条", "下下条"), "二/(四)/14", id="the one after the next"),
        pytest.param(("第12条", "上上条"), "二/(三)/10", id="the one before the previous"),
        pytest.param(("第12条", "继续"), "二/(四)/13", id="go on"),
        pytest.param(("第12条", "那下一条呢"), "二/(四)/13", id="with particles"),
        pytest.param(("第12条", "好的，下一条"), "二/(四)/13", id="after a word of politeness"),
        pytest.param(("clause 12", "next one"), "二/(四)/13", id="in English"),
        pytest.param(("第13条", "下一节"), "二/(五)", id="the section after a clause"),
        pytest.param(("第1条", "上一节"), "一/(二)", id="the section before"),
        pytest.param(("第13条", "上一章"), "一", id="the chapter before"),
        pytest.param(("第13条", "全文"), "二/(四)/13", id="the whole clause"),
        pytest.param(("第13条", "原话"), "二/(四)/13", id="its words"),
        pytest.param(("第13条", "这条讲什么"), "二/(四)/13", id="this clause"),
        pytest.param(("第13条", "谢谢", "下一条"), "二/(四)/14", id="small talk between them forgets nothing"),
        pytest.param(("第13条", "第99条", "下一条"), "二/(四)/14", id="nor does a refusal"),
        pytest.param(("第13条", "第二款"), "二/(四)/13", id="a part of the clause just shown"),
        pytest.param(("二、（四）", "第2款"), "二/(一)/2", id="a section has no such parts"),
        pytest.param(("第5条", "它的下一条"), "二/(二)/6", id="next, with a pronoun"),
        pytest.param(("组织保障有哪几点", "第二点"), "三/(二)", id="one of those listed"),
        pytest.param(("三(一)", "第三点呢"), "三/(三)", id="beside the one shown"),
        pytest.param(("二（六）有哪几条", "最后一个呢"), "二/(六)/19", id="the last of those listed"),
        pytest.param(("二(五)讲什么", "里面第一条"), "二/(五)/15", id="the first inside"),
        pytest.param(("第20条", "前面两条"), "二/(六)/18", id="two before it"),
        pytest.param(("第20条", "后面3条"), "二/(七)/21", id="three after it"),
        pytest.param(("第13条", "具体怎么推"), "二/(四)/13", id="more of it"),
        pytest.param(("第13条", "有什么措施"), "二/(四)/13", id="its measures"),
        pytest.param(("第13条", "展开说说"), "二/(四)/13", id="at length"),
        pytest.param(("鲁班奖目标是多少", "依据哪一条"), "二/(六)/19", id="where it stands"),
        pytest.param(("鲁班奖目标是多少", "这写在哪儿的"), "二/(六)/19", id="where it is written"),
    ],
)
def test_a_clause_beside_or_inside_the_last(turns: tuple[str, ...], path: str, answerer: Answerer) -> None:
    assert paths(ask(answerer, *turns))[0] == path


@pytest.mark.parametrize(
    ("turns", "quote"),
    [
        pytest.param(("第13条", "第一句"), "13.提高建筑材料质量水平。", id="a sentence by number"),
        pytest.param(("第19条", "那最后一句呢"), "到2025年,力争再获大禹奖3个。", id="the last"),
        pytest.param(
            ("第19条", "倒数第二句"),
            "十四五期间,培育打造鲁班奖15个、国家优质工程奖30个、闽江杯300个。",
            id="counted from the end",
        ),
    ],
)
def test_a_sentence_of_the_last_clause(turns: tuple[str, ...], quote: str, answerer: Answerer) -> None:
    assert [q.text for q in ask(answerer, *turns).quotes] == [quote]


@pytest.mark.parametrize(
    ("turns", "reason"),
    [
        pytest.param(
            ("第30条", "下一条"), "没有下一条，范围是二、（一）第1条至二、（八）第30条。", id="after the last"
        ),
        pytest.param(
            ("第1条", "上一条"), "没有上一条，范围是二、（一）第1条至二、（八）第30条。", id="before the first"
        ),
        pytest.param(("三、（三）", "下一条"), "没有下一条，范围是一、（一）至三、（三）。", id="no clause 14 instead"),
        pytest.param(("第三章", "下一章"), "没有下一章，范围是一、至三、。", id="after the last chapter"),
        pytest.param(("第29条", "下下条"), "没有下下条，范围是二、（一）第1条至二、（八）第30条。", id="two too far"),
        pytest.param(
            ("谁发布的", "下一条"), "没有看出这是接着哪个问题问的，请把问题说完整。", id="nothing beside 题头"
        ),
        pytest.param(("第13条", "第99句"), "没有二、(四)第13条第99句，范围是第1句至第5句。", id="no such sentence"),
    ],
)
def test_there_is_nothing_beside_it(turns: tuple[str, ...], reason: str, answerer: Answerer) -> None:
    answer = ask(answerer, *turns)
    assert (answer.status, answer.reason) == (Status.NOT_FOUND, reason)


@pytest.mark.parametrize(
    ("turns", "indicators"),
    [
        pytest.param(("鲁班奖目标是多少", "闽江杯呢"), ["闽江杯"], id="another figure of the clause"),
        pytest.param(("鲁班奖目标是多少", "那大禹奖呢"), ["大禹奖"], id="with a particle"),
        pytest.param(("鲁班奖目标是多少", "不是，我问的是闽江杯"), ["闽江杯"], id="a correction"),
        pytest.param(("鲁班奖目标是多少", "同一条其他指标"), ["国家优质工程奖", "闽江杯", "大禹奖"], id="the others"),
        pytest.param(("鲁班奖目标是多少", "还有别的吗"), ["国家优质工程奖", "闽江杯", "大禹奖"], id="anything else"),
        pytest.param(("鲁班奖目标是多少", "什么时候完成"), ["鲁班奖"], id="its deadline"),
        pytest.param(("鲁班奖目标是多少", "哪一条"), ["鲁班奖"], id="its clause"),
        pytest.param(("鲁班奖目标是多少", "老字号呢"), ["福建老字号"], id="a figure of another clause"),
        pytest.param(("第18条", "这一条有几个目标"), ["字号优质农产品品牌", "农产品区域公用品牌"], id="of a clause"),
        pytest.param(("第18条", "它的指标有哪些"), ["字号优质农产品品牌", "农产品区域公用品牌"], id="of it"),
        pytest.param(
            ("第18条", "什么时候完成"), ["字号优质农产品品牌", "农产品区域公用品牌"], id="deadlines of a clause"
        ),
    ],
)
def test_targets(turns: tuple[str, ...], indicators: list[str], answerer: Answerer) -> None:
    answer = ask(answerer, *turns)
    assert [t.target.indicator for t in answer.targets] == indicators


@pytest.mark.parametrize(
    ("turns", "understood"),
    [
        pytest.param(("第13条", "属于哪一节"), "二、（四）第13条 属于哪一节", id="without a pronoun"),
        pytest.param(("第13条", "这条属于哪个工程"), "二、（四）第13条 属于哪个工程", id="with one"),
        pytest.param(("clause 13", "which section"), "二、（四）第13条 which section", id="in English"),
    ],
)
def test_where_the_last_clause_belongs(turns: tuple[str, ...], understood: str, answerer: Answerer) -> None:
    answer = ask(answerer, *turns)
    assert paths(answer) == ["二/(四)", "二"]
    assert answer.understood == understood


@pytest.mark.parametrize(
    ("turns", "understood"),
    [
        pytest.param(("鲁班奖目标是多少", "2035年呢"), "2035年鲁班奖目标是多少", id="another year"),
        pytest.param(("2025年绿色工厂有多少家", "2035年呢"), "2035年绿色工厂有多少家", id="a year replaces the year"),
        pytest.param(("2025年绿色工厂有多少家", "2035又要到多少"), "2035绿色工厂有多少家", id="a year is all it names"),
        pytest.param(("鲁班奖目标是多少", "厦门呢"), "厦门鲁班奖目标是多少", id="a place"),
        pytest.param(("哪些条提到泉州", "晋江呢"), "哪些条提到晋江", id="a place replaces the place"),
        pytest.param(("闽江杯目标是多少", "厦门呢"), "厦门闽江杯目标是多少", id="闽 inside a name is no place"),
        pytest.param(("鲁班奖目标是多少", "绿色园区呢"), "绿色园区目标是多少", id="another subject wants a figure too"),
        pytest.param(("福茶网", "BIM呢"), "bim", id="after a name another name"),
        pytest.param(("鲁班奖目标是多少", "绿色园区有多少家呢"), "绿色园区有多少家", id="asked in full"),
        pytest.param(("鲁班奖目标是多少", "绿色园区的呢"), "绿色园区目标是多少", id="with 的"),
        pytest.param(("福茶网怎么讲", "BIM呢"), "bim怎么讲", id="in the frame of the last question"),
    ],
)
def test_a_new_slot_in_the_last_question(turns: tuple[str, ...], understood: str, say: Say) -> None:
    continued = say(*turns)
    assert continued
    assert continued.understood == understood
    assert continued.question.text == turns[-1]


def test_a_place_that_the_text_never_names_gets_no_list_of_another(answerer: Answerer) -> None:
    answer = ask(answerer, "哪些条提到泉州", "晋江呢")
    assert (answer.status, answer.reason) == (Status.NOT_FOUND, "文件中没有提到“晋江”。")


@pytest.mark.parametrize(
    "turns",
    [
        pytest.param(("下一条",), id="nothing before it"),
        pytest.param(("你好", "下一条"), id="small talk before it"),
        pytest.param(("第13条", ""), id="nothing said"),
        pytest.param(("第13条", "第14条"), id="a reference of its own"),
        pytest.param(("第13条", "纲要全文"), id="the document's text"),
        pytest.param(("第13条", "绿色工厂多少家"), id="a question of its own"),
        pytest.param(("第13条", "目录"), id="the contents"),
        pytest.param(("第13条", "你好呢"), id="small talk in the form of a slot"),
        pytest.param(("全部目标", "其中知识产权的"), id="其中 after a long list means no single clause"),
        pytest.param(("第13条", "那" + "字" * (SLOT_LIMIT + 1) + "呢"), id="too long for a slot"),
        pytest.param(("第13条", "这条" + "字" * FOLLOW_UP_LIMIT), id="too long for a follow-up"),
    ],
)
def test_a_question_of_its_own(turns: tuple[str, ...], say: Say) -> None:
    assert say(*turns) is None


def test_the_whole_text_after_a_clause_means_that_clause(say: Say) -> None:
    continued = say("第13条", "看全文")
    assert continued
    assert continued.question.kind is QuestionKind.REFERENCE
    assert [c.path for r in continued.question.references for c in r.clauses] == ["二/(四)/13"]


# What is remembered


def test_an_answer_leaves_its_clause_targets_and_first_quote(answerer: Answerer) -> None:
    answer, after = answerer.answer("鲁班奖目标是多少")
    assert after == Conversation(
        subject="鲁班奖",
        asked="鲁班奖目标是多少",
        wanted_number=True,
        paths=("二/(六)/19",),
        target_ids=("19-1",),
        quote=answer.quotes[0].span,
        doc="fujian-quality-outline-2023",
    )


@pytest.mark.parametrize(
    "turn",
    [
        pytest.param("你好", id="small talk"),
        pytest.param("第31条", id="out of range"),
        pytest.param("（二）", id="ambiguous"),
        pytest.param("", id="nothing"),
    ],
)
def test_a_turn_without_an_answer_changes_no_memory(turn: str, answerer: Answerer) -> None:
    before = Conversation(subject="茶", asked="茶", paths=("二/(一)/3",), quote=Span(0, 1))
    assert answerer.answer(turn, before)[1] == before


RULES = """柳泉市海绵设施管理办法
第一条 评价得分90分以上的为优秀，75分以上不足90分的为良好。
第二条 到2027年，建成绿色工厂200家，智能泵站30座。
第三条 到2028年，建成大型蓄水池12座。
第四条 到2028年，建成中型蓄水池40座。
第五条 隐蔽工程未经验收的，不得覆盖。
第六条 违反本办法第五条规定的，处一万元罚款。
"""


@pytest.mark.parametrize(
    ("shown", "targets", "turn", "understood"),
    [
        pytest.param("第一条", 0, "良好呢", "第一条 良好", id="another word of the sentence shown"),
        pytest.param("第二条", 1, "智能泵站呢", "智能泵站（第二条 智能泵站）", id="another target of the clause"),
        pytest.param("第二条", 1, "智能工厂呢", "智能工厂目标是多少", id="a part of a name means no other target"),
        pytest.param("第三条", 1, "中型的呢", "中型目标是多少", id="a subject of asking words alone is kept whole"),
        pytest.param(
            "第二条", 1, "蓄水池呢，总共要建多少座", "蓄水池总共要建多少座", id="a subject and what is asked of it"
        ),
        pytest.param("第二条", 1, "那26年呢", "2026年多少", id="a year of two digits"),
        pytest.param("第五条", 0, "盖了会怎么处罚", "第五条 盖了会怎么处罚", id="what breaking it brings"),
    ],
)
def test_half_questions_after_a_clause(shown: str, targets: int, turn: str, understood: str) -> None:
    facts = Facts(Document("rules", "柳泉市海绵设施管理办法", "", "", "", "rules", RULES, parse))
    clause = next(c for c in facts.document.clauses() if c.number == shown)
    own = facts.targets_in(clause)[:targets]
    quote = facts.sentence_at(own[0].span if own else clause.span)
    before = Conversation(
        subject="",
        asked="多少",
        wanted_number=True,
        paths=(clause.path,),
        target_ids=tuple(t.id for t in own),
        quote=quote,
    )
    found = follow_up(turn, before, facts)
    assert found is not None
    assert found.understood == understood


@pytest.mark.parametrize(
    ("turn", "understood"),
    [
        pytest.param("那2028年呢", "2028年绿色工厂要建多少家", id="another year"),
        pytest.param("28年呢", "2028年绿色工厂要建多少家", id="in two digits"),
        pytest.param("智能泵站呢", None, id="another subject"),
    ],
)
def test_another_year_after_one_that_was_refused(turn: str, understood: str | None) -> None:
    facts = Facts(Document("rules", "柳泉市海绵设施管理办法", "", "", "", "rules", RULES, parse))
    found = follow_up(turn, Conversation(asked="2026年绿色工厂要建多少家"), facts)
    assert (found.understood if found else None) == understood


SHARED = """柳泉县供水方案
一、主要任务
1. 改造管网100公里。（责任单位：县水利局、县财政局）
2. 建设小水池20座，资金由县财政承担。
3. 车间用水不得直排，游泳场馆应当循环用水。
"""


@pytest.mark.parametrize(
    ("shown", "turn", "understood"),
    [
        pytest.param(0, "归哪几个部门管", "1", id="who is responsible"),
        pytest.param(1, "钱哪个出", "2", id="who pays"),
        pytest.param(2, "钱哪个出", "", id="a clause that does not tell"),
        pytest.param(0, "管网归哪几个部门管", "", id="a subject of its own"),
    ],
)
def test_what_the_clause_shown_tells(shown: int, turn: str, understood: str) -> None:
    facts = Facts(Document("shared", "柳泉县供水方案", "", "", "", "shared", SHARED, parse))
    clause = [c for c in facts.document.clauses() if not c.children and c.mark][shown]
    found = follow_up(turn, Conversation(asked="多少", paths=(clause.path,)), facts)
    assert (found is not None and bool(found.question.references)) is bool(understood)
