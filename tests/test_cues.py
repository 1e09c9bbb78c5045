"""The words of asking: every list is read, compiles, and takes no time on hostile text."""

import re
import time
import tomllib
from pathlib import Path

import pytest

import bot
import knowledge
from bot.cues import CUES, core_of, cue, names, pieces_of, subject_of
from bot.question import understand
from knowledge.facts import Facts
from knowledge.library import shipped_documents
from knowledge.references import find_references

TABLE = tomllib.loads(CUES.read_text(encoding="utf-8"))
LISTS = [(group, name) for group, lists in TABLE.items() for name in lists]
SECONDS = 5.0  # a pattern that backtracks without bound takes minutes, all others some milliseconds
HOSTILE = [
    "第" * 1000, "一" * 1000, "1、" * 500, "(" * 1000, "(一)" * 333, "第1条和" * 250, "十" * 1000, "9" * 1000,
    "有没有" * 333, "哪些条提到" * 200, "20" * 500, "的" * 999 + "？", "clause 1 and " * 77, "what is the " * 83,
    "多少" * 500, "到" * 1000, "a1" * 500, "《" * 500 + "法第一条", "百分之" * 333, "第一章第一节" * 166,
    " " * 999 + "条",
]  # fmt: skip


@pytest.mark.parametrize(("group", "name"), LISTS, ids=[".".join(row) for row in LISTS])
def test_every_list_compiles_and_is_read_by_the_code(group: str, name: str) -> None:
    assert cue(group, name).pattern
    sources = [p.read_text(encoding="utf-8") for p in Path(bot.__file__).parent.rglob("*.py")]
    whole_group = any(re.search(rf'names\("{group}"\)', source) for source in sources)
    named = any(f'"{name}"' in source or f'"{group}"]["{name}"' in source for source in sources)
    assert whole_group or named, "no code reads this list; delete it"


def test_an_unknown_list_is_an_error() -> None:
    with pytest.raises(KeyError):
        cue("wants", "no such list")


@pytest.mark.parametrize("text", HOSTILE, ids=[t[:8] for t in HOSTILE])
def test_hostile_text_takes_no_time(text: str) -> None:
    facts = Facts(shipped_documents()[0])
    understand("第1条", facts)  # so that what is computed once is not counted
    started = time.monotonic()
    understand(text[:1000], facts)
    find_references(text[:1000], facts.document)
    for group, name in LISTS:
        cue(group, name).search(text[:1000])
    assert time.monotonic() - started < SECONDS


@pytest.mark.parametrize(
    ("question", "pieces", "subject"),
    [
        pytest.param(
            "请问装配式建筑的比例是多少？", ["装配式建筑", "比例"], "装配式建筑", id="politeness and asking fall away"
        ),
        pytest.param("有没有？", [], "", id="nothing but asking"),
        pytest.param("新能源", ["新", "源"], "新", id="words of asking inside a name divide it"),
    ],
)
def test_pieces(question: str, pieces: list[str], subject: str) -> None:
    assert pieces_of(question) == pieces
    assert subject_of(question) == subject


def test_the_core_keeps_what_stands_inside() -> None:
    assert core_of("请问新能源是什么") == "新能源"
    assert core_of("什么") == "什么"


def test_lists_come_in_the_order_of_the_file() -> None:
    assert names("smalltalk") == tuple(TABLE["smalltalk"])


def test_data_files_ship_with_the_packages() -> None:
    assert CUES.is_file()
    assert {p.name for p in Path(knowledge.__file__).parent.glob("*.txt")} >= {"terms.txt", "places.txt"}


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        pytest.param("清运费一车多少", True, id="a charge"),
        pytest.param("水费多少", False, id="no purpose of two characters"),
        pytest.param("煤炭消费比重多少", False, id="消费 is no charge"),
        pytest.param("公费师范生干满几年", False, id="nor is 公费"),
    ],
)
def test_a_charge_is_named_by_its_purpose(asked: str, named: bool) -> None:
    assert (cue("figure", "charge_named").search(asked) is not None) is named
