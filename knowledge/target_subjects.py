"""The subject of a target: which words of a phrase are the indicator, and how 均 and 分别 share it out."""

import re
from functools import cache

from knowledge.target_words import BEFORE_OUGHT, any_of, words

LONGEST = 70  # characters; a longer subject is a whole clause misread
_LINKS = re.compile(
    r"[\s、]+|以及|及其|(?:和(?![谐平解美睦])|及|与|并|且)(?=[一-鿿])|其中|同时|\(\d{1,2}\)|[一二三四五六七八九十]+是|[-—·•●*◆◇★☆■□▲△➢✓|]+|[①-⑳]"
)
_WITHIN = re.compile(
    r"[把将](?![权来军握关])|(?:全[省市县区国])?(?:计划|拟|预计)(?=新|改|建|培|引|创|完)|(?:全[省市县区国])?(?:全年|年内|年底前|[上下]半年|[一二三四]季度|每年)(?!度)"
)
_OUTER = re.compile(r"^[”’\s]+|^[“‘](?=[^”’]*$)|[\s、“‘]+$")
_TAIL = re.compile(
    r"(?:全面|基本|总体|稳步|持续|全部|均|分别|累计|要|"
    rf"(?<![{BEFORE_OUGHT}])应当?|"
    r"必?须|将|也|则|需|预计|计划|争取|力争|努力|确保|进一步|明显|显著|大幅|仅为|只有|仅有|"
    r"现在|目前|不断|稳定|"
    r"应改尽改|年内|全年|常年|(?:到)?20\d\d年[底末]?前?|稳步提升|稳步提高|持续提升|持续提高|显著提升|明显提升|提升|提高|增强|年均|总数|总计|合计|共计|共|新|再|平均)+$"
)
_JOINTS = re.compile(r"、|以及|(?<![饱缓总])和(?![谐平解美睦])|(?<![普涉惠波])及(?!时|格|其)|与(?!会)")
_MID_TIME = re.compile(
    r"\d{1,2}月(?:底|末)?前(?=[一-鿿]{2})|(?<=[一-鿿]{4})[在于](?:19|20)\d\d年[底末]?(?:之?前)?(?=[一-鿿])"
)  # 新药在2028年底前进入临床
_PAST_TIME = re.compile(  # 各省2025年遴选试点县, 省级财政“十五五”期间安排资金
    r"^[^年]{0,12}(?:(?:19|20)\d\d年[底末]?(?:前(?!期))?|[“\"]?十[二三四五六]五[”\"]?(?:时期|期间))(?=[一-鿿]{2})(?!仅为|只有|仅有|达到)"
)
_MODIFIER = 7  # characters that may stand for 玉米 before what two indicators share
_ONCE_MORE = re.compile(
    r"(?:[再又]|首批|先行|先期|汛前|年内)(?:投用|投运|新?(?:建|增|建成|创建|培育|新增|完成|改造|引进|打造|认定|创成|投放|建设|启动))?"
)
_KINDS = re.compile(
    r"(?P<kinds>[一-鿿]{2,5}(?:[、和][一-鿿]{2,5})+)[两二三四五]个(?P<of>行业|产业|园区|领域|片区)(?P<rest>.+)"
)
_RATE_OF = re.compile(r"中[一-鿿]{2,10}(?:占比|比例|比重|率)$|[一-鿿]{2}率$")
_REMARK = re.compile(r"^\([^()]*\)")
_PAIR = 2  # characters of each of two things that share what follows the second
_SO_MANY = re.compile(r"^\d+(?:\.\d+)?万?(?:个|家|所|座|处|条|栋)(?=[一-鿿]{2}$)")  # 改造42个小区、1.16万户
_LIFTED = re.compile(  # 在新出让地块中逐步提高现房销售比例
    r"(?:在[^,;]{2,12}[中内上])?(?:逐步|不断|持续|稳步|大幅|切实)?(?:提高|提升|扩大|降低)(?=[一-鿿]{4})"
)
_THING = 10  # characters that may stand for what has a rate
_GENERIC = re.compile(
    r"(?:这一?|该|上述)(?:比例|指标|比重|数字|占比)|全[省市县区国](?:总[量数]|总规模)|累计|平均|[此其]后|其中的?"
)
_PER_HEAD = re.compile(r"(?:到|至|达)每[^,]{1,6}$")  # 增加到每千人口3.2人: the indicator is split in two
_PLACES = re.compile(r"[省市县区乡镇村]")
_SAYS_HOW = re.compile(r"[从以按将把由在对逐各向为与]|面向|采取|通过|加强|加大|优先|重点")
_LEVELS = re.compile(r"(?P<places>[省市县区乡镇村](?:[、和]?[省市县区乡镇村]){1,4})[两二三四五]级(?P<rest>.+)")
_LETTERS = re.compile(r"[一-鿿A-Za-z]")


@cache
def _verb_head() -> re.Pattern[str]:
    """Match a verb at the head of a subject, unless it is the first half of a noun (保障性住房, 开发区)."""
    adverb, verb, compound = any_of("verbs", "adverbs"), any_of("verbs", "plan"), any_of("names", "compounds")
    first = f"(?:{verb}(?!{compound})|{adverb}+{verb}(?!{compound}))"  # 新建改造 is one verb, not 新 and 建改
    return re.compile(f"(?:全[省市县区国]|我[省市县区])?{first}(?:或|和(?![谐平解美睦])|、)?(?:{verb}(?!{compound}))?")


@cache
def _with_others() -> re.Pattern[str]:
    """Match who does it together, and the verb: 与省农科院共建 before what is counted."""
    return re.compile(f"(?:与|会同|联合)[^,;、]{{2,14}}?{any_of('verbs', 'plan')}(?!{any_of('names', 'compounds')})")


@cache
def _light_head() -> re.Pattern[str]:
    """Match words that go even before a measured indicator: 实现, 确保, 累计."""
    transparent, commitment = any_of("verbs", "transparent"), any_of("commitments", "words")
    noun = f"(?!率|度|值|{any_of('names', 'compounds')})"
    return re.compile(f"(?:累计|全面|基本|总体|{commitment}|使(?!用)得?|让)|(?:再|新|要|将|应)?{transparent}{noun}")


@cache
def acts_only() -> re.Pattern[str]:
    """Match a subject that says where and how something is done, but not to what: 全市累计投放, 今年计划开工."""
    adverb, verb = any_of("verbs", "adverbs"), any_of("verbs", "plan", "kept")
    where = (
        "(?:全[省市县区国州]|我[省市县区]|各地)?(?:今年|全年|年内|[上下]半年|汛期?前)?(?:要|须|应)?(?:计划|拟|预计)?"
    )
    return re.compile(f"{where}(?:{adverb})*(?P<verb>(?:{verb}|开工|竣工|完工|覆盖|接入)(?:{verb}|交付)?)")


def names_nothing(subject: str) -> bool:
    """Say whether a subject leaves out what its figure is of: it is empty, 总数, or a verb (…5个,2027年再建7个)."""
    generic, done = words("names", "generic"), ("开工", *words("verbs", "done"))
    verbs = (*words("verbs", "plan"), *words("verbs", "kept"))
    plain = not subject or subject in generic or subject in verbs or _GENERIC.fullmatch(subject) is not None
    again = _ONCE_MORE.fullmatch(subject) or (
        subject[:1] in ("再", "又") and (len(subject) == 2 or subject[1:] in verbs)
    )
    return plain or indicator_of(subject) in (*done, "剩余", "其余", "余下") or bool(again)


def is_thing(subject: str) -> bool:
    """Say whether a subject is the name of a thing, and says nothing of what is done: 智能回收柜, not 逐户建立台账."""
    text = subject.strip()
    return len(text) <= _THING and not _SAYS_HOW.match(text) and not re.search(any_of("verbs", "plan"), text)


def verb_alone(subject: str) -> bool:
    """Say whether a subject says who does it and how often, but not what: 全市每年完成改造."""
    verb = any_of("verbs", "plan")
    return re.fullmatch(f"(?:全[省市县区国]|各地)(?:每年)?(?:完成)?{verb}", subject) is not None


def is_measured(subject: str) -> bool:
    """Say whether the subject names a measure (…率, …总产值) and not things that are counted."""
    return subject.removesuffix("总数").endswith(words("names", "measured"))


def indicator_of(subject: str) -> str:
    """Return the indicator in a subject as printed, without the words that lead in or out; "" where none is left."""
    text = _OUTER.sub("", subject)
    within = _WITHIN.match(text)
    text = text[within.end() :] if within else text
    core = _OUTER.sub("", _TAIL.sub("", text)) or text
    core = _PAST_TIME.sub("", _MID_TIME.sub("", core))
    core = core[:-1] if core.endswith("在") and is_measured(core[:-1]) else core  # 快件量在60件以上
    measured = is_measured(core)
    if measured and (lifted := _LIFTED.match(core)) and _named(core[lifted.end() :]):
        core = core[lifted.end() :]
    together = None if measured else _with_others().match(core)
    core = core[together.end() :] if together and _named(core[together.end() :]) else core
    while core:
        head = _LINKS.match(core) or _light_head().match(core) or (None if measured else _verb_head().match(core))
        if not head or not _named(core[head.end() :]):
            break
        core = _OUTER.sub("", core[head.end() :])
    core = _SO_MANY.sub("", core)
    if not measured and core.startswith(words("verbs", "frames")):
        core = _counted_object(core)
    core = "" if _PER_HEAD.search(core) else core.removesuffix("的")
    return core if _named(core) and len(core) <= LONGEST and not _WITHIN.fullmatch(core) else ""


def _named(text: str) -> bool:
    return len(_LETTERS.findall(text)) >= 2


def _counted_object(text: str) -> str:
    """支持福州、厦门建设示范区 counts 示范区: the object of the last verb."""
    ends = [match.end() for match in _verb_head().finditer(text, 2)]
    rest = text[ends[-1] :] if ends else text
    return rest if _named(rest) else text


def shared_out(subject: str) -> tuple[str, ...]:
    """Return the indicators that 、 and 和 join in the subject of 均 or 分别; 城市、县城污水处理率 shares its end.

    Where it cannot be told what is shared (煤炭、石油产量), the subject stays one.
    """
    if levels := _LEVELS.fullmatch(subject.strip()):  # 县、乡、村三级路长履职率
        return tuple(f"{place}级{levels['rest']}" for place in _PLACES.findall(levels["places"]))
    if kinds := _KINDS.fullmatch(subject.strip()):  # 纺织、装备两个行业改造比例
        return tuple(f"{kind}{kinds['of']}{kinds['rest']}" for kind in _JOINTS.split(kinds["kinds"]))
    pieces = [piece for piece in _JOINTS.split(subject) if piece.strip()]
    last = pieces[-1] if pieces else ""
    owner, of, shared_rate = last.rpartition("的")  # 整车、充电器、蓄电池的不合格发现率
    if of and is_measured(shared_rate) and pieces[:-1] and all(map(is_thing, (*pieces[:-1], owner))):
        return tuple(f"{indicator_of(piece)}{shared_rate}" for piece in (*pieces[:-1], owner))
    short = [piece for piece in pieces[:-1] if len(indicator_of(piece)) <= 4 and not is_measured(piece)]
    if not short or not is_measured(last):
        return _with_rate(pieces) or tuple(indicator_of(piece) for piece in pieces) or ("",)
    ends = [match.start() for match in re.finditer(any_of("names", "shared_ends"), last) if match.start()]
    brief = all(len(indicator_of(piece)) <= _MODIFIER and not is_measured(piece) for piece in pieces[:-1])
    if ends and brief and ends[0] < _MODIFIER:  # 水稻、玉米耕种收综合机械化率
        end = last[ends[0] :]
        whole = (piece + end.removeprefix("保险" if piece.endswith("保险") else "") for piece in pieces[:-1])
        return (*map(indicator_of, whole), indicator_of(last))
    alike = last.find(short[-1][-1]) + 1  # 小学生、初中生、高中生近视率
    near = 1 < alike < len(last) and alike <= len(short[-1]) + 2  # 新生儿 and 5岁以下儿童 share no end
    if near and len(short) == len(pieces) - 1 and is_measured(last[alike:]):
        end = _REMARK.sub("", last[alike:])
        return (*(indicator_of(piece + end) for piece in short), indicator_of(last))
    modifier = next((word for word in words("names", "shared") if last.startswith(word)), None)
    if len(short) < len(pieces) - 1:
        return _with_rate(pieces) or (indicator_of(subject),)
    if all(len(piece) == 1 for piece in pieces[:-1]):
        return (*(indicator_of(piece + last[1:]) for piece in pieces[:-1]), indicator_of(last))  # 铜、锡选矿回收率
    size = len(short[0])
    if modifier is None and size == _PAIR and all(len(piece) == size for piece in short) and len(last) > 2 * size:
        return (*(indicator_of(piece + last[size:]) for piece in short), indicator_of(last))  # 农药、化肥利用率
    if modifier is None:
        return _with_rate(pieces) or (indicator_of(subject),)
    return (*(indicator_of(piece + last[len(modifier) :]) for piece in short), indicator_of(last))


def _with_rate(pieces: list[str]) -> tuple[str, ...]:
    """Return things with the rate that the last of them names for all (彩超、生化分析仪配备率), or ()."""
    *before, last = pieces or [""]
    rate = _RATE_OF.search(last)
    things = all(len(piece) <= _THING and not is_measured(piece) for piece in before)
    return (
        (*(indicator_of(piece + rate[0]) for piece in before), indicator_of(last)) if before and rate and things else ()
    )
