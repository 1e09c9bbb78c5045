"""How one figure is to be read: its relation, the extent of its value, and whether anything makes a promise of it."""

import re
from decimal import Decimal

from knowledge.quantities import Quantity, UnitClass
from knowledge.target_drafts import Setting
from knowledge.target_times import TimeKind
from knowledge.target_tokens import Part, Token
from knowledge.target_words import words
from knowledge.types import Relation

Tokens = tuple[Token, ...]

_STRICT = (Relation.ABOVE, Relation.BELOW, Relation.ABOUT)
_LAST_LINK = re.compile(r"(?:和|及|以及|并)[^和及并]*$")
_CIRCUMSTANCE = re.compile(  # 与省农科院共建…, 按三级航道标准改造…
    r"(?:与|同|会同|联合|协同|按照?|依托|围绕|通过|利用|结合|立足|聚焦|针对)[^,]*"
)
_FIRST_SECOND = re.compile(r"[一二三四五六七八九十]是")
_RUN = (Part.RELATION, Part.CHANGE, Part.EACH, Part.RESPECTIVELY, Part.COMMITMENT, Part.ADVERB, Part.TIME)
_YEARS_JOINED = ("和", "、", "及", "与")  # 到2025年和2030年
_PLACE = re.compile(r"[一-鿿]{0,6}(?:区|城区|县城|园区|乡镇|农村|市|县|镇|村)")
_FROM_LOWER = (None, Relation.AT_LEAST, Relation.EXACTLY)  # 60%—70% begins at 60; 降至3—5天 does not
_FROM_BELOW = (Relation.AT_LEAST, Relation.ABOVE)
_COMPARED = ("%", "倍", "个百分点", None)  # 不低于总数的10%, 高于平均增速2个百分点, 达到总数的三分之二
_UP_TO = ("达到", "达")
_LONGEST_MEASURE = 20  # characters of what a figure is measured by
_EXAMPLES = re.compile(  # 建成甲、乙等5座水库, 建成甲、乙2个园区; 遴选甲、乙等4个园区
    r"\s*(?:(?:选择|遴选|选取)[^,;的]{2,}、[^,;的]{2,}等|"
    r"(?:新建|建成|开工建设|建设|改造|改扩建|创建|培育|启动)[^,;的]{2,}、[^,;的]{2,}等?)"
)
_SOME_OF = re.compile(  # 完成清单内9条水体整治, 启动首批15个示范区建设
    r"\s*(?:启动|完成|建成|实施|推进|开展|打造|新建|创建)(?:(?:首|第[一二三])批|[^,;的]{2,12}(?:范围|清单|境|辖?区)内)"
)
_ABSTRACT = re.compile(r"制度|机制|体系|方案|政策|办法|标准|规范|计划|模式|工程|行动|活动|类|领域|方面|环节")
_OF_ABSTRACTS = ("项", "类", "种", "个", "次", "件", "份", "%", "期")  # 建设甲、乙等5项制度 is no count of works
_FUND_OF = re.compile(r"(?:设立|组建|成立|发起)[^,;]{0,8}规模$")  # 设立总规模50亿元的基金
_AT = re.compile(r"(?:支持|选择|力争|率先)?在|对(?:[^,;的]{2,20}等)?")
_TRIED = re.compile(  # 在5个县开展…试点, 对甲、乙等5座泵站更新机电设备
    r"[^,;]{1,12}(?:开展|推进|实施|启动|推广|建设|进行|更新|设置|设立|开设|布设|配备|推行)[^,;]{2,}"
)
_COVERS = re.compile(r"[一-鿿”]{2}(?:覆盖|通达|惠及)$")
_EACH_SO_MANY = re.compile(r"每[^,;]{1,6}")
_IN = re.compile(r"[一-鿿]{3}在$")
_PLACES_DO = re.compile(
    r"(?:以上)?的?(?:县|市|省|乡镇|村|园区|社区|街道|企业|学校|医院)[^,;]{0,6}(?:推广|应用|试点|推行|开展|实施|落地|普及|运行)[^,;]{0,4}"
)
_VERB = 2  # characters of a verb that no list has
_FEW = 10  # 两个, 三项 alone are mostly idiom; from 十 up a Chinese numeral is a count


def after_figure(tokens: Tokens, position: int) -> int:
    """Return the index after the figure's suffixes and remarks; 人民币 is passed over too."""
    position += 1
    while position < len(tokens) and tokens[position].part in (Part.SUFFIX, Part.REMARK):
        position += 1
    return position + (position < len(tokens) and tokens[position].text == "人民币")


def run_start(tokens: Tokens, position: int, cursor: int) -> int:
    """Return the index of the first of the relation words that stand before the figure, not before `cursor`.

    What the figure is measured by belongs to them: 不低于教师总数的10%.
    """
    figure = position
    while position and tokens[position - 1].start >= cursor:
        before = tokens[position - 1]
        if _EACH_SO_MANY.fullmatch(before.text) and position > 1 and tokens[position - 2].part is Part.CHANGE:
            position -= 1  # 提高到每万人420台
            continue
        if before.part is Part.TEXT and len(before.text) <= _VERB and position > 1:
            shared = tokens[position - 2]
            if shared.part is not Part.RESPECTIVELY and shared.text != "各":
                break
            position -= 1  # 分别抽检120批次
            continue
        joins = before.text.strip() in _YEARS_JOINED and tokens[position].part is Part.TIME
        if before.part not in _RUN and not joins:
            break
        position -= 1
    return _measured_from(tokens, position, figure, cursor)


def _measured_from(tokens: Tokens, start: int, figure: int, cursor: int) -> int:
    """Return the index of the bound before what the figure is measured by, or `start` where there is none."""
    quantity = tokens[figure].quantity
    unit = quantity.unit if quantity else None
    if (
        start < figure
        or unit not in _COMPARED
        or not start
        or (unit != "个百分点" and tokens[start - 1].part is not Part.OF)
    ):
        return start
    for i in range(start - 1, -1, -1):
        token = tokens[i]
        if token.start < cursor or tokens[figure].start - token.end > _LONGEST_MEASURE:
            break
        if token.part is Part.RELATION:
            return i if (token.shown and token.relation in _FROM_BELOW) or token.text in _UP_TO else start
        if token.part not in (Part.TEXT, Part.OF, Part.CHANGE, Part.ADVERB):
            break
    return start


def joined_times(tokens: Tokens, position: int) -> int:
    """Return the index after the times that begin at `position`: 2025年和2030年."""
    while (
        position + 2 < len(tokens)
        and tokens[position + 1].text.strip() in _YEARS_JOINED
        and tokens[position + 2].part is Part.TIME
    ):
        position += 2
    return position + 1


def begins_predicate(tokens: Tokens, position: int) -> bool:
    """Say whether a verb begins here, adverbs before it or not (新开通)."""
    while position + 1 < len(tokens) and (tokens[position].part is Part.ADVERB or tokens[position].text == "至少"):
        position += 1
    return tokens[position].part is Part.VERB


def is_due_of_relation(tokens: Tokens, position: int) -> bool:
    """Say whether this time stands between a relation and its figure (提高到2025年的70%)."""
    around = tokens[max(0, position - 1)], tokens[min(len(tokens) - 1, position + 1)]
    return around[0].part in (Part.RELATION, Part.CHANGE) and around[1].part is Part.QUANTITY


def is_served(tokens: Tokens, start: int, setting: Setting, *, opens: bool) -> bool:
    """Say whether 为 makes a figure count those who are served: 为不少于300家企业提供诊断, 为2万名学生配备…."""
    if tokens[start].text != "为":
        return False
    following = tokens[start + 1]
    return following.shown or (opens and setting.due is not None and following.part is Part.QUANTITY)


def lets_a_share(tokens: Tokens, start: int, position: int) -> bool:
    """Say whether a verb only lets a share of something do what follows: 推动60%的园区建成…."""
    quantity = tokens[position].quantity
    share = quantity is not None and quantity.unit_class is UnitClass.SHARE
    return share and tokens[start - 1].text in words("verbs", "lets")


def is_share_of_a_place(tokens: Tokens, position: int, before: str) -> bool:
    """Say whether a place stands before a share of what is in it: 建成区55%以上的面积达到要求."""
    quantity, after = tokens[position].quantity, after_figure(tokens, position)
    share = quantity is not None and quantity.unit_class is UnitClass.SHARE
    return share and after < len(tokens) and tokens[after].part is Part.OF and _PLACE.fullmatch(before) is not None


def _names_some_of(token: Token, before: str, behind: str) -> bool:
    """Say whether examples stand between the verb and a figure that counts more than them: 建成甲、乙等5座水库."""
    unit = token.quantity.unit if token.quantity else None
    concrete = unit not in _OF_ABSTRACTS or (unit == "个" and not _ABSTRACT.search(behind))
    named = concrete and _EXAMPLES.fullmatch(before) is not None
    return named or _SOME_OF.fullmatch(before) is not None


def counts_what_follows(sentence: str, tokens: Tokens, start: int, position: int, before: str) -> bool:
    """Say whether what stands before a figure makes it count what follows: a verb, examples, 在, a fund."""
    if start > 0 and tokens[start - 1].part is Part.VERB:
        return True
    after = after_figure(tokens, position)
    behind = tokens[after].start if after < len(tokens) else tokens[-1].end
    bounded = behind > tokens[position].end  # 对10人以下的企业开展…: only whom it concerns
    tried = _AT.fullmatch(before) and not (bounded and before.startswith("对")) and _TRIED.match(sentence, behind)
    return bool(tried or _FUND_OF.search(before) or _names_some_of(tokens[position], before, sentence[behind:]))


def is_covered(quantity: Quantity | None, before: str, setting: Setting) -> bool:
    """Say whether a share is how much of something is covered: 服务覆盖60%以上的社区."""
    share = quantity is not None and quantity.unit_class is UnitClass.SHARE
    return share and setting.due is not None and _COVERS.search(before) is not None


def in_so_many(quantity: Quantity | None, before: str, behind: str) -> bool:
    """Say whether a figure counts the places where something is to be done: 新型装备在50个县推广应用."""
    return quantity is not None and quantity.unit == "个" and bool(_IN.search(before) and _PLACES_DO.fullmatch(behind))


def late_year(token: Token, setting: Setting) -> bool:
    """Say whether a year to come stands behind its indicator's first words: 其余各县2028年覆盖率不低于85%."""
    time = token.time
    if time is None or time.kind is not TimeKind.BARE or setting.year is None or token.text.endswith("的"):
        return False
    return time.value is not None and int(time.value) > setting.year


def sums_years(sentence: str, token: Token) -> bool:
    """Say whether a time is that of the whole plan, wherever it stands: …三年累计服务群众6万人次."""
    soon = token.time is not None and token.time.kind is TimeKind.SOON
    return soon and sentence.startswith("累计", token.end)


def shares_from(tokens: Tokens, start: int, cursor: int) -> int:
    """Return the index of the 分别 or 各 that stands before the verb (分别建成公路180公里和220公里), else `start`."""
    for i in range(start - 1):
        token = tokens[i]
        following = next((t for t in tokens[i + 1 : start] if t.part is not Part.ADVERB), token)
        if token.start != cursor or token.part not in (Part.RESPECTIVELY, Part.EACH):
            continue
        if following.part is Part.VERB or (token.part is Part.RESPECTIVELY and following.part is Part.TEXT):
            return i
    return start


def value_end(tokens: Tokens, position: int) -> int:
    """Return the offset where the printed value ends: behind 以上, 左右, 以内."""
    while position + 1 < len(tokens) and tokens[position + 1].part is Part.SUFFIX:
        position += 1
    return tokens[position].end


def value_start(tokens: Tokens, start: int, position: int) -> int:
    """Return where the printed value begins: at the first word that bounds or changes it (比2020年提高3个百分点).

    What it is measured by belongs to it: 达到产量的40%.
    """
    for token in tokens[start:position]:
        if token.shown or token.part is Part.TEXT or (token.time and token.time.kind is TimeKind.BASE):
            return token.start
    return tokens[position].start


def at_least_before_verb(tokens: Tokens, start: int, cursor: int) -> Token | None:
    """Return the 至少 of 至少建成1所, which stands before the verb."""
    if start < 2 or tokens[start - 1].part is not Part.VERB:
        return None
    before = tokens[start - 2]
    return before if before.shown and before.relation is Relation.AT_LEAST and before.start >= cursor else None


def object_stop(sentence: str, tokens: Tokens, after: int) -> int:
    """Return where an object ends: at the phrase's end, or at the last 、 or 和 before the next counted figure."""
    for position in range(after, len(tokens)):
        follows = after_figure(tokens, position)
        is_threshold = follows < len(tokens) and tokens[follows].part is Part.OF
        if tokens[position].part is not Part.QUANTITY or is_threshold:
            continue
        pauses = [token.start for token in tokens[after:position] if token.part is Part.PAUSE]
        link = _LAST_LINK.search(sentence[tokens[after].start : tokens[position].start])
        if pauses or link:
            return pauses[-1] if pauses else tokens[after].start + (link.start() if link else 0)
    return tokens[-1].end


def paired_figures(tokens: Tokens, start: int, position: int) -> list[int]:
    """Return the figures that 分别 pairs off (40%、30%和20%), or this figure alone."""
    found = [position]
    if not any(token.part is Part.RESPECTIVELY for token in tokens[start:position]):
        return found
    after = after_figure(tokens, position)
    while after + 1 < len(tokens) and tokens[after].part in (Part.PAUSE, Part.AND):
        following = after + 1
        while following + 1 < len(tokens) and tokens[following].part is Part.RELATION:
            following += 1
        if tokens[following].part is not Part.QUANTITY:
            break
        found.append(following)
        after = after_figure(tokens, following)
    return found


def relation_before(run: Tokens, default: Relation | None) -> Relation | None:
    """Return the relation that the words before a figure name; 超过, 低于 and 约 win over 达到."""
    found = [token.relation for token in run if token.relation is not None]
    strict = [relation for relation in found if relation in _STRICT]
    return strict[-1] if strict else found[-1] if found else default


def relation_of(tokens: Tokens, position: int, before: Relation | None) -> Relation:
    """Return the relation of a figure: its suffix decides, then the words before it; 达到100% cannot be exceeded."""
    quantity, following = tokens[position].quantity, tokens[position + 1 : position + 2]
    if following and following[0].part is Part.SUFFIX and following[0].relation:
        return following[0].relation
    if quantity and quantity.ranged and quantity.number is not None and before in _FROM_LOWER:
        return Relation.AT_LEAST
    if quantity and (quantity.approximate or quantity.ranged):
        return Relation.ABOUT
    full = quantity is not None and quantity.unit == "%" and quantity.number == 100
    bounded = position > 0 and tokens[position - 1].shown and tokens[position - 1].part is Part.RELATION
    if full and before is Relation.AT_LEAST and not bounded:
        return Relation.EXACTLY
    return before or Relation.EXACTLY


def stated_number(quantity: Quantity | None, relation: Relation) -> Decimal | None:
    """Return the number of a figure: of a range the lower one, where that is what must be reached."""
    if quantity is None or (quantity.ranged and relation is not Relation.AT_LEAST):
        return None
    return quantity.number


def is_promise(tokens: Tokens, start: int, position: int, setting: Setting, *, first: bool) -> bool:
    """Say whether deadline, commitment, verb or a bounding relation makes the figure a target.

    A report (建成20个, with no deadline) is none, and makes a report of what follows in its sentence.
    """
    if not _is_definite(tokens, start, position):
        return False
    if setting.marked:
        return True
    if any(token.text in ("不足", "不到") for token in tokens[start:position]):
        return False  # how things stand
    verbs = [token.text for token in tokens if token.part is Part.VERB]
    if verbs and verbs[0] in words("verbs", "done") and not setting.tasks:
        setting.past = True
        return False
    bounds = [token for token in tokens[start:position] if token.part is Part.RELATION]
    held = any(token.text in words("relations", "hold") or token.relation is Relation.AT_MOST for token in bounds)
    held = held and not all(token.text == "最高" for token in bounds)  # 省级:最高300万元 is what is granted
    held = held or _bounded_behind(tokens, start, position)
    acts = any(token.part in (Part.VERB, Part.CHANGE) for token in tokens)  # 常住人口约590万人 does not
    if setting.tasks and any(
        token.part is Part.CHANGE or (token.relation and (acts or token.relation is not Relation.ABOUT))
        for token in tokens[start:position]
    ):
        return True
    head = next(
        (
            token
            for token in tokens
            if token.text.strip()
            and token.part not in (Part.ADVERB, Part.REMARK)
            and not (token.part is Part.TEXT and _CIRCUMSTANCE.fullmatch(token.text.strip()))
            and not _FIRST_SECOND.fullmatch(token.text)
        ),
        None,
    )
    opens = head is not None and head.part in (Part.VERB, Part.CHANGE)  # 增加库容4200万立方米
    return first or held or opens or (setting.tasks and _governed(tokens, start))


def _governed(tokens: Tokens, start: int) -> bool:
    """Say whether nothing but its object stands between a verb and the figure: 东北片区改造渠系建筑物3.2万座."""
    position = start - 1
    while position > 0 and tokens[position].part is Part.VERB:
        position -= 1  # 对小区实施雨污分流改造310个
    while position >= 0 and tokens[position].part is Part.TEXT:
        position -= 1
    return 0 <= position < start - 1 and tokens[position].part is Part.VERB


def _bounded_behind(tokens: Tokens, start: int, position: int) -> bool:
    """Say whether a figure that is to be reached is bounded: 达到95%以上, 压缩至5个工作日以内."""
    following = tokens[position + 1 : position + 2]
    if not following or following[0].part is not Part.SUFFIX or following[0].relation is Relation.ABOUT:
        return False
    before = tokens[start:position]
    reached = any(token.text in words("relations", "reach") for token in before if token.part is Part.RELATION)
    moved = any(token.part is Part.CHANGE and token.text.endswith(words("changes", "to")) for token in before)
    return reached or moved


def _is_definite(tokens: Tokens, start: int, position: int) -> bool:
    """Say whether unit or relation make a figure of it: 86.5 and 两个 alone are none."""
    quantity = tokens[position].quantity
    bounded = any(token.part is Part.CHANGE or token.relation for token in tokens[start:position])
    if quantity is None or (quantity.unit_class is UnitClass.NONE and not bounded):
        return False
    few = quantity.chinese and (quantity.number or 0) < _FEW
    return not few or bounded or value_end(tokens, position) > tokens[position].end
