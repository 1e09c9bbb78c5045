"""Documents named in Latin letters: by the sound of their place, with what names them left out of the question."""

from typing import cast

import pytest

from bot.answerer import Answerer
from bot.entry import Entry
from bot.scope import read_scope
from knowledge.facts import Facts
from knowledge.parse import parse
from knowledge.types import Document

TITLES = {
    "water": ("松江省节约用水条例", "松江省人民代表大会常务委员会"),
    "fish": ("“十五五”全国现代渔业发展规划", "国家渔业发展委员会"),
    "english": ("Implementation Plan of Songjiang Province for Upgrading Manufacturing", ""),
    "county": ("LIUHE COUNTY ACTION PLAN FOR DRY FARMING", ""),
    "city": ("柳泉市数字经济高质量发展三年行动计划", "柳泉市人民政府"),
}


@pytest.fixture(scope="module")
def entries() -> tuple[Entry, ...]:
    made = []
    for name, (title, issuer) in TITLES.items():
        document = Document(name, title, issuer, "", "", name, f"{title}\n一、总则\n为了发展，制定本文。\n", parse)
        made.append(Entry(Facts(document), cast("Answerer", None)))
    return tuple(made)


@pytest.mark.parametrize(
    ("question", "named", "rest"),
    [
        pytest.param(
            "Under the Liuquan digital economy rules, how many data centres are built?",
            {"city"}, "how many data centres are built?", id="what names it before a comma",
        ),
        pytest.param(
            "Liuquan digital plan: how many 5G stations by 2028?",
            {"city"}, "how many 5G stations by 2028?", id="before a colon",
        ),
        pytest.param(
            "national guideline on fishing ports - what is the limit for boats?",
            {"fish"}, "what is the limit for boats?", id="the nation, and what its document is on",
        ),
        pytest.param(
            "how many workers does the Songjiang manufacturing plan train", {"english"},
            "how many workers does the Songjiang manufacturing plan train", id="inside the sentence it stays",
        ),
        pytest.param("Liuquan plan: why", {"city"}, "Liuquan plan: why", id="too little would be left"),
        pytest.param("Liuhe县那个旱作农业计划，打井怎么罚", {"county"}, "打井怎么罚", id="theme and kind in Chinese"),
        pytest.param("Songjiang那份制造业升级的英文方案，利用率多少", {"english"}, "利用率多少", id="one of a place's"),
        pytest.param("柳河县旱作农业行动计划里打井怎么罚", {"county"}, "打井怎么罚", id="its place in Chinese letters"),
    ],
)  # fmt: skip
def test_documents_named_in_latin_letters(
    question: str, named: set[str], rest: str, entries: tuple[Entry, ...]
) -> None:
    scope = read_scope(question, entries)
    assert (set(scope.named), scope.rest, scope.missing) == (named, rest, "")


@pytest.mark.parametrize("question", ["what does it cost", "how many national parks are planned", "AI和5G怎么发展"])
def test_what_names_none(question: str, entries: tuple[Entry, ...]) -> None:
    assert read_scope(question, entries).named == ()
