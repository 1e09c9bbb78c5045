"""What follows from breaking a clause: the penalty clauses that cite it, and a plain word where none does."""

from pathlib import Path

import pytest

from bot.lookups.penalty import asks_penalty, find, sanctions
from bot.question import understand
from bot.types import Status
from knowledge.facts import Facts
from knowledge.library import read_file
from knowledge.types import Clause

TEXT = """松江市小水电管理条例
第一章 总则
第一条 为了管好小水电，制定本条例。
第二条 小水电应当按月报送发电计划。
第三条 禁止下列行为：
（一）擅自加高堰坝；
（二）挪动生态流量标志。
第三条之一 电站应当每年检修一次。
第四条 电站应当公示下泄流量。
第二章 法律责任
第五条 违反本条例第二条规定的，处一千元罚款。
第六条 违反本条例第三条第二项、第三条之一规定的，责令改正，处二千元以上五千元以下罚款。
第七条 违反本条例第三条第（一）项规定的，处一万元罚款。
第八条 堵塞鱼道的，处三千元罚款。
"""


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    file: Path = tmp_path_factory.mktemp("penalty") / "rules.txt"
    file.write_text(TEXT, encoding="utf-8")
    return Facts(read_file(file))


def clause(facts: Facts, path: str) -> Clause:
    return next(c for c in facts.document.clauses() if c.path.endswith(path))


@pytest.mark.parametrize(
    ("path", "punished_by"),
    [
        pytest.param("第二条", ["第五条"], id="an article"),
        pytest.param("第三条/(二)", ["第六条"], id="an item that is named"),
        pytest.param("第三条", ["第六条", "第七条"], id="an article by any of its items"),
        pytest.param("第三条之一", ["第六条"], id="an inserted article is another one"),
        pytest.param("第四条", [], id="cited nowhere"),
        pytest.param("第一章", [], id="a chapter is no article"),
    ],
)
def test_sanctions(path: str, punished_by: list[str], facts: Facts) -> None:
    assert [c.number for c in sanctions(clause(facts, path), facts)] == punished_by


@pytest.mark.parametrize(
    ("question", "path", "answered_by"),
    [
        pytest.param("违反了罚多少", "第二条", ["第五条"], id="only points"),
        pytest.param("一直拖着不报怎么罚", "第二条", ["第五条"], id="in lay words"),
        pytest.param("要是没检修呢，会怎么处罚", "第三条之一", ["第六条"], id="in its own words"),
        pytest.param("堵塞鱼道怎么罚", "第二条", None, id="another act is another clause's"),
        pytest.param("不公示怎么罚", "第四条", None, id="nothing cites it: the search may know more"),
        pytest.param("什么时候报送", "第二条", None, id="no penalty is asked for"),
    ],
)
def test_a_penalty_is_looked_up(question: str, path: str, answered_by: list[str] | None, facts: Facts) -> None:
    found = find(understand(question, facts), [clause(facts, path)], facts)
    assert (found and [c.number for c in found.clauses]) == answered_by


def test_that_nothing_cites_a_clause_is_said(facts: Facts) -> None:
    found = find(understand("违反了怎么罚", facts), [clause(facts, "第四条")], facts)
    assert found is not None
    assert found.status is Status.NOT_FOUND
    assert [c.number for c in found.nearest] == ["第四条"]


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("违反了会怎样", True),
        ("要是不交罚多少", True),
        ("有什么后果", True),
        ("怎么申请", False),
        ("会怎么发展", False),
    ],
)
def test_what_asks_for_a_penalty(question: str, asks: bool) -> None:
    assert asks_penalty(question) is asks
