"""Figures that set no target: how often something is done, whom it concerns, what a later figure counts."""

import re

from knowledge.quantities import Quantity, UnitClass
from knowledge.target_figures import after_figure
from knowledge.target_tokens import Part, Token
from knowledge.target_words import any_of

Tokens = tuple[Token, ...]

_AND_OTHERS = re.compile(r"(?:且|并且?|或者?|、)[^,;\d]*的[一-鿿]")
_BRIEFLY = re.compile(r"年(?:至少|不少于|不低于)?[^,]{0,2}$")  # 每年抚育2次: nothing but a verb
_CONCERNS = re.compile(r"\s*(?:对|凡|对于|针对)(?![接比标外口照])")
_FOR_ONE = re.compile(r"对[^,;]{2,}每年[^,;]*$")
_FREQUENT = re.compile(r"每(?:学期|个?月|旬|季度?|周|[日天]|半年|[两二三]年)[^,]{0,8}$")
_OFTEN = 12  # times a year; more are an amount
_SIZES = (UnitClass.MONEY, UnitClass.MEASURE)  # 建设500立方米以上蓄水池14座
_OF_A_RATE = re.compile(r"的[^,;、]{1,20}(?:占比|比例|比重|率)[^,;、的]{0,4}$")
_OF_WHOM = re.compile(r"的[一-鿿]")
_OF_THOSE = re.compile(r"的(?:企业|项目|单位|机构|农户|用户|人员|个人|家庭|车辆|船舶|建筑|地区|学校|医院)")
_WHENEVER = re.compile(r"[^,;]*(?<![及同小])时")
_OR_THOSE = re.compile(
    r"(?:且|并且?|或者?)[^,;]*\d[^,;]*的(?:[纳列][^,;]*)?"
)  # 降雨量达到50毫米或者达到100毫米的,应当…
_STAFFED = re.compile(
    r"(?:[^,;]*应?按规定各|每\d{1,5}[名户人个][^,;]{0,12}|[每单](?:个|所|处|座|家|站|村|支|条|单元|栋|层|车|船)[^,;]{0,10}|由[^,;]{2,16})(?:配备|配置|安排|设置|选派)(?:至少|不少于)?$"
)
_LETS_THOSE = re.compile(  # 连片造林500亩以上的经营主体,可…; 超过1万平方米或…的公共场所,应…
    r"(?:[^,;]{0,12}|[^,;]*\d[^,;]*)的(?![一-鿿]{0,10}基金)[一-鿿]{0,12},(?:可(?!持续)|应当?|须|享受|方可|予以|优先|"
    r"及时|依法|一律)"
)
_FEW = 10  # of whom or of what each of many has
_YEARLY = re.compile(r"每年(?!度)[^,]{0,14}$")


def says_how_often(quantity: Quantity, before: str, *, first: bool) -> bool:
    """Say whether a number of times is a frequency: 每学期开展2次, 每年提供1次健康体检."""
    yearly = _YEARLY.search(before) if (quantity.number or 0) <= _OFTEN else None
    often = yearly and (
        first or _BRIEFLY.search(yearly[0]) or re.search(any_of("names", "routine"), yearly[0])
    )  # 每年研究工作不少于两次
    for_one = _FOR_ONE.search(before)  # 对65周岁以上老年人每年上门服务不少于4次
    return quantity.unit == "次" and bool(for_one or often or _FREQUENT.search(before))


def staffs_each(quantity: Quantity, before: str) -> bool:
    """Say whether a figure is what each of many has: 每个申报点配备2名以上协检人员."""
    few = quantity.unit_class is UnitClass.COUNTER and (quantity.number or 0) <= _FEW
    return few and _STAFFED.match(before) is not None


def describes_counted(tokens: Tokens, position: int, after: int) -> bool:
    """Say whether a bounded figure only describes what a later one counts: 引进5000人以上的演唱会20场以上.

    A sum of money or a size does so without 的 too: 引进1亿元以上项目12个.
    """
    later = [i for i in range(after, len(tokens)) if tokens[i].part is Part.QUANTITY]
    between = "".join(token.text for token in tokens[after : later[0]]) if later else ""
    if _OF_A_RATE.search(between):
        return True  # 提供6类以上中医药技术的村卫生室占比超过七成
    if after == len(tokens) or tokens[position + 1].part is not Part.SUFFIX:
        return False
    quantity = tokens[position].quantity
    if quantity and quantity.unit_class is UnitClass.MONEY and tokens[after].part is Part.OF:
        return True  # 单项投入100万元以上的项目成果
    money = quantity is not None and quantity.unit_class in _SIZES and tokens[after].part is Part.TEXT
    if tokens[after].part is not Part.OF and not money:
        return False
    return bool(later) and after_figure(tokens, later[-1]) == len(tokens)


def says_whom(tokens: Tokens, position: int, sentence: str) -> bool:
    """Say whether a figure tells whom the next words concern: 6类10项以上技术的村卫生室, 500亩以上的主体,可…."""
    after = after_figure(tokens, position)
    if after < len(tokens) and _counts(tokens[after]) and _counts(tokens[position]):
        return True
    bounded = after > position + 1 or (position > 0 and tokens[position - 1].part is Part.RELATION)
    behind = tokens[after].start if after < len(tokens) else tokens[-1].end
    return bounded and _LETS_THOSE.match(sentence, behind) is not None


def _counts(token: Token) -> bool:
    return token.quantity is not None and token.quantity.unit_class is UnitClass.COUNTER


def limits_what_is_meant(tokens: Tokens, position: int, phrase: str) -> bool:
    """Say whether a figure is a condition among several: 对投资强度不低于200万元/亩、容积率不低于1.0的项目."""
    rest = "".join(token.text for token in tokens[after_figure(tokens, position) :])
    if _WHENEVER.fullmatch(rest) or _OR_THOSE.fullmatch(rest):
        return True  # 指数大于200且持续48小时时,启动预警
    bounded = position > 0 and tokens[position - 1].part is Part.RELATION
    if _AND_OTHERS.match(rest) and (_CONCERNS.match(phrase) or (bounded and _OF_THOSE.search(rest))):
        return True  # 对人均纯收入低于9000元且存在风险的农户; 年加工木材不足1万立方米、能耗不达标的企业
    if not _CONCERNS.match(phrase):
        return False
    if not rest and tokens[position - 1].part is Part.OF:
        return True  # 对目前尚未达标的37所
    if bounded and _OF_WHOM.match(rest):
        return True  # 对使用年限超过30年的管网
    last = max(i for i, token in enumerate(tokens) if token.part is Part.QUANTITY)
    after = after_figure(tokens, last)
    return position < last and after < len(tokens) and tokens[after].part is Part.OF
