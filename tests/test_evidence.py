"""The checks before an answer: what no sentence can meet, and what the quoted words do not."""

import pytest

from bot.evidence import PASSED, Verdict, due, early, late, late_without_keys, scope_name
from bot.question import understand
from knowledge.facts import Facts
from knowledge.library import shipped_documents
from knowledge.parse import parse
from knowledge.types import Document, Span, Target
from tests.conftest import make_target


@pytest.fixture(scope="module")
def facts() -> Facts:
    return Facts(shipped_documents()[0])


def target_of(facts: Facts, indicator: str) -> Target:
    return next(t for t in facts.targets if t.indicator == indicator)


def judged(question: str, words: str, facts: Facts) -> Verdict:
    """Return the verdict on words of the plan as the answer to a question."""
    start = facts.document.text.index(words)
    span = Span(start, start + len(words))
    return late(understand(question, facts), span, facts.clause_at(start), None, facts)


def judged_target(question: str, indicator: str, facts: Facts) -> Verdict:
    """Return the verdict on a target as the answer to a question."""
    target = target_of(facts, indicator)
    quoted = facts.sentence_at(target.span)
    return late(understand(question, facts), quoted, facts.clause_at(target.span.start), target, facts)


@pytest.mark.parametrize(
    ("question", "reason", "check"),
    [
        pytest.param("2027年绿色园区多少个", "文件中没有2027年的这项内容。", "year", id="a year"),
        pytest.param(
            "green factories to 2027", "The plan has nothing on this for 2027.", "year", id="a year in English"
        ),
        pytest.param("2027年和2031年的茶", "文件中没有2027、2031年的这项内容。", "year", id="two years"),
        pytest.param("2027年的目标有哪些", "文件中没有2027年的这项内容。", "year", id="a list for a year"),
        pytest.param("浙江的茶产业", "文件中没有对“浙江”作出这项规定。", "place", id="another province"),
        pytest.param("杭州的纺织厂", "文件中没有对“杭州”作出这项规定。", "place", id="a city elsewhere"),
        pytest.param("十五五期间的海洋经济", "文件中没有提到“十五五”。", "name", id="a period"),
        pytest.param("省教育厅管什么", "文件中没有提到“省教育厅”。", "name", id="an authority"),
        pytest.param("6G基站建多少个", "文件中没有提到“6g”。", "name", id="a name of which a figure is asked"),
        pytest.param("文号是多少", "文件提到了相关内容，但没有写明文号。", "document_number", id="its number"),
        pytest.param("广告法第9条", "没有收录《广告法》，无法引用。", "law", id="an article of a law"),
        pytest.param(
            "绿色建筑发展条例第几条", "没有收录《绿色建筑发展条例》，无法引用。", "law", id="an article unsaid"
        ),
        pytest.param("食品安全法怎么规定", "没有收录《食品安全法》，无法引用。", "law", id="a law"),
        pytest.param("how many canteens in 2027", "The plan has nothing on this for 2027.", "year", id="in English"),
    ],
)
def test_what_no_sentence_can_meet(question: str, reason: str, check: str, facts: Facts) -> None:
    verdict = early(understand(question, facts), facts)
    assert (verdict.refused, verdict.remark, verdict.check) == (True, reason, check)


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("2025年绿色园区多少个", id="a year of the text"),
        pytest.param("晋江的鞋厂", id="a county of the province, named or not"),
        pytest.param("两岸标准怎么对接", id="another word for a place"),
        pytest.param("十四五期间海洋生产总值", id="a period of the text"),
        pytest.param("数字经济比重比2019年提高多少", id="a year that is only compared with"),
        pytest.param("core industries vs 2019", id="and in English"),
        pytest.param("省市场监管局做什么", id="an authority of the text"),
        pytest.param("我是县发改局的,山区怎么发展", id="an authority of the asker's own"),
        pytest.param("我妹住杭州,在那边能办老家的证吗", id="a place where somebody lives"),
        pytest.param("6G产业", id="a name of which no figure is asked"),
        pytest.param("绿色建筑发展条例怎么实施", id="a law that the text names"),
        pytest.param("质量管理方法有哪些", id="方法 is no law"),
        pytest.param("第31条", id="a reference is answered by its look-up"),
    ],
)
def test_what_may_be_met(question: str, facts: Facts) -> None:
    assert early(understand(question, facts), facts) == PASSED


@pytest.mark.parametrize(
    ("question", "words", "refused", "check"),
    [
        pytest.param("闽菜馆补贴标准", "创建500家以上闽菜馆", True, "money", id="a sum that is not printed"),
        pytest.param("互联网平台交易额多少元的", "年交易额超1000亿元的互联网平台", False, "", id="a sum that is"),
        pytest.param("质量月几月举办", "以质量月等活动为载体", True, "date", id="a date"),
        pytest.param("现在养老食堂怎样", "建设1000个以上长者食堂", False, "", id="现在 without a figure is a word"),
        pytest.param("现在长者食堂有多少", "建设1000个以上长者食堂", True, "current", id="现在 with one asks for now"),
        pytest.param("单项冠军排第几", "单项产品市场占有率位居全国前列", False, "", id="a rank that is printed"),
        pytest.param("茶园多少家", "助力茶文化、茶产业、茶科技统筹发展", True, "number", id="no figure at all"),
        pytest.param("几大湾区", "加快环三都澳、闽江口、湄洲湾、泉州湾、厦门湾、东山湾六大湾区高质量发展",
                     False, "", id="a count in words"),
        pytest.param("风电多少公里", "建设福州江阴等海上先进风电装备园区", True, "number", id="no such measure"),
        pytest.param("网箱多少口", "新建888口深水抗风浪养殖网箱", False, "", id="that measure"),
        pytest.param("5G基站多少个", "创建500家以上闽菜馆", True, "code", id="a code that is not printed"),
        pytest.param("厦门的旅游", "持续规范和整治旅游市场秩序", False, "place", id="holds for the whole province"),
        pytest.param("厦门的旅游", "推动厦门园林植物园等创建国家5A级旅游景区", False, "", id="the place is printed"),
        pytest.param("厦门闽菜馆占比", "创建500家以上闽菜馆", True, "place", id="a figure of the province only"),
        pytest.param("福建的旅游", "持续规范和整治旅游市场秩序", False, "", id="the province itself"),
        pytest.param("全国的旅游怎么发展", "持续规范和整治旅游市场秩序", True, "place", id="the whole country"),
        pytest.param("金融集聚区哪年建成", "鼓励福州、厦门、泉州、平潭建设各具特色的金融集聚区",
                     True, "deadline", id="no time"),
        pytest.param("大禹奖哪年拿", "到2025年,力争再获大禹奖3个", False, "", id="a time that is printed"),
        pytest.param("啥时候能用上金融服务", "统筹推进普惠金融、绿色金融", False, "", id="a wish"),
        pytest.param("四个最严是哪四个", "严格落实食品安全四个最严要求", True, "members", id="members not listed"),
        pytest.param("六大湾区是哪六个", "加快环三都澳、闽江口、湄洲湾、泉州湾、厦门湾、东山湾六大湾区高质量发展",
                     False, "", id="members that are"),
        pytest.param("2020年数字经济比重是百分之几", "增加值占国内生产总值(GDP)比重比2020年提高3个百分点",
                     True, "year", id="a year that is only compared with"),
        pytest.param("大禹奖以前拿过几个", "到2025年,力争再获大禹奖3个", True, "current", id="what was won before"),
        pytest.param("闽江杯评委是谁", "闽江杯300个", True, "person", id="a person"),
        pytest.param("绿色工厂认定标准是什么", "绿色工厂150家", True, "procedure", id="criteria"),
        pytest.param("质量官考试考什么", "累计公益培训企业首席质量官10000名", True, "procedure", id="an examination"),
        pytest.param("假货怎么索赔", "严厉打击网络销售侵权假冒伪劣商品等行为", True, "penalty", id="damages"),
        pytest.param("不承诺会被罚吗", "鼓励企业实施质量承诺和标准自我声明公开",
                     True, "penalty", id="whether it is fined"),
        pytest.param("金融集聚区现在哪里申报", "鼓励福州、厦门、泉州、平潭建设各具特色的金融集聚区",
                     True, "procedure", id="a detail before a soft word"),
        pytest.param("能像深圳那样共享仪器吗", "大型科研仪器向社会开放共享", False, "", id="a place to compare with"),
        pytest.param("我是厦门的老板，闽菜馆几家", "创建500家以上闽菜馆", False, "", id="a place of the asker's own"),
        pytest.param("2035年文化", "2035年,质量强省建设基础更加牢固", False, "", id="a year beside it"),
        pytest.param("2035年的闽菜馆", "创建500家以上闽菜馆", True, "year", id="another year in the clause"),
        pytest.param("2035年领导干部考核", "加强质量工作考核", False, "year", id="no year in the clause"),
        pytest.param("2035年考核占比", "加强质量工作考核", True, "year", id="no year for a figure"),
    ],
)  # fmt: skip
def test_quoted_words(question: str, words: str, refused: bool, check: str, facts: Facts) -> None:
    verdict = judged(question, words, facts)
    assert (verdict.refused, verdict.check) == (refused, check)
    assert (verdict == PASSED) is (check == "")


@pytest.mark.parametrize(
    ("question", "indicator", "refused", "check"),
    [
        pytest.param("装配式建筑占比", "装配式建筑占新建建筑面积比例", False, "", id="a share"),
        pytest.param("绿色工厂占比", "绿色工厂", True, "unit", id="a share is no count"),
        pytest.param("绿色工厂多少亩", "绿色工厂", True, "unit", id="another measure"),
        pytest.param("浮球改造多少亩", "贝藻类筏式养殖泡沫浮球改造", False, "", id="that measure"),
        pytest.param("药检机构多少家", "省级药品检验检测机构能力", True, "unit", id="a grade is no count"),
        pytest.param("药检机构哪一级", "省级药品检验检测机构能力", False, "", id="a grade"),
        pytest.param("药检机构几级", "省级药品检验检测机构能力", False, "", id="a grade by 几"),
        pytest.param("新能源产业投资多少", "新能源产业增加值", False, "", id="money in 元"),
        pytest.param("绿色工厂补贴多少", "绿色工厂", True, "money", id="money in 家"),
        pytest.param("5A景区几个", "县县有4A", True, "code", id="another grade of sights"),
        pytest.param("4A景区目标", "县县有4A", False, "", id="that grade"),
        pytest.param("药检机构哪年到A级", "省级药品检验检测机构能力", True, "code", id="another grade"),
        pytest.param("闽菜馆考核占几分", "闽菜馆", True, "unit", id="points are no count"),
        pytest.param("质量指数占几分", "制造业质量竞争力指数", True, "unit", id="nor a figure without a unit"),
        pytest.param("厦门绿色工厂目标", "绿色工厂", True, "place", id="one city"),
        pytest.param("2025年绿色工厂", "绿色工厂", False, "", id="its year"),
        pytest.param("2025年绿色工厂实际达到了多少家", "绿色工厂", True, "current", id="how far it came"),
        pytest.param("有实际产出的绿色工厂2025年目标多少家", "绿色工厂", False, "", id="its target, whatever is 实际"),
        pytest.param(
            "装配式建筑占比提高要花多少钱", "装配式建筑占新建建筑面积比例", True, "money", id="a sum beside a share"
        ),
        pytest.param("2035年绿色工厂", "绿色工厂", True, "year", id="another year"),
        pytest.param("十四五绿色工厂", "绿色工厂", False, "", id="the period that ends in its year"),
        pytest.param("2025年鲁班奖", "鲁班奖", False, "", id="the year that ends its period"),
        pytest.param("2025年闽菜馆", "闽菜馆", False, "year", id="no deadline is printed"),
        pytest.param("新能源产值", "新能源产业增加值", False, "measure", id="another measure is shown, and said to be"),
        pytest.param("海洋经济规模", "全省海洋生产总值年均增长率", False, "", id="no measure asked for"),
        pytest.param("海洋生产总值多少亿", "全省海洋生产总值年均增长率", True, "unit", id="a sum is no rate"),
    ],
)
def test_targets(question: str, indicator: str, refused: bool, check: str, facts: Facts) -> None:
    verdict = judged_target(question, indicator, facts)
    assert (verdict.refused, verdict.check) == (refused, check)


def test_another_measure_is_named(facts: Facts) -> None:
    assert judged_target("food failure rate", "食品抽检合格率", facts).remark == (
        "You asked for “failure rate”; the target in the plan is for 食品抽检合格率, which is not the same."
    )
    assert judged_target("食品抽检不合格率", "食品抽检合格率", facts).remark == (
        "问的是“不合格率”，文件规定的是“食品抽检合格率”，两者不是同一指标。"
    )


def test_a_refusal_inside_a_clause_speaks_of_that_clause(facts: Facts) -> None:
    question = understand("第8条绿色工厂补贴多少", facts)
    assert scope_name(question, facts) == "二、（二）第8条"
    verdict = judged_target("第8条绿色工厂补贴多少", "绿色工厂", facts)
    assert verdict.remark == "二、（二）第8条提到了相关内容，但没有写明金额。"


@pytest.mark.parametrize(
    ("deadline", "year"),
    [
        pytest.param("2025", 2025, id="a year"),
        pytest.param("十四五期间", 2025, id="the fourteenth plan"),
        pytest.param("十五五期间", 2030, id="the fifteenth plan"),
        pytest.param("每年", None, id="each year"),
        pytest.param("2025年6月", None, id="not a whole year"),
        pytest.param(None, None, id="none"),
    ],
)
def test_due(deadline: str | None, year: int | None, facts: Facts) -> None:
    assert due(make_target(facts.document, "绿色工厂150家", deadline=deadline)) == year


@pytest.mark.parametrize(
    ("question", "refused"),
    [
        pytest.param("新能源补贴多少亿", True, id="a subsidy is not the value added of an industry"),
        pytest.param("新能源产业增加值多少亿元", False, id="the sum that is asked for"),
    ],
)
def test_a_payment_is_not_answered_with_another_sum(question: str, refused: bool, facts: Facts) -> None:
    assert judged_target(question, "新能源产业增加值", facts).refused is refused


OTHER = """柳泉市养老服务条例
第一条 六十五周岁以上老年人，每年享受一次体检。
第二条 评价得分90分以上的为优秀。
第三条 对评为优秀的机构给予奖励5万元。
第四条 每年十一月一日至次年三月三十一日为防火期。
"""


@pytest.mark.parametrize(
    ("question", "clause", "check"),
    [
        pytest.param("评上优秀奖多少", "第二条", "money", id="points are no sum"),
        pytest.param("评上优秀奖多少", "第三条", "", id="an amount"),
        pytest.param("评优秀的罚多少", "第三条", "penalty", id="a reward is no fine"),
        pytest.param("体检要满几岁", "第一条", "", id="周岁 are years of age"),
        pytest.param("防火期是哪几月几号", "第四条", "", id="a date in Chinese numerals"),
    ],
)
def test_words_of_a_document_without_keys(question: str, clause: str, check: str) -> None:
    facts = Facts(Document("law", "柳泉市养老服务条例", "", "", "", "law", OTHER, parse))
    where = next(c for c in facts.document.clauses() if c.number == clause)
    verdict = late_without_keys(understand(question, facts), where.span, where, None, facts)
    assert (verdict.refused, verdict.check) == (bool(check), check)


WORK = """某县2026年卫生工作要点
一、任务
今年建成助餐点28个，对老人每餐补贴2元。
2028年建成医院1座。清运每车收费80元。
乱倒的处500元以上罚款。民间投资占比60%以上。停车位月租金控制在200元以下。
"""


def judged_without_keys(question: str, words: str) -> Verdict:
    """Return the verdict on words of a list of work for 2026, for which no questions are prepared."""
    facts = Facts(Document("w", "某县2026年卫生工作要点", "某县卫生局", "2026-01-10", "", "w", WORK, parse))
    start = WORK.index(words)
    span = Span(start, start + len(words))
    return late_without_keys(understand(question, facts), span, facts.clause_at(start), None, facts)


@pytest.mark.parametrize(
    ("question", "words", "check"),
    [
        pytest.param("今年助餐点多少个", "今年建成助餐点28个", "", id="this year is the document's"),
        pytest.param("明年医院多少座", "2028年建成医院1座", "current", id="another year than the one asked for"),
        pytest.param(
            "老人一顿饭收多少钱", "今年建成助餐点28个，对老人每餐补贴2元。", "money", id="a subsidy is no price"
        ),
        pytest.param("清运一车收多少钱", "清运每车收费80元", "", id="a charge"),
        pytest.param("助餐点自己要掏多少", "今年建成助餐点28个", "money", id="no sum"),
        pytest.param("清运费咋收,一车多少", "今年建成助餐点28个", "money", id="a charge by its name"),
        pytest.param("清运一车最多能收多少", "乱倒的处500元以上罚款", "money", id="a fine is no price"),
        pytest.param("乱倒了会罚款,要交多少", "乱倒的处500元以上罚款", "", id="a fine"),
        pytest.param("乱倒垃圾被抓到要交多少钱", "乱倒的处500元以上罚款", "", id="a fine for a wrong"),
        pytest.param("租个停车位一个月要交多少钱", "停车位月租金控制在200元以下", "", id="a rent"),
        pytest.param("投资里民间占比要到多少", "民间投资占比60%以上", "", id="a share of money is no sum"),
        pytest.param("医院做不做CTA检查", "2028年建成医院1座", "name", id="letters that are printed nowhere"),
    ],
)
def test_years_charges_and_letters_of_documents_without_keys(question: str, words: str, check: str) -> None:
    assert judged_without_keys(question, words).check == check
