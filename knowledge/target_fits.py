"""Whether an indicator can have such a figure at all: norms, allowances and effects are no targets."""

import re
from dataclasses import replace

from knowledge.quantities import Quantity, UnitClass
from knowledge.target_drafts import Draft, Setting
from knowledge.target_subjects import is_measured
from knowledge.target_words import words
from knowledge.types import Relation


def _any_of(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


_COUNTABLE = (UnitClass.COUNTER, UnitClass.MEASURE, UnitClass.MONEY)
_COUNTS_PROGRAMMES = ("项", "个", "次", "场", "场次", "类")  # 12项重大工程 are twelve works
_SHARE_PROMISE = re.compile(
    r"配齐|设置|组建|开设|参与|实现|达到|完成|建成|开展|建立|纳入|通过|具备|设有|配备|覆盖|建有"
)
_SHARE_TASK = re.compile(r"[一-鿿]{2}(?:建有|建成|设有|配备|实现)[一-鿿]{2}")  # 三分之二以上的乡镇建有服务站, in a plan
_SERVICES = re.compile(
    r"服务(?:进出口|贸易|消费|外包|品牌|中心|站|点|网点|机构|平台|业|区|器|驿站|综合体|团队|队|示范|标准|商)"
)
_SERVED = re.compile(  # 服务农村人口600万人 is what is to be reached; 服务人口12万人 may be the size of a waterworks
    r"服务(?:[一-鿿]{1,6}人口|[一-鿿]{0,6}(?:群众|居民|农户|家庭))$"
)
# names whose figure sets nothing, by reason
_NEVER = _any_of(
    r"每[人生户孩床]每[月年天学]|每[月年]每[人生]|为?每[人户]$|每[天日月]$",  # what one gets: 每人每月不低于100元
    r"^(?:单|每)[个户项家人辆张亩例处座栋宗块支名所班组队站][^率]{0,6}$|^每村[^率]{0,6}$",  # of one
    r"每头|每亩[^率,]{0,4}$|每\d+[人户家个]",
    r"^单笔|^单次|^每[次批场期轮]$|单张|面额",
    r"(?:生均|人均|户均|亩均)[^,]{0,10}标准",
    r"^每(?:季度?|月|周|年|学期|半年|[天日])$|同一[一-鿿]{1,6}每|每条线路每[日天周]|每[餐顿]",  # how often
    r"(?<!许)可(?:$|高于|低于|超过|放宽)",  # what is permitted: 容忍度可高于平均水平3个百分点
    r"权重$|分值(?:占比|比例)?$|(?:占|纳入)[^,]*(?:考核|评价|总分)",  # what counts how much in an assessment
    r"承担$|自缴$|自筹$|分摊$|分担$|配套(?:比例|资金)$|按(?![时期])[^,率]{0,6}$",  # who pays which share: 由财政承担80%
    r"按每[^,]*$|出资的?(?:部分|比例)$",
    r"^作为|减免$|扣缴$|预算安排|财政安排$",  # what is let off, withheld, allotted
    r"抽查面积$|^抽查[^,]{0,6}比例$|推荐名额$",  # how something is examined or chosen
    r"(?:最大|最多)$|(?:起始|准入|单[体线])规模",  # what is let or asked for at the utmost
    r"(?:财政|保费)[^,率]{0,6}补贴$|(?<!提高)(?<!提升)(?:财政|资金)(?:支持|补助|补贴|奖补)比例",
    r"零下$|一般$|(?:新建|既有|建筑)取$",
    r"资本金(?:出资)?比例|首付款?比例|劳务报酬占|^总费率$",  # terms
    r"^(?:工程)?设计[^,]{0,6}(?:能力|流量|保证率|标准|容量|规模|水位)$|^占地$|项目占地$",  # of one work
    r"最高(?:赔付|补偿|补助|奖励|授信)|率标准$",  # of one case
    r"符合(?:国家|行业|地方|[省市]级)?$",  # 节能率应符合国家83%的标准
    r"(?:不超过|不高于|不大于|控制在)[^,的]{2,}$",  # 优秀比例不超过参评单位 的30%: what it is a part of
    r"(?:预留份额|容忍度|减免比例|考核中?占比)$|(?:冷藏|冷冻|储存|贮藏)温度|^第[一二三四五]批$",
    r"每[生人户亩桌]$|每批次$|设计值$|海拔$|每(?:周|日|天|月)(?:[^,]{0,6}(?:课|班))?$|租金为|市场价$|坡度$|整[车机]质量|单[案笔户]$",
    r"每周[^,]{0,4}(?:时间|时长)$|每(?:[百千万])?(?:千瓦时|度电|立方米|平方米|吨|公里)$",  # hours, prices
)
# money for one thing or one case, by reason
_SUM_OF_ONE = _any_of(
    r"^奖金|奖金各?$|消费券|^(?:投放|发放|补贴|补助)总额",  # prizes and grants
    r"(?:概算|造价|工程费用?)约?$",  # what a project costs
    r"(?:校区|厂区|大桥|水厂|医院|电站|泵站|水库|码头|学校)投资$",
    r"收费$|津贴$|酬金$|(?:购置|设备|装备|运行|维护|建设)费$",  # prices, pay, costs
    r"保费$|(?:抢修|救援|处置)(?:支出|费用?)$",
)
_OF_EACH = re.compile(
    r"单[船体站枪桩户车座]|每(?:[个家支名所班组头处座辆台栋株张位件单村镇乡户]|百户|百张|平方米|公里|班)"
)  # 每个机构不少于5人, without a year, is a norm
_EACH_OF_THEM = re.compile(r"每[个家支名所班组队站处]$")  # 专业队伍每队不少于20人
_ENTRANTS = re.compile(
    r"(?:新(?:入园|引进|落户|签约|落地|供地|进|建)|入园|单个|单体)(?:工业|产业|制造业)?(?:项目|企业)|新建(?:居住(?:小)?区|小区|住宅)|新购置的"
)
_COST_OF_ONE = re.compile(
    r"(?:户均|亩均|人均|单位)[^,]{0,6}(?:成本|造价|费用)$|(?:贷款|支持|保障|补贴|奖励|授信)(?:最高)?额度$"
)
_NEWLY_RECOGNISED = re.compile(r"新(?:认定|申报|创建)的")  # 新认定的蔬菜基地面积不小于300亩
_CARRIED_OUT = re.compile(r"(?:严格)?(?:落实|执行)(?!率)")  # 严格落实每天活动时间不低于2小时
_A_YEAR = re.compile(r"年均|年(?:参与|参训|监测|招生|接待|出栏|培训|新增|吸引|服务|开行)")
_APPLIED_FOR = re.compile(r"申报(?!.*率)|限报|推荐名额|推荐$")
_BUILDING = re.compile(
    r"(?<!新增)(?<!新建)(?:总建筑|用房|占地|使用)面积$|^设床位$|(?:线路|项目|道路|大桥|隧道)全长$"
)  # of one building
_ALLOTTED = re.compile(
    r"财政[^,]{0,8}安排[^,]*(?:资金|经费)$|(?:总|估算|计划|概算|静态|动态)投资$"
)  # to one purpose; of one project
_PRIZE = re.compile(r"[特一二三优]等?奖$")
_LENGTHS = ("米", "厘米", "毫米", "m", "cm", "mm")
_CONCENTRATIONS = ("毫克/升", "毫克/立方米", "mg/", "分贝")  # 化学需氧量不高于100毫克/升, without a year, is a limit
_HOW_OFTEN = re.compile(r"频[次率]")
_OF_FUNDS = re.compile(r"(?:中央|省级|市级|财政|自有|自筹|社会)(?:和[^,]{2,4})?资金$")
_INDICES = re.compile(r"指标(?:\([^()]*\))?$")
_FEW_HANDS, _SMALL_SUM = 10, 10_000_000  # people; yuan
_LIMITS = tuple(
    word
    for sort in ("at_least", "above", "at_most", "below")
    for word in words("relations", sort)
    if word not in ("控制在", "限制在", "突破")
)
_SIZE = re.compile(r"(?:[深宽高厚长]度?|间距|距离|净距|半径|直径|粒径|口径|坡度|埋深|标高)(?:一般|宜|应|均)?$")


def fitted(draft: Draft, name: str, printed: str, *, stated: bool) -> Draft | None:
    """Return the draft if an indicator of this name can have its figure, an amount a year due 每年; or None.

    `printed` is the figure with its relation; `stated` says that the words name the deadline themselves, and not the
    whole document (2026年工作要点).
    """
    if not name or not fits(draft.unit, name):
        return None
    if draft.relation is Relation.AT_MOST and _APPLIED_FOR.search(name):
        return None  # 每市申报不超过3处
    bare = draft.relation is Relation.EXACTLY or (draft.relation is Relation.ABOUT and draft.deadline is None)
    of_one = _BUILDING.search(name) and not name.startswith(("新增", "新建", "改造", "全"))
    if bare and (of_one or _ALLOTTED.search(name)):
        return None  # 新馆总建筑面积8.6万平方米; 财政每年安排专项资金200万元
    if draft.deadline is not None and stated:
        return draft
    if _is_norm_for_one(draft.unit, name) or _limits_one(draft, printed):
        return None
    return replace(draft, deadline="每年") if draft.deadline is None and _is_yearly_amount(draft.unit, name) else draft


def _is_norm_for_one(unit: str | None, name: str) -> bool:
    """Say whether a figure without a deadline is a norm for one thing: 每个机构…人, 沟深不小于1.8米."""
    each = _OF_EACH.search(name) or _EACH_OF_THEM.search(name)
    each = each or (_ENTRANTS.match(name) if unit != "%" else None) or _CARRIED_OUT.match(name)
    each = each or _COST_OF_ONE.search(name) or _NEWLY_RECOGNISED.match(name)
    limit = (
        unit is not None
        and unit.startswith(_CONCENTRATIONS)
        and (name.endswith("排放浓度") or not name.endswith(("浓度", "指数")))
    )
    apart = unit == "公里" and name.endswith(("间距", "距离", "半径"))
    return each is not None or limit or apart or (unit in _LENGTHS and _SIZE.search(name) is not None)


def _limits_one(draft: Draft, printed: str) -> bool:
    """Say whether a limit whose year is not stated is one of turns or hands, or one of time or small sums for ever.

    A norm: 至少配备1名, 不少于3次; 不低于2小时. What must come down to a figure (压缩至5个工作日, 控制在10分钟以内)
    is a goal, and so is what is measured in areas, works or shares.
    """
    if printed.startswith(("不小于", "不大于")):
        return True  # the size of one thing
    if not printed.startswith(_LIMITS):
        return False
    unit, number = draft.unit, draft.number or 0
    if unit == "次" or (unit in ("名", "人") and number <= _FEW_HANDS):
        return True
    timed = unit in words("units", "time") or unit in ("学时", "课时")
    return draft.deadline is None and (timed or (unit == "元" and number < _SMALL_SUM))


def _is_yearly_amount(unit: str | None, name: str) -> bool:
    """Say whether a figure is an amount a year: 年均压采不少于150万立方米, but not a rate of growth."""
    yearly = _A_YEAR.match(name) is not None and not name.endswith("规模")
    return yearly and unit is not None and unit not in words("units", "share")


def counts_object(quantity: Quantity, name: str) -> bool:
    """Say whether the figure may count the object behind it; 100家重点企业创新计划 is the name of a programme."""
    if name.endswith("全覆盖"):
        return False  # 11个乡镇全覆盖 counts no coverage
    programme = name.endswith(words("names", "programmes")) and quantity.unit not in _COUNTS_PROGRAMMES
    return quantity.unit_class in _COUNTABLE and not programme


def promises_share(quantity: Quantity, name: str, setting: Setting) -> bool:
    """70%的企业实现数字化 under a deadline or among tasks is a target, 30%的预算资金 is none."""
    promise = _SHARE_PROMISE if setting.due else _SHARE_TASK if setting.tasks else None
    return quantity.unit_class is UnitClass.SHARE and promise is not None and promise.search(name) is not None


def fits(unit: str | None, name: str) -> bool:
    """Say whether the indicator can have such a figure: a period (20个工作日) only what is measured in time."""
    timed = unit is not None and unit in words("units", "time")
    if _NEVER.search(name) or name in words("names", "bare") or _of_another_kind(unit, name):
        return False
    times = unit is not None and unit.endswith("次") and unit != "次"  # 服务企业1万家次 is what is to be done
    effect = name.startswith(words("names", "effects")) and not _SERVICES.match(name) and not times
    effect = effect and not (_SERVED.match(name) and unit in ("人", "户"))
    return (is_measured(name) or not effect) and (not timed or name.endswith(words("names", "timed")))


def _of_another_kind(unit: str | None, name: str) -> bool:
    """Say whether the unit tells that the figure is a price, a score, a prize, an hour of the day or the like."""
    return (
        (unit is None and name.endswith("分"))
        or (unit == "分" and not name.endswith(words("names", "scored")))  # 措施落实30分
        or (unit == "名" and _PRIZE.search(name) is not None)  # 一等奖1名
        or (unit == "元" and _SUM_OF_ONE.search(name) is not None)
        or (unit in _COUNTS_PROGRAMMES and _INDICES.search(name) is not None)  # 约束性指标3项
        or (unit == "期" and name.endswith(("报告", "简报", "通报", "公报", "白皮书")))
        or (unit == "%" and _OF_FUNDS.search(name) is not None)  # 其中中央资金占六成
        or (unit == "%" and name.endswith("考核"))  # 日常考核占40%
        or (unit == "年" and name.endswith("带教周期"))  # 带教周期3年
        or (unit is not None and unit.startswith("次") and _HOW_OFTEN.search(name) is not None)  # 检查频次不少于4次/年
        or unit in ("时", "点")  # 首末班时间为6时至22时
        or (unit in ("年", "个月") and name.endswith(("期限", "使用年限", "运行年限")))  # 贷款期限不超过3年
        or (unit == "份" and name.endswith("一式"))  # 纸质材料一式3份
        or (unit == "次" and name.endswith(words("names", "routine")))  # 每年检查不少于2次
    )
