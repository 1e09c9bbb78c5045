"""Documents as people name them: by place, level, theme and kind, in Chinese and English; those that are not here."""

from typing import cast

import pytest

from bot.answerer import Answerer
from bot.document_names import Shelf, best_fitting, seat_of, shelf_of
from bot.entry import Entry
from bot.naming import Scope, by_level, by_place, by_theme
from bot.naming_latin import by_latin
from bot.scope import read_scope
from knowledge.facts import Facts
from knowledge.parse import parse
from knowledge.types import Document

TITLES = {
    "water": ("松江省节约用水条例", "松江省第十四届人民代表大会常务委员会"),
    "care": ("松江省“十五五”养老服务体系发展规划", ""),
    "city": ("柳泉市数字经济高质量发展三年行动计划（2026—2028年）", "柳泉市人民政府"),
    "fish": ("“十五五”全国现代渔业发展规划", "国家渔业发展委员会"),
    "county": ("云崖县基层医疗卫生服务能力提升实施方案", "云崖县人民政府办公室"),
    "english": ("Implementation Plan of Songjiang Province for Upgrading Manufacturing", ""),
    "coast": ("海岸带保护与滨海旅游发展意见", ""),
    "forest": ("苍屏自治州森林条例", ""),
}


@pytest.fixture(scope="module")
def entries() -> tuple[Entry, ...]:
    made = []
    for name, (title, issuer) in TITLES.items():
        document = Document(name, title, issuer, "", "", name, f"{title}\n一、总则\n“松江精品”是本省的牌子。\n", parse)
        made.append(Entry(Facts(document), cast("Answerer", None)))
    return tuple(made)


@pytest.fixture(scope="module")
def shelf(entries: tuple[Entry, ...]) -> Shelf:
    return shelf_of(entries)


@pytest.mark.parametrize(
    ("words", "seat"),
    [
        ("松江省节约用水条例", ("松江", "省")),
        ("云岭省质量强省建设纲要", ("云岭", "省")),  # 质量强省 is no place in it
        ("中共宁川市委　宁川市人民政府关于乡村振兴的意见", ("宁川", "市")),
        ("福建省福州市鼓楼区养老方案", ("鼓楼", "区")),
        ("2027年云岫市职业教育工作要点", ("云岫", "市")),
        ("关于印发《云湖县节水行动方案》的通知", ("云湖", "县")),
        ("苍屏自治州森林条例", ("苍屏", "自治州")),
        ("云岫市中心城区清洁供热专项规划", ("云岫", "市")),
        ("沅浦新区关于低空经济的措施", ("沅浦", "新区")),
        ("关于加快城市更新的意见", ("", "")),
        ("优化市场环境行动方案", ("", "")),
        ("Clean Harbour Act 2024", ("", "")),
    ],
)
def test_the_place_that_speaks_in_a_title(words: str, seat: tuple[str, str]) -> None:
    assert seat_of(words) == seat


@pytest.mark.parametrize(
    ("question", "named", "rest"),
    [
        pytest.param("松江的节水条例里头，洗车罚多少", ("water",), "洗车罚多少", id="a place, a theme, a kind"),
        pytest.param("松江省那个养老规划，床位多少", ("care",), "床位多少", id="one of a place's"),
        pytest.param("柳泉2028年5G基站几个", ("city",), "2028年5G基站几个", id="a place alone"),
        pytest.param("松江省节约用水条列，澡堂怎么办", ("water",), "节约用水条列,澡堂怎么办", id="a slip in the kind"),
        pytest.param("松江精品怎么评", ("water", "care"), "松江精品怎么评", id="a name that begins with a place stays"),
        pytest.param("柳泉市和云崖县的医院各建几家", ("city", "county"), "医院各建几家", id="two places"),
        pytest.param("松江和全国的渔业规划哪个严", ("fish", "water", "care"), "哪个严", id="a place and the nation"),
        pytest.param(
            "我在柳泉上班,松江的养老规划床位多少", ("care",), "我在柳泉上班,床位多少", id="not where one works"
        ),
    ],
)
def test_documents_named_by_place(question: str, named: tuple[str, ...], rest: str, entries: tuple[Entry, ...]) -> None:
    scope = read_scope(question, entries)
    assert (set(scope.named), scope.rest, scope.missing) == (set(named), rest, "")


def test_places_that_are_compared_are_groups_of_their_own(entries: tuple[Entry, ...]) -> None:
    assert read_scope("柳泉市和云崖县的医院各建几家", entries).groups == (("city",), ("county",))
    assert len(read_scope("松江的节水条例怎么说", entries).groups) == 1


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("柳泉市养老服务规划，床位要占多少", "柳泉市养老服务规划"),
        ("浙江省节约用水条例对澡堂怎么规定", "浙江省节约用水条例"),
        ("西澜省渔业规划对渔港有什么安排", "西澜省渔业规划"),
        ("国家质量强国建设纲要2025年的目标是什么", "国家质量强国建设纲要"),
        ("劳动合同法规定试用期几个月", "劳动合同法"),
        ("西澜省那部渔业条例禁渔期几月", "西澜省那部渔业条例"),
    ],
)
def test_a_document_that_is_not_here(question: str, missing: str, entries: tuple[Entry, ...]) -> None:
    scope = read_scope(question, entries)
    assert (scope.named, scope.missing) == ((), missing)


@pytest.mark.parametrize(
    "question",
    [
        "用水计划怎么报",
        "市场监管办法有哪些",
        "全国一流的港口",
        "企业要制定节水计划吗",
        "说法不一怎么办",
        "绿色工厂多少家",
    ],
)
def test_what_names_no_document(question: str, entries: tuple[Entry, ...]) -> None:
    assert read_scope(question, entries) == Scope(rest=question)


def test_levels_themes_and_english(shelf: Shelf) -> None:
    assert by_level("县里那个基层医疗方案,村医补多少", shelf) == Scope(("county",), "村医补多少")
    assert by_level("现代渔业那个全国规划,北斗哪年装完", shelf) == Scope(("fish",), "北斗哪年装完")
    assert by_level("自治州那部森林条例,几月防火", shelf) == Scope(("forest",), "几月防火")
    assert by_place("苍屏州森林条例里几月防火", shelf) == by_place(
        "苍屏自治州森林条例里几月防火", shelf
    )  # short for it
    assert by_level("自治州那个防火期几月", shelf) == Scope(("forest",), "防火期几月")
    assert by_place("自治州那部森林条例,几月防火", shelf) is None  # no place of that name is missing
    assert by_theme("海岸带保护和滨海旅游那个意见,湿地多少", shelf) == Scope(("coast",), "湿地多少")
    assert by_theme("养老规划里床位多少", shelf) == Scope(("care",), "床位多少")
    assert by_theme("建设规划里床位多少", shelf) is None  # a word that many titles have tells nothing
    found = by_latin("how many workers does the Songjiang manufacturing plan train", shelf)
    assert found is not None
    assert found.named == ("english",)
    assert by_place("松江那份英文的制造业方案怎么说", shelf) == Scope(("english",), "怎么说", groups=(("english",),))


def test_a_theme_is_met_in_order(shelf: Shelf) -> None:
    of_province = shelf.seats["松江"]
    assert [k.id for k in best_fitting(of_province, "节水", "条例")] == ["water"]
    assert [k.id for k in best_fitting(of_province, "养老十五五", "规划")] == ["care"]
    assert [k.id for k in best_fitting(of_province, "", "规划")] == ["care"]
    assert best_fitting(of_province, "数字经济", "规划") == []


def test_a_shelf_is_kept_while_the_documents_are_the_same(entries: tuple[Entry, ...]) -> None:
    assert shelf_of(entries) is shelf_of(tuple(entries))
    assert shelf_of(entries[:2]) is not shelf_of(entries)


@pytest.mark.parametrize(
    ("asked", "named", "missing"),
    [
        pytest.param("云崖县看医疗的方案里补多少", ("county",), "", id="a word of the title"),
        pytest.param("云崖县养猪方案里补多少", (), "云崖县养猪方案", id="of another trade"),
    ],
)
def test_a_lay_word_of_the_sector(asked: str, named: tuple[str, ...], missing: str, shelf: Shelf) -> None:
    scope = by_place(asked, shelf)
    assert scope is not None
    assert (scope.named, scope.missing) == (named, missing)


def test_what_is_asked_of_each_of_two_places(shelf: Shelf) -> None:
    scope = by_place("柳泉的算力中心和云崖的村卫生室,每年各补多少", shelf)
    assert scope is not None
    assert scope.groups == (("city",), ("county",))
    assert scope.parts == ("算力中心,每年各补多少", "村卫生室,每年各补多少")


def test_a_road_of_a_county_is_no_county(shelf: Shelf) -> None:
    scope = by_place("柳泉县道一公里补多少", shelf)
    assert scope is not None
    assert scope.named == ("city",)


def test_a_second_document_joined_by_its_title(entries: tuple[Entry, ...]) -> None:
    scope = read_scope("松江节约用水条例同滨海旅游发展意见各补多少", entries)
    assert scope.groups == (("water",), ("coast",))


@pytest.mark.parametrize(
    ("asked", "named", "missing"),
    [
        pytest.param("国家渔业局那个渔业的规划,多少", ("fish",), "", id="the body before its theme"),
        pytest.param("沛县今年县政府工作报告,增长多少", (), "沛县今年县政府工作报告", id="a place of one character"),
    ],
)
def test_documents_named_with_a_body_or_a_short_place(
    asked: str, named: tuple[str, ...], missing: str, entries: tuple[Entry, ...]
) -> None:
    found = read_scope(asked, entries)
    assert (found.named, found.missing) == (named, missing)


def test_an_english_document_is_named_by_the_names_above_its_title() -> None:
    text = "Sarn Coast Partnership\nREGIONAL STRATEGY 2026\nPart 1 Aims\nThe coast will have 40 clinics.\n"
    document = Document("sarn", "REGIONAL STRATEGY 2026", "", "", "", "s", text, parse)
    shelf = Shelf((Entry(Facts(document), cast("Answerer", None)),))
    assert set(shelf.romanized) == {"sarn", "partnership"}  # the coast is a word of the text
