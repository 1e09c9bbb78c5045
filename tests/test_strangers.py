"""Indicators that a document does not know, and targets that are not the thing that was named."""

import pytest

from bot.question import understand
from bot.strangers import misnamed, stranger, unprinted_charge
from knowledge.facts import Facts
from knowledge.library import shipped_documents


@pytest.fixture(scope="module")
def facts() -> Facts:
    return Facts(shipped_documents()[0])


@pytest.mark.parametrize(
    ("question", "name"),
    [
        pytest.param("森林覆盖率到多少", "森林覆盖率", id="an indicator of other plans"),
        pytest.param("哪年达到城镇化率目标", "城镇化率", id="a date is wanted"),
        pytest.param("流动人口怎么管理", "", id="neither figure nor date"),
        pytest.param("流动人口多少", "流动人口", id="a counted thing"),
        pytest.param("农产品质量安全例行监测合格率多少", "", id="an indicator of this plan"),
        pytest.param("海洋经济增长率多少", "", id="a term that is but the end of one name and the start of another"),
        pytest.param("经济增长率多少", "经济增长", id="the same term by itself"),
        pytest.param("瞪羚企业培育多少家", "", id="a term known without the general word that it ends in"),
    ],
)
def test_stranger(question: str, name: str, facts: Facts) -> None:
    assert stranger(understand(question, facts), facts.folded.text) == name


@pytest.mark.parametrize(
    ("question", "of_target", "of_document", "name"),
    [
        pytest.param("绿色社区多少个", "绿色工厂150家", "绿色工厂", "绿色社区", id="its last word is missing"),
        pytest.param("绿色工厂多少家", "绿色工厂150家", "绿色工厂", "", id="both words stand there"),
        pytest.param("红色工厂多少家", "绿色工厂150家", "绿色工厂", "", id="a first word that the document never uses"),
        pytest.param(
            "红色工厂多少家", "绿色工厂150家", "红色品牌 绿色工厂", "红色工厂", id="one that it uses elsewhere"
        ),
        pytest.param("绿色工厂建多少家", "绿色工厂150家", "绿色工厂", "", id="a verb of one character after it"),
        pytest.param("绿色工厂打造多少家", "绿色工厂150家", "绿色工厂", "", id="what is done to it is no part of it"),
        pytest.param("卖海鲜的指标", "水产品合格率98%", "水产品 农产品", "", id="lay words that nothing else uses"),
        pytest.param("旅游收入多少", "旅游景区4A", "旅游", "旅游收入", id="ends as an indicator anywhere does"),
        pytest.param("深水抗风浪网相多少", "深水抗风浪养殖网箱888口", "深水", "", id="most of it stands there: a slip"),
        pytest.param("绿色社区怎么建", "绿色工厂150家", "绿色工厂", "", id="no figure is wanted"),
        pytest.param("工厂,社区,学校多少个", "绿色园区15个", "", "", id="several things"),
    ],
)
def test_misnamed(question: str, of_target: str, of_document: str, name: str, facts: Facts) -> None:
    assert misnamed(understand(question, facts), of_target, of_document) == name


@pytest.mark.parametrize(
    ("asked", "charge"),
    [
        pytest.param("老人过身了丧葬费补多少", "丧葬费", id="a charge that is not known"),
        pytest.param("安装费谁出", "", id="what it is paid for is printed"),
        pytest.param("超额水费咋收", "", id="a charge of one character"),
        pytest.param("费用多少", "", id="no charge"),
        pytest.param("产品认证的花费补几成", "", id="花费 names no purpose"),
        pytest.param("婚假给几天", "婚假", id="a leave that is not known"),
        pytest.param("看病假药多怎么办,几天能处理", "", id="part of other words"),
        pytest.param("暑假里学生几天能去一次", "", id="a time of the year"),
    ],
)
def test_a_charge_that_a_document_does_not_know(asked: str, charge: str) -> None:
    assert unprinted_charge(asked, "安装智能水表") == charge
