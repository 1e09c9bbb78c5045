"""Every fixed sentence that a person reads, in Chinese and English. Nothing here states policy.

Each function takes what changes as named fields and `language` ("zh" or "en"). What a person typed is shortened and
freed of control characters before it is repeated. What belongs to the terminal alone is in Chinese and stands last.
"""

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from knowledge.types import Relation

ECHO_LIMIT = 40  # characters of a question that are repeated; more only buries the sentence around it

RELATIONS = {
    Relation.AT_LEAST: ("不低于", "at least"), Relation.ABOVE: ("高于", "more than"),
    Relation.EXACTLY: ("等于", "exactly"),
    Relation.AT_MOST: ("不超过", "at most"), Relation.BELOW: ("低于", "less than"), Relation.ABOUT: ("约", "about"),
}  # fmt: skip
LABELS = {
    "quote": ("原文", "The plan says (in Chinese)"), "targets": ("目标", "Targets"), "see_also": ("另见", "See also"),
    "source": ("出处", "Source"), "clauses": ("条款", "Clauses"), "choices": ("请选择", "Please choose"),
    "indicator": ("指标", "Indicator"), "value": ("目标值", "Target"), "deadline": ("期限", "Deadline"),
    "clause": ("条号", "Clause"), "expired": ("期限已过", "deadline passed"),
    "no_deadline": ("未写明期限", "no deadline stated"),
}  # fmt: skip


def echo(text: str) -> str:
    """Return what a person typed as it may be repeated: one line, no control or direction marks, shortened."""
    plain = "".join(
        " " if c.isspace() else c for c in text if unicodedata.category(c) not in ("Cf", "Cs") or c.isspace()
    )
    plain = "".join(c for c in plain if unicodedata.category(c) != "Cc")
    plain = re.sub(r" +", " ", plain).strip()
    return plain if len(plain) <= ECHO_LIMIT else plain[:ECHO_LIMIT] + "…"


def _say(language: str, zh: str, en: str) -> str:
    return en if language == "en" else zh


def label(name: str, language: str = "zh") -> str:
    """Return the label of a part of the answer; `name` is a key of LABELS."""
    return _say(language, *LABELS[name])


def relation(value: Relation, language: str = "zh") -> str:
    """Return a relation in words: 不低于."""
    return _say(language, *RELATIONS[value])


def deadline(printed: str | None, language: str = "zh") -> str:
    """Return a deadline in words: 2025 → 2025年; none → 未写明期限."""
    if printed is None:
        return label("no_deadline", language)
    return f"{printed}年" if printed.isdigit() and language != "en" else printed


def colon(language: str = "zh") -> str:
    """Return the colon after a label."""
    return _say(language, "：", ": ")


def comma(language: str = "zh") -> str:
    """Return the comma of a list."""
    return _say(language, "，", ", ")


def heading(name: str, language: str = "zh") -> str:
    """Return a label with its colon."""
    return label(name, language) + colon(language)


def deadline_remark(printed: str | None, passed: bool, language: str = "zh") -> str:
    """Return a deadline with the remark beside it: 期限：2025年，期限已过; 未写明期限."""
    if printed is None:
        return deadline(None, language)
    remark = comma(language) + label("expired", language) if passed else ""
    return deadline(printed, language) + remark


def target_value(commitment: str, value: str) -> str:
    """Return a value with the words that soften it: 力争 1000亿元."""
    return f"{commitment} {value}".strip()


def with_relation(value: str, relation_: str, language: str = "zh") -> str:
    """Return a value as printed and what is to be said of it: 98.5%以上（不低于）; the value alone if nothing is."""
    if not relation_:
        return value
    return _say(language, f"{value}（{relation_}）", f"{value} ({relation_})")


def target_line(indicator: str, commitment: str, value: str, facts: Sequence[str], language: str = "zh") -> str:
    """Return a target in one line: 指标：98.5%以上（不低于；2025年，期限已过；二、（一）第1条）."""
    inside = _say(language, "；", "; ").join(f for f in facts if f)
    return f"{indicator}{colon(language)}{with_relation(target_value(commitment, value), inside, language)}"


# Small talk


def greeting(language: str = "zh") -> str:
    """Return the first words of a conversation."""
    return _say(
        language,
        "您好！我用纲要原文回答问题，并标明条号。可以问目标、条款或主题，例如“食品抽检合格率的目标是多少”“第13条”。",
        "Hello! I answer with the plan's own words and their clause number. Ask about a target, a clause or a topic.",
    )


def thanks(language: str = "zh") -> str:
    """Return the answer to thanks."""
    return _say(language, "不客气，还有问题请随时提出。", "You are welcome. Ask again any time.")


def farewell(language: str = "zh") -> str:
    """Return the answer to a goodbye."""
    return _say(language, "再见，欢迎随时再来查询。", "Goodbye. Come back any time.")


def identity(language: str = "zh") -> str:
    """Return who the bot is and what it does not do."""
    return _say(
        language,
        "我是政策问答助手，只引用已收录文件的原文并标明出处，不作解释，也不代表发文机关。",
        "I am a question-answering bot: I quote the plan word for word with its source. I neither interpret it "
        "nor speak for its issuer.",
    )


def help_text(language: str = "zh") -> str:
    """Return what can be asked."""
    return _say(
        language,
        "可以这样问：\n· 目标：“装配式建筑占比目标是多少”\n· 条款：“第13条”“二、（四）”“最后一条”\n"
        "· 反查：“35%以上是什么指标”\n· 主题：“企业怎样参与制定标准”\n"
        "· 统计：“一共有多少条”“2025年的目标有哪些”\n· 目录：“目录”",
        "You can ask for\n- a target: What is the target for prefabricated buildings?\n"
        "- a clause: clause 13, part 2 section 4\n- a figure: Which target is 35%?\n"
        "- a topic, a count (How many clauses are there?), or the table of contents",
    )


# What was asked cannot be looked up


def empty(language: str = "zh") -> str:
    """Return the answer to a question without words."""
    return _say(
        language, "没有看到问题，请输入想查询的内容。", "There is no question yet. Please type what you want to know."
    )


def unreadable(language: str = "zh") -> str:
    """Return the answer to signs that make no question (emoji, control characters, mark-up)."""
    return _say(
        language,
        "没有看懂这个问题，请用文字说明想查询的内容。",
        "I could not read this as a question. Please put it in words.",
    )


def too_long(limit: int, language: str = "zh") -> str:
    """Return the answer to a question of more than `limit` characters."""
    return _say(
        language,
        f"问题太长了（超过{limit}字）。请缩短到{limit}字以内再问；核对引文请用 policybot check。",
        f"The question is too long (over {limit} characters). Please shorten it; to check a quotation, use the command "
        "policybot check.",
    )


def off_topic(language: str = "zh") -> str:
    """Return the answer to a request that no document could answer (orders to the bot, other subjects)."""
    return _say(
        language,
        "我只能查询已收录文件的原文，这个问题不在范围内。",
        "I can only look things up in the documents I hold; this is outside them.",
    )


# References


def out_of_range(what: str, range_: str, language: str = "zh") -> str:
    """Return that a clause (第31条) does not exist, and which do (第1条至第30条)."""
    return _say(
        language, f"没有{echo(what)}，范围是{range_}。", f"There is no {echo(what)}; the plan has {range_}."
    )  # fmt: skip


def clause_range(first: str, last: str, language: str = "zh") -> str:
    """Return a range of marks in words: 1 and 30 → 第1条至第30条; other marks as they are printed."""
    if first.isdigit() and last.isdigit():
        return _say(language, f"第{first}条至第{last}条", f"clauses {first} to {last}")
    return _say(language, f"{first}至{last}", f"{first} to {last}") if first != last else first


def ambiguous(what: str, choices: Sequence[str], language: str = "zh") -> str:
    """Return that a reference has several meanings; the choices themselves are listed under it."""
    return _say(
        language,
        f"“{echo(what)}”有{len(choices)}处，请问是哪一处？",
        f"“{echo(what)}” stands in {len(choices)} places. Which one do you mean?",
    )


def follow_up_unclear(language: str = "zh") -> str:
    """Return that a follow-up has nothing to follow."""
    return _say(
        language, "没有看出这是接着哪个问题问的，请把问题说完整。", "What does this refer to? Please ask in full."
    )  # fmt: skip


# What the plan does not say


def not_in_plan(asked: str, language: str = "zh") -> str:
    """Return that nothing in the documents answers, with what was looked for."""
    return _say(
        language,
        f"没有找到：已查找“{echo(asked)}”，文件中没有直接规定。",
        f"Not found: I looked for “{echo(asked)}”, and the plan does not state it directly.",
    )


def place_absent(place: str, language: str = "zh") -> str:
    """Return that the plan sets nothing for a place that was asked for."""
    return _say(
        language,
        f"文件中没有对“{echo(place)}”作出这项规定。",
        f"The plan makes no such provision for {echo(place)}.",
    )


def only_province_wide(place: str = "", language: str = "zh") -> str:
    """Return that the figure is for the whole province, not for the place asked for."""
    where = echo(place)
    return _say(
        language,
        f"文件只有全省目标，没有{f'“{where}”' if where else '各地'}的单独目标。",
        f"The plan only sets province-wide targets, none for {where or 'single places'}.",
    )


def year_absent(years: Sequence[str], language: str = "zh") -> str:
    """Return that the plan states nothing for the years asked for."""
    return _say(
        language, f"文件中没有{'、'.join(years)}年的这项内容。", f"The plan has nothing on this for {', '.join(years)}."
    )  # fmt: skip


def number_absent(number: str, language: str = "zh") -> str:
    """Return that a figure asked for does not occur as a target."""
    return _say(
        language, f"文件的目标中没有“{echo(number)}”这个数。", f"No target of the plan has the figure {echo(number)}."
    )  # fmt: skip


def attribute_absent(kind: str, language: str = "zh", where: str = "") -> str:
    """Return that the plan (or only `where` of it) speaks of the subject but not of what was asked of it (金额 …)."""
    return _say(
        language,
        f"{where or '文件'}提到了相关内容，但没有写明{echo(kind)}。",
        f"{where or 'The plan'} touches on it but states no {echo(kind)}.",
    )


def nearest_label(language: str = "zh") -> str:
    """Return the label over the clauses that stand closest to a refused question."""
    return _say(language, "最接近的条款（未直接规定）", "Closest clauses (not directly stated)")


def partial(language: str = "zh") -> str:
    """Return that only part of a question is answered."""
    return _say(language, "以下只回答了问题的一部分。", "Only part of the question is answered.")


# The library

_LIBRARY_OUTCOMES = {
    "added": "已添加", "replaced": "已更新（旧版本保留，可用 library diff 查看）", "known": "已在库中，未作改动",
    "earlier": "与已有的旧版本相同，未作改动",
}  # fmt: skip
_LIBRARY_CHANGES = {
    "added": "+ 新增条款", "removed": "- 删除条款", "moved": "> 条号变动", "changed": "* 修改条款",
    "target added": "+ 新增目标", "target removed": "- 删除目标", "target changed": "* 修改目标",
}  # fmt: skip
LIBRARY_SAME = "两个版本的条款和目标相同。"


def library_added(outcome: str, id_: str, title: str, clauses: int, targets: int) -> str:
    """Return what became of a file that was added."""
    return f"{_LIBRARY_OUTCOMES[outcome]}：{id_} 《{echo(title)}》 {clauses} 个条款，{targets} 项目标"


def library_line(id_: str, title: str, about: str, clauses: int, targets: int, *, shipped: bool) -> str:  # noqa: PLR0913 - the columns of a line
    """Return one document as a line of the list."""
    kind = "随程序提供，" if shipped else ""
    return f"{id_}  《{echo(title)}》（{kind}{f'{echo(about)}，' if about else ''}{clauses} 个条款，{targets} 项目标）"


def library_removed(title: str) -> str:
    """Return that a document was removed."""
    return f"已删除《{echo(title)}》及其索引和向量。"


def library_no_earlier(id_: str) -> str:
    """Return that a document has only one version."""
    return f"{id_}：只有一个版本，没有可比较的旧版本。"


def library_change(kind: str, words: str) -> str:
    """Return one change between two versions."""
    return f"{_LIBRARY_CHANGES[kind]} {words}"


# Remarks on what is shown


def expired(deadline_: str, language: str = "zh") -> str:
    """Return the remark on a deadline that has passed; the text stays as published."""
    return _say(
        language,
        f"提示：期限（{deadline(deadline_)}）已过，以上为发布时的原文，是否有新规定请向发文机关核实。",
        f"Note: the deadline ({deadline_}) has passed. The text is as published; please check for newer provisions.",
    )


def counted(n: int, unit: str, language: str = "zh") -> str:
    """Return a count, as in 共30条; `unit` is the measure word with its noun."""
    return _say(language, f"共{n}{unit}。", f"{n} {unit} in all.")


def count_in(place: str, n: int, unit: str, language: str = "zh") -> str:
    """Return the count of what stands in a place, as in 二、（一）：4条."""
    return _say(language, f"{place}：{n}{unit}", f"{place}: {n} {unit}")


def understood(question: str, language: str = "zh") -> str:
    """Return how a follow-up was understood."""
    return _say(language, f"（按“{echo(question)}”理解）", f"(understood as “{echo(question)}”)")


def and_more(n: int, language: str = "zh") -> str:
    """Return that a list goes on."""
    return _say(language, f"……另有{n}项", f"… and {n} more")


def figure(number: Decimal) -> str:
    """Return a number in plain digits without an exponent: 2E+12 → 2000000000000."""
    plain = f"{number:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


# The command line: waiting, errors, checking a quotation, the ledger

LOADING = "正在载入检索模型和索引（首次提问约需十秒）……"
ASK_NEITHER = "缺少 QUESTION，或用 --jsonl 从标准输入读取"
ASK_BOTH = "--jsonl 从标准输入读取问题，不能再给 QUESTION"
DOCTOR_WELL = "一切正常。"
CHAT_HELP = "直接输入问题；/new 开始新对话，/help 看怎样提问，/quit 或 Ctrl-D 退出。"
CHAT_NEW = "已开始新对话。"
CHAT_BYE = "再见。"
CHAT_UNKNOWN = "没有这个命令。" + CHAT_HELP
INTERRUPTED = "已中断。"
NO_TARGETS = "没有符合条件的目标；请放宽 --path、--year 或 --query。"
XLSX_ON_TERMINAL = "targets: XLSX 不能显示在终端上；请用 -o 文件名.xlsx 保存，或改用 --format table"
NO_CLAUSES = "（没有带编号的条款）"

_CHECK = {
    "verbatim": ("一致：与原文逐字相同。", "Verbatim: the same as the published text, letter for letter."),
    "altered": ("不一致：与原文有出入。", "Altered: it differs from the published text."),
    "typographic": (
        "文字一致：只有全角半角、空格或引号不同。",
        "The same words: only widths of characters, spaces or quotation marks differ.",
    ),
    "not_found": ("未找到：已收录的文件中没有这段话。", "Not found: no document here holds this passage."),
    "place": ("位置：", "Place: "),
    "nearest": ("最接近的原文：", "Nearest published text: "),
    "published": ("原文：", "Published: "),
    "differences": ("差异（[-引文-] 改自 {+原文+}）：", "Differences ([-as given-] for {+as published+}):"),
    "claim_agrees": ("所注条号正确。", "The clause number given with it is right."),
}


def check_phrase(name: str, language: str = "zh") -> str:
    """Return a fixed phrase of the report on a checked passage."""
    return _say(language, *_CHECK[name])


def check_claim_differs(citation: str, language: str = "zh") -> str:
    """Return that a clause number given with a quotation is wrong."""
    if not citation:
        return _say(language, "所注条号不符。", "The clause number given with it is wrong.")
    return _say(
        language, f"所注条号不符：应为{citation}。", f"The clause number given with it is wrong: it is {citation}."
    )


def check_places(count: int, language: str = "zh") -> str:
    """Return that a passage stands in several places; the first is shown."""
    return _say(
        language,
        f"这段话在文中共出现{count}处，以上是其中一处。",
        f"It stands in {count} places, of which this is one.",
    )


def check_cut(before: str, after: str, language: str = "zh") -> str:
    """Return the remark that a quotation stops short of words that change its meaning."""
    parts = [f"引文之前紧接“{before}”"] * bool(before) + [f"引文之后紧接“{after}”"] * bool(after)
    near = [f"“{before}” stands right before it"] * bool(before) + [f"“{after}” right after it"] * bool(after)
    return _say(
        language,
        f"注意：原文中{'，'.join(parts)}，截去后意思可能改变。",
        f"Note: in the published text {' and '.join(near)}; without it the meaning may change.",
    )


def internal_error(request: str, log: Path | None) -> str:
    """Return the one line for a failure that nobody foresaw."""
    where = f"详情见 {log}" if log else "日志无法写入，请检查 POLICYBOT_HOME"
    return f"policybot: 程序出错（编号 {request}）；{where}，反馈问题时请附上编号"


def usage_error(program: str, message: str) -> str:
    """Return the one line for wrong usage."""
    return f"{program}: 用法有误（{message}）；请看 {program} --help"


def not_utf8(where: str) -> str:
    """Return the one line for input that is not UTF-8."""
    return f"{where}: 不是 UTF-8 文本；请转换编码后再试"


def cannot_write(path: Path, reason: str) -> str:
    """Return the one line for an output file that cannot be written."""
    return f"{path}: 无法写入（{reason}）；请换一个位置或检查权限"


def written(path: Path, count: int) -> str:
    """Return that the ledger was saved."""
    return f"已保存 {count} 条目标：{path}"


def load_failed(message: str) -> str:
    """Return that loading in the background failed; cheap questions still work."""
    return f"检索模型未能载入（{message}）；按条号、目录和指标查询仍可使用。"


def line_error(number: int, message: str) -> str:
    """Return the error text of one line of `ask --jsonl`."""
    return f"line {number}: {message}"


def doctor_ill(count: int) -> str:
    """Return how many parts are to be mended."""
    return f"有{count}处需要处理，见上面标有 [bad] 的行。"


def place_not_singled_out(place: str, language: str = "zh") -> str:
    """Return the remark that a provision holds for the whole province, the place asked for included."""
    return _say(
        language,
        f"原文面向全省，没有单独提到“{echo(place)}”。",
        f"The provision is for the whole province; it does not single out {echo(place)}.",
    )


def no_year_in_sentence(language: str = "zh") -> str:
    """Return the remark that the sentence shown states no year."""
    return _say(language, "原句没有写明年份。", "The sentence states no year.")


def other_measure(asked: str, indicator: str, language: str = "zh") -> str:
    """Return the remark that the target shown is set for another measure than the one asked for."""
    return _say(
        language,
        f"问的是“{echo(asked)}”，文件规定的是“{echo(indicator)}”，两者不是同一指标。",
        f"You asked for “{echo(asked)}”; the target in the plan is for {echo(indicator)}, which is not the same.",
    )


def not_a_reference(asked: str, language: str = "zh") -> str:
    """Return that a text names no clause, and how one is named."""
    return _say(
        language,
        f"“{echo(asked)}”不是条号，请写成“12”“第十二条”或“二（四）”。",
        f"“{echo(asked)}” names no clause; write 12, clause 12 or 二(四).",
    )


def document_missing(title: str, language: str = "zh") -> str:
    """Return that a document which was asked about is not among those held."""
    return _say(
        language, f"没有收录《{echo(title)}》，无法引用。", f"I do not hold {echo(title)}, so I cannot quote it."
    )


def scope_set(titles: Sequence[str], language: str = "zh") -> str:
    """Return that from now on only these documents are asked; of none, that all are."""
    if not titles:
        return _say(language, "好的，接下来查询所有文件。", "From now on all documents are searched.")
    named = "、".join(f"《{echo(t)}》" for t in titles)
    return _say(
        language, f"好的，接下来只查{named}。说“所有文件”可恢复。", f"From now on only {named}. Say “所有文件” for all."
    )


def which_document(count: int, language: str = "zh", *, more: bool = False) -> str:
    """Return that a question fits several documents, or some `more`, and asks which is meant."""
    chinese, english = ("至少", "at least ") if more else ("", "")
    return _say(
        language,
        f"{chinese}有{count}份文件都可能是您要问的，请指明是哪一份：",
        f"{english}{count} documents may be meant; which one?",
    )


def documents_differ(stated: Sequence[tuple[str, str, str]], language: str = "zh") -> str:
    """Return that documents set different figures, given title, date and value of each."""
    rows = "；".join(f"《{echo(t)}》{f'（{echo(d)}）' if d else ''}：{echo(v)}" for t, d, v in stated)
    return _say(
        language,
        f"各文件对同一指标的规定不同，均列出供比较：{rows}。",
        f"The documents set different figures; all are shown: {rows}.",
    )


def documents_silent(titles: Sequence[str], language: str = "zh") -> str:
    """Return that some of the documents that were to be compared do not state what is asked."""
    named = "、".join(f"《{echo(title)}》" for title in titles)
    return _say(language, f"没有直接规定的：{named}", f"Not stated directly in: {named}")


def also_in(citations: Sequence[str], language: str = "zh") -> str:
    """Return where other documents speak of the same."""
    return _say(language, f"另见：{'；'.join(citations)}", f"See also: {'; '.join(citations)}")


def trade_group(group: str, language: str = "zh") -> str:
    """Return the label of a group of quotes: what a plan demands of a trade, or offers it."""
    labels = {
        "demands": ("对这一行的要求", "What is demanded of the trade"),
        "offers": ("对这一行的支持", "What is offered to the trade"),
    }
    return labels[group][language == "en"]


def trade_places(group: str, places: Sequence[str], language: str = "zh") -> str:
    """Return in which clauses the quotes of a group stand."""
    listed = (", " if language == "en" else "、").join(dict.fromkeys(places))
    return f"{trade_group(group, language)}{colon(language)}{listed}"


def trade_none(group: str, language: str = "zh") -> str:
    """Return that one of the two groups is empty."""
    label = trade_group(group, language)
    return f"{label}: nothing is stated." if language == "en" else f"{label}：文件中没有直接写到。"


def not_mentioned(name: str, language: str = "zh", where: str = "") -> str:
    """Return that the document (or only `where` of it) nowhere mentions a name."""
    return _say(
        language,
        f"{where or '文件中'}没有提到“{echo(name)}”。",
        f"{where or 'The plan'} does not mention {echo(name)}.",
    )


def no_target_for(name: str, language: str = "zh", where: str = "") -> str:
    """Return that the document (or only `where` of it) sets no figure for something that was asked for by name."""
    return _say(
        language,
        f"{where or '文件'}没有为“{echo(name)}”规定数字。",
        f"{where or 'The plan'} sets no figure for {echo(name)}.",
    )


LEVEL_UNITS = {
    "parts": ("个部分", "parts"), "sections": ("节", "sections"), "works": ("个工程", "projects"),
    "clauses": ("条", "clauses"), "aspects": ("个方面", "aspects"), "headings": ("个标题", "headings"),
}  # fmt: skip


def level_unit(level: str, language: str = "zh") -> str:
    """Return the unit in which nodes of a level are counted: clauses → 条."""
    return _say(language, *LEVEL_UNITS[level])


def targets_unit(language: str = "zh") -> str:
    """Return the unit in which targets are counted."""
    return _say(language, "项目标", "targets")


ATTRIBUTES = {
    "contact": ("联系方式或地址", "contact details"), "money": ("金额", "amount of money"),
    "date": ("具体日期", "date"), "clock": ("具体时刻", "time of day"), "deadline": ("完成期限", "deadline"),
    "procedure": ("办理程序", "procedure"), "person": ("具体人员", "person"),
    "penalty": ("处罚标准", "penalty"),
    "document_number": ("文号", "document number"), "rank": ("排名", "ranking"),
    "members": ("具体是哪几个", "list of its members"),
    "legal_basis": ("法律依据", "legal basis"), "qualification": ("资格要求", "qualification"),
    "winner": ("获奖或入选者", "winners"),
    "current": ("现状数据（只写目标）", "current figures (it sets targets only)"), "number": ("具体数字", "figure"),
    "unit": ("这一数据", "such figure"),
}  # fmt: skip


def attribute(name: str, language: str = "zh") -> str:
    """Return a detail that was asked for in words: money → 金额."""
    return _say(language, *ATTRIBUTES[name])


EXPLAINED = {"understood": "理解", "hits": "命中（综合得分；语义、词面名次；用来检索的文字）", "decided": "判定"}
FACTS = {
    "kind": "类型", "searched": "检索词", "subject": "主题", "wants_number": "要数字", "wants_deadline": "要期限",
    "attribute": "要细节", "years": "年份", "period": "时期", "places": "地区", "codes": "代号", "figures": "数字",
    "references": "条号", "scope": "范围", "described": "所描述的", "restored": "已纠正错字",
}  # fmt: skip
DECISIONS = {
    "lookup": "按条号、目录、台账、名称或固定规则直接得出，未经检索", "search": "检索所得，条件全部符合",
    "confidence": "检索所得，但把握不足", "law": "所问法规未收录", "year": "年份条件", "place": "地区条件",
    "name": "所问名称文中没有", "code": "代号条件", "measure": "所问指标与文中指标不同",
}  # fmt: skip


def explained(part: str, words: str) -> str:
    """Return one line of an explanation; `part` is a key of EXPLAINED."""
    return f"{EXPLAINED[part]}：{words}"


def explained_fact(name: str, value: str) -> str:
    """Return what was understood of a question: 年份 2025; `name` is a key of FACTS."""
    return f"{FACTS[name]} {value}".rstrip()


def explained_hit(  # noqa: PLR0913, PLR0917 - a line of six columns
    place: str, score: float, dense_rank: int | None, lexical_rank: int | None, kind: str, words: str
) -> str:
    """Return one hit of a search in a line; a dash where one half of the search did not list it."""
    ranks = f"语义{dense_rank or '—'}，词面{lexical_rank or '—'}"
    return f"{place}  {score:.2f}（{ranks}）{kind}：{words}"


def explained_decision(check: str, confidence: float, accept: float | None) -> str:
    """Return what decided, and the confidence beside the least that is answered where there was a search."""
    words = DECISIONS.get(check) or ATTRIBUTES[check][0]
    return words if accept is None else f"{words}；置信度{confidence:.2f}（{accept:.2f}起回答）"
