"""Checking a quotation: design §5.4."""

import random
from time import perf_counter

import pytest

from bot.faults import BadInput
from bot.passage_check import Checked, Claim, Cut, Verdict, check
from bot.records import checked_record
from bot.render_check import report
from knowledge.collate import collate, verbatim_spans
from knowledge.library import shipped_documents
from knowledge.types import Span

PLAN = shipped_documents()[0]
GOAL = "装配式建筑占新建建筑面积比例达到35%以上"


def checked(text: str) -> Checked:
    return check(text, (PLAN,))


def changes(found: Checked) -> list[tuple[str, str, str]]:
    return [(d.op.value, d.given, d.published) for d in found.differences]


@pytest.mark.parametrize(
    ("text", "path"),
    [
        pytest.param(GOAL + "。", "二/(四)/13", id="to the end of a sentence"),
        pytest.param(GOAL, "二/(四)/13", id="begins and ends mid-sentence"),
        pytest.param(f"  {GOAL}\n", "二/(四)/13", id="white space at either end"),
        pytest.param("推动智慧工地建设试点工作,通过施工现场人、机、料、法、环等关键要素信息互联互通,促进提升质量管理信息化、智能化水平。"
                     "健全完善工程建设招标投标制度", "二/(四)/12", id="several sentences"),
        pytest.param("农产品质量安全例行监测合格率高于98%\n\n2.提升药品质量安全水平。", "二/(一)",
                     id="over two clauses"),
        pytest.param("农产品质量安全例行监测合格率高于98%2.提升药品质量安全水平。", "二/(一)",
                     id="line breaks collapsed"),
        pytest.param("装配式建筑占新建建筑\n面积比例达到35%以上", "二/(四)/13", id="a line break added"),
        pytest.param("一、总体要求", "一", id="a heading with its mark is text, not a claim"),
        pytest.param(f"“{GOAL}”", "二/(四)/13", id="quotation marks around the whole"),
        pytest.param("35%以上", "二/(四)/13", id="short but it stands there"),
    ],
)  # fmt: skip
def test_verbatim(text: str, path: str) -> None:
    found = checked(text)
    assert (found.verdict, found.clause and found.clause.path) == (Verdict.VERBATIM, path)
    assert (found.differences, found.only_typographic, found.claimed) == ((), False, None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(GOAL.replace("35", "30"), [("replace", "0", "5")], id="a changed number"),
        pytest.param(GOAL.replace("以上", "") + "。", [("delete", "", "以上")], id="以上 dropped"),
        pytest.param("农产品质量安全例行监测合格率不高于98%", [("insert", "不", "")], id="不 added"),
        pytest.param("强化工程质量保障。落实各方主体工程质量责任", [("delete", "", "全面")], id="a word left out"),
        pytest.param("食品抽检合格率和水产品产地监督抽查合格率达到98.5%以上", [("delete", "", "均")], id="均 dropped"),
        pytest.param("新能源产业增加值达到1000亿元。", [("delete", "", "力争")], id="力争 dropped"),
        pytest.param(GOAL.replace("建筑面积", "建筑物面积"), [("insert", "物", "")], id="a character added"),
    ],
)
def test_altered_wording_is_found_character_by_character(text: str, expected: list[tuple[str, str, str]]) -> None:
    found = checked(text)
    assert (found.verdict, found.only_typographic, changes(found)) == (Verdict.ALTERED, False, expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(GOAL.replace("%", "％"), [("replace", "％", "%")], id="width"),
        pytest.param("(四) 实施福建建造质量提升工程", [("insert", " ", "")], id="space added"),
        pytest.param("（四）实施福建建造质量提升工程", [("replace", "（", "("), ("replace", "）", ")")], id="brackets"),
        pytest.param(
            "深入实施消费品“三品”战略", [("insert", "“", ""), ("insert", "”", "")], id="quotation marks added"
        ),
        pytest.param("实施5G+工业互联网创新工程", [("delete", "", "“")], id="the text's lone quotation mark left out"),
        pytest.param("质　量", [("insert", "　", "")], id="short passage"),
    ],
)
def test_typographic_differences_alone_are_reported_as_such(text: str, expected: list[tuple[str, str, str]]) -> None:
    found = checked(text)
    assert (found.verdict, found.only_typographic, changes(found)) == (Verdict.ALTERED, True, expected)


@pytest.mark.parametrize("text", ["今天天气很好我们去公园玩", "你好", "98.4%", "😀😀😀", "的的的的的的的的的的"])
def test_not_found(text: str) -> None:
    assert checked(text) == Checked(Verdict.NOT_FOUND)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("推进智能建造和新型建筑工业化协同发展,到2025年,争创国家检验检测认证公共服务平台示范区2个。",
                     id="two clauses"),
        pytest.param("积极推广装配式建筑,推行装配式建筑部品部件驻厂监造。", id="one clause, its middle left out"),
        pytest.param("水产品产地监督抽查合格率稳定在95%以上。", id="one target's figure for another's name"),
    ],
)  # fmt: skip
def test_a_passage_sewn_together_is_not_verbatim(text: str) -> None:
    found = checked(text)
    assert found.verdict is Verdict.ALTERED
    assert not found.only_typographic


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        pytest.param(f"第13条规定：{GOAL}", Claim("二/(四)/13", True), id="right"),
        pytest.param(f"第12条规定：{GOAL}", Claim("二/(四)/12", False), id="wrong"),
        pytest.param(f"第十三条 {GOAL}", Claim("二/(四)/13", True), id="Chinese number, space"),
        pytest.param(f"根据第13条，{GOAL}", Claim("二/(四)/13", True), id="根据"),
        pytest.param(f"《福建省质量强省建设纲要》二、（四）第13条：“{GOAL}”", Claim("二/(四)/13", True),
                     id="full citation, quoted"),
        pytest.param(f"{GOAL}（第13条）", Claim("二/(四)/13", True), id="in brackets after it"),
        pytest.param(f"“{GOAL}”——《福建省质量强省建设纲要》第12条", Claim("二/(四)/12", False), id="after a dash"),
        pytest.param(f"第31条规定：{GOAL}", Claim(None, False), id="no such clause"),
        pytest.param(f"二、（四）：{GOAL}", Claim("二/(四)", True), id="the section holds the clause"),
        pytest.param(f"clause 13 says: {GOAL}", Claim("二/(四)/13", True), id="English"),
        pytest.param(f"纲要规定：{GOAL}", None, id="the document alone is no claim"),
    ],
)  # fmt: skip
def test_a_clause_number_given_with_the_passage_is_checked(text: str, claim: Claim | None) -> None:
    found = checked(text)
    assert (found.verdict, found.text, found.claimed) == (Verdict.VERBATIM, GOAL, claim)


def test_claim_is_kept_where_the_passage_is_altered_or_absent() -> None:
    assert checked("第13条：" + GOAL.replace("35", "30")).claimed == Claim("二/(四)/13", True)
    assert checked("第12条规定：今天天气很好我们去公园玩") == Checked(
        Verdict.NOT_FOUND, claimed=Claim("二/(四)/12", False)
    )


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        pytest.param(GOAL.removesuffix("以上"), Cut("", "以上"), id="以上 follows"),
        pytest.param("新能源产业增加值力争达到1000", Cut("", "亿"), id="亿 follows"),
        pytest.param("8.5%以上", Cut("9", ""), id="a digit stands before"),
        pytest.param("98%", Cut("高于", ""), id="the relation stands before"),
        pytest.param("断提升福建产品、工程、服务质量", Cut("不", ""), id="不 stands before"),
        pytest.param(GOAL, None, id="nothing is cut"),
    ],
)
def test_a_quotation_that_stops_short_is_remarked(text: str, cut: Cut | None) -> None:
    found = checked(text)
    assert (found.verdict, found.cut) == (Verdict.VERBATIM, cut)


@pytest.mark.parametrize("text", ["", " \n\t", "“”", "\u200b\u202e"])
def test_nothing_to_check_is_bad_input(text: str) -> None:
    with pytest.raises(BadInput, match="no text to check"):
        checked(text)


def test_every_slice_of_the_text_is_verbatim_there() -> None:
    chance = random.Random(7)
    for _ in range(300):
        start = chance.randrange(len(PLAN.text) - 200)
        span = Span(start, start + chance.randrange(1, 200)).stripped(PLAN.text)
        if span:
            assert span in verbatim_spans(PLAN.text, span.of(PLAN.text)) or len(span) < 3


def test_differences_rebuild_the_given_passage() -> None:
    chance = random.Random(11)
    for _ in range(200):
        start = chance.randrange(len(PLAN.text) - 120)
        given = list("".join(PLAN.text[start : start + 100].split()))
        for _ in range(chance.randrange(1, 6)):
            given[chance.randrange(20, len(given) - 20)] = chance.choice(["", "改", "，", "0"])
        passage = "".join(given)
        found = collate(PLAN.text, passage)
        assert found is not None
        assert _rebuilt(found.span, found.differences) == passage


def _rebuilt(span: Span, differences: tuple[object, ...]) -> str:
    """Apply the differences to the published words; line breaks are layout and are left out of both."""
    out, position = [], span.start
    for d in differences:
        out += [PLAN.text[position : d.at], d.given]  # type: ignore[attr-defined]
        position = d.at + len(d.published)  # type: ignore[attr-defined]
    out.append(PLAN.text[position : span.end])
    return "".join("".join(out).split())


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("水产品" * 33_000, id="one word again and again"),
        pytest.param(PLAN.text.replace("质量", "品质") * 6, id="the plan six times, altered"),
        pytest.param("".join(random.Random(1).sample(PLAN.text, len(PLAN.text))) * 6, id="its characters shuffled"),
        pytest.param("1" * 100_000, id="digits"),
        pytest.param(" " * 100_000 + "x", id="blanks"),
        pytest.param("第12条" * 25_000, id="references"),
        pytest.param("（" * 100_000, id="brackets"),
    ],
)
def test_a_hundred_thousand_characters_take_seconds_at_most(text: str) -> None:
    started = perf_counter()
    assert checked(text).verdict in (Verdict.ALTERED, Verdict.NOT_FOUND)
    assert perf_counter() - started < 10


def test_record_has_the_fields_of_the_contract() -> None:
    record = checked_record(checked("第12条规定：" + GOAL.replace("35", "30")))
    start = PLAN.text.index(GOAL)
    assert record == {
        "verdict": "altered", "doc": PLAN.id, "path": "二/(四)/13",
        "citation": "《福建省质量强省建设纲要》二、（四）第13条",
        "start": start, "end": start + len(GOAL), "text": GOAL,
        "differences": [{"op": "replace", "given": "0", "published": "5", "at": start + GOAL.index("5")}],
        "only_typographic": False, "claimed": {"path": "二/(四)/12", "agrees": False}, "cut": None,
    }  # fmt: skip


def test_report_marks_the_difference_in_its_context() -> None:
    assert report(checked("第12条规定：" + GOAL.replace("35", "30"))).splitlines() == [
        "不一致：与原文有出入。",
        "最接近的原文：《福建省质量强省建设纲要》二、（四）第13条",
        f"原文：「{GOAL}」",
        "差异（[-引文-] 改自 {+原文+}）：",
        "· …建建筑面积比例达到3[-0-]{+5+}%以上。…",
        "所注条号不符：应为《福建省质量强省建设纲要》二、（四）第13条。",
    ]


def test_the_report_in_english_keeps_citation_and_text_as_published() -> None:
    said = report(checked("第12条规定：" + GOAL.replace("35", "30")), "en")
    assert said.startswith("Altered: it differs from the published text.")
    assert "Nearest published text: 《福建省质量强省建设纲要》二、（四）第13条" in said
    assert "The clause number given with it is wrong: it is 《福建省质量强省建设纲要》二、（四）第13条." in said
    assert report(checked(GOAL), "en").startswith("Verbatim")
