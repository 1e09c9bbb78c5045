"""What is known of a document besides its text: guessed from the text, kept as `meta.toml`, editable by its keeper."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from itertools import pairwise, takewhile
from pathlib import Path

from knowledge.errors import DocumentError
from knowledge.numerals import CHINESE_NUMERAL, parse_int
from knowledge.parse import BACK_PATH, FRONT_PATH
from knowledge.types import Document

META_FILE = "meta.toml"
EDITABLE = ("title", "wrapper", "issuer", "number", "published", "source")
LONGEST_TITLE = 120  # characters, over all of its lines
HEAD = 40  # lines in which title, number and date may stand before the first mark

_KINDS = (
    "纲要|规划|方案|意见|条例|办法|规定|通知|措施|计划|细则|导则|决定|决议|法|标准|规范|要点|公告|通告|批复|指引|指南|清单|目录|制度|"
    "章程|准则|规程|报告|函|答复|令|战略|政策|白皮书|责任书|协议书?|备忘录|承诺书|公报|纪要"
)
_ENDS = re.compile(
    rf"(?:{_KINDS})(?:[（(](?:[^（）()]*(?:试行|暂行|修订|修正|草案|稿|年|版|[—–-]\s?\d{{4}})[^（）()]*)[)）])*$"
)
_NUMBER = re.compile(
    r"(?P<number>[一-鿿]{1,14}[〔\[［（(【]\s*(?P<year>(?:19|20)\d\d)\s*[〕\]］）)】]\s*第?\s*\d{1,5}\s*号"
    r"|[一-鿿]{2,20}令第?\s*\d{1,5}\s*号"
    r"|(?:GB|DB|T)[/A-Z0-9]*\s?[\d.]+[—–-]\d{4})"
)
_ORDER, _ORDER_NUMBER = re.compile(r"^[一-鿿]{2,20}令$"), re.compile(r"第\s*[\d〇○零一二三四五六七八九十百]{1,6}\s*号")
_OF_ORDER = re.compile(r"日?([一-鿿]{2,20}令第?\s*\d{1,5}\s*号)")
_APART_WIDE = re.compile(r"[ \u3000]{2,}")
_LABELLED = re.compile(
    r"(?P<label>发文字号|文\s*号|发文机关|发布机构|发文单位|印发机关|成文日期|发布日期|发布时间|印发日期|来源|转载自|(?<!原)标\s*题|名\s*称)"
    r"\s?[:：]\s*(?P<value>[^\s　]+(?: [^\s:：]+(?![:：]))*)"
)
_PERIOD = re.compile(
    r"[（(](?![^（）()]*(?:印发|发布|通过|批准|公布|[厅局委]))[^（）()]{2,24}(?:年|试行|暂行|修订)[^（）()]{0,4}[)）]"
)
_Y = r"(?:(?:19|20)\d\d|[一二][〇○零Ｏ0一二三四五六七八九]{3})"
_N = rf"(?:\d{{1,2}}|{CHINESE_NUMERAL}{{1,3}})"
_DATE = re.compile(rf"(?P<y>{_Y})\s*(?:年|-|/|\.)\s*(?P<m>{_N})\s*(?:月|-|/|\.)\s*(?P<d>{_N})\s*日?")
_DIGITS = str.maketrans("〇○零Ｏ一二三四五六七八九", "0000123456789")
_LATIN_HEAD = 6  # lines
_LATIN_TITLE = re.compile(
    r"\b(?:Plan|Strategy|Act|Law|Code|Regulations?|Programme|Program|Framework|Roadmap|Agenda|Guidelines|Policy|Opinions|"
    r"Measures|Provisions|Outline)\b",
    re.IGNORECASE,
)
_WIDE_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")  # 〔２０２６〕８号
_FORWARDS = re.compile(
    r"(?:印发|转发|发布|公布)(?P<of>《[^》]+》(?:[、和及与]*《[^》]+》)*|[^《》]{4,60}?)(?:的通知|的公告|的决定|的函)?$"
)
_ISSUES = re.compile(  # Notice of the Municipal Government on Issuing the Action Plan for …
    r"(?:Notice|Circular)\b.*?\bon (?:the )?"
    r"(?:(?:Printing|Issuing|Issuance|Distributing|Releasing|Forwarding)(?: and |,? ?))+"
    r"(?:of )?(?:the )?(?P<title>[A-Z0-9].+)$"
)
_PUT_INTO_FORCE = re.compile(r"《(?P<title>[^》]{2,80})》[^。]{0,160}(?:公布|发布|施行)")
_TITLED = re.compile(r"《([^》]{2,80})》")
_ADOPTED = re.compile(
    r"(?P<body>[一-鿿]{2,24}?人民代表大会(?:常务委员会)?)(?:第?[一-鿿\d]+次会议)?(?:第?[一-鿿\d]+次会议)?(?:通过|批准|公布)"
)
_ISSUERS = re.compile(
    r"(?:中共)?[一-鿿]{2,30}?(?:委员会办公厅|委员会|人民政府办公厅|人民政府办公室|人民政府|办公厅|办公室|党组|省委|市委|县委|区委|委|厅|局|部|署|院|社|会|司|中心|集团|公司|大学)"
)
_REPORT = "政府工作报告"
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")
_APART = re.compile(r"(?:[一-鿿][ \u3000]+){2,}[一-鿿]")
_BEFORE_CONGRESS = re.compile(  # ——2026年1月14日在某市第十届人民代表大会第六次会议上
    rf"(?:{_DATE.pattern})?\s*在(?P<place>[一-鿿]{{2,12}}?)第[一-鿿\d]{{1,4}}届人民代表大会"
)
_NO_TITLE = re.compile(
    r"^(?:目\s*[录次]|文件|[|｜].*|各[市县区省有单].*[:：]|[（(].*[)）]|.*[:：]|[—\-–=*_#·━─═\s]+|\d+"
    r"|.*(?:首页|您?的?位置|栏目).*[>＞»].*|首页.*|.*您(?:当前)?的位置.*"  # where a page stands in its site
    r"|.*(?:索\s*引\s*号|主题分类|信息分类|公开方式)\s*[:：].*|.*(?:长者模式|无障碍阅读|IPv6|登录\s*[|｜]?\s*注册).*|(?:[^|｜]{1,12}[|｜]){2,}[^|｜]{1,12}|[一-鿿]{2,10}(?:新闻网|政府网|门户网站|日报|晚报|在线)"
    r"|.*(?:无障碍浏览|浏览次数|字[号体]\s?[:：]|打印[\s　|]{0,6}(?:本页)?[\s　|]{0,6}(?:分享|关闭)).*"
    r"|(?:ICS|CCS|DB)\s?[A-Z\d].*|[一-鿿]{2,12}(?:地方|行业|团体|企业|国家)标准|(?:[一-鿿]\s?){2,4}[:：]\s?\S{1,4}|.*签发人\s?[:：].*"
    r"|[一-鿿\s　]{2,40}(?:政府|办公厅|办公室|委员会|厅|局|委)[\s　]*文件"  # the red head of an official paper
    r"|(?:[一-鿿](?:[一-鿿 ]{0,8}[一-鿿])\s?[:：]\s?\S+(?:[\s　]+|$)){2,})$"  # 索引号：… 公开方式：…
)


@dataclass(frozen=True, slots=True)
class Metadata:
    """Facts about a document. `wrapper` is the title of the notice that carries it; `number` its 发文字号.

    `published` is an ISO date where it is known. `original`, `sha256` and `added` tell of the file that was added.
    """

    title: str
    wrapper: str = ""
    issuer: str = ""
    number: str = ""
    published: str = ""
    source: str = ""
    original: str = ""
    sha256: str = ""
    added: str = ""


def guess(document: Document) -> Metadata:
    """Return what a parsed text says of itself; what it does not say is "" (the title: the document's id)."""
    head, tail = _head(document), _tail(document)
    named, labelled = _labelled(head), _labelled([*head, *tail])
    lines = [w for w in head if not _LABELLED.search(w)]
    title = named.get("标题") or named.get("名称") or _title(lines) or document.title or document.id
    title = _closed_up(title)
    reports, delivered = "", ""
    if title == _REPORT:
        title, reports, delivered = _work_report(lines)
    elif title.endswith("报告"):
        delivered = _work_report(lines)[2]
    plain, wrapper = _ordered(title, lines) or unwrapped(title)
    number = labelled.get("发文字号") or labelled.get("文号") or _number(head)
    issuer = next((labelled[k] for k in ("发文机关", "发布机构", "发文单位", "印发机关") if k in labelled), "")
    issuer = issuer or _signature(tail) or _issuer(title, lines) or reports
    stated = next((labelled[k] for k in ("成文日期", "印发日期", "发布日期", "发布时间") if k in labelled), "")
    published = iso_date(stated) or _dated(lines, tail) or delivered or _dated([], _stripped_lines(document.text))
    source = labelled.get("来源") or labelled.get("转载自") or ""
    return Metadata(plain, wrapper, issuer, number, published, source)


def unwrapped(title: str) -> tuple[str, str]:
    """Return a title without the notice around it, and that notice's title: 关于印发《甲规划》的通知 → 甲规划."""
    if (issued := _ISSUES.match(title)) and _LATIN_TITLE.search(issued["title"]):
        return issued["title"], title
    forwarded = _FORWARDS.search(title)
    if not forwarded:
        return title, ""
    named = _TITLED.findall(forwarded["of"])
    inner = named[0] if len(named) == 1 else "" if named else forwarded["of"].strip()
    return (inner, title) if inner and _ENDS.search(inner) else (title, "")


def iso_date(text: str) -> str:
    """Return the first date of a text as YYYY-MM-DD (二〇二三年四月十七日 too), or ""."""
    for match in _DATE.finditer(unicodedata.normalize("NFKC", text)):
        year, month, day = match["y"].translate(_DIGITS), parse_int(match["m"]), parse_int(match["d"])
        try:
            return date(int(year), month or 0, day or 0).isoformat()
        except ValueError:
            continue  # 2023年13月 is no date
    return ""


def edited(meta: Metadata, changes: Mapping[str, str]) -> Metadata:
    """Return metadata with some fields changed; white space and line ends in values become single spaces.

    Raises:
        DocumentError: a field does not exist or may not be edited, or the title would be empty.
    """
    unknown = sorted(set(changes) - set(EDITABLE))
    if unknown:
        raise DocumentError(f"{unknown[0]}: no such field; the fields are {', '.join(EDITABLE)}")
    clean = {name: " ".join(value.split()) for name, value in changes.items()}
    if not clean.get("title", meta.title):
        raise DocumentError("title: empty; give the document's title")
    return replace(meta, **clean)


def metadata_toml(meta: Metadata) -> str:
    """Return the text of `meta.toml`, one field a line."""
    return "".join(f"{name} = {_quoted(value)}\n" for name, value in asdict(meta).items())


def read_metadata(folder: Path) -> Metadata:
    """Return the metadata kept in `folder`.

    Raises:
        DocumentError: the file is missing or damaged.
    """
    file = folder / META_FILE
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DocumentError(f"{file}: metadata cannot be read ({error}); mend or restore this file") from error
    known = {f.name: str(table.get(f.name, "")) for f in fields(Metadata)}
    return Metadata(**known)


def may_say(folder: Path, *values: str) -> bool:
    """Say whether the metadata kept in `folder` may hold one of these values; quick, and right where it says no.

    A value stands in the file as it is, unless something in the file is escaped.

    Raises:
        DocumentError: the file is missing.
    """
    file = folder / META_FILE
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise DocumentError(f"{file}: metadata cannot be read ({error}); mend or restore this file") from error
    return b"\\" in raw or any(value and value.encode("utf-8", "replace") in raw for value in values)


def _quoted(value: str) -> str:
    """Return a TOML basic string: every control character is escaped."""
    escaped = "".join(
        f"\\u{ord(c):04X}" if ord(c) < 32 or ord(c) == 127 else f"\\{c}" if c in '"\\' else c for c in value
    )
    return f'"{escaped.encode("utf-8", "replace").decode("utf-8")}"'


def _head(document: Document) -> list[str]:
    """Return the lines before the first mark, stripped."""
    front = document.clause(FRONT_PATH)
    words = front.span.of(document.text) if front else ""
    if not front:
        first = next((c for c in document.clauses() if c.path != BACK_PATH), None)
        words = document.text[: first.span.start] if first else document.text
    return [line for line in (_stripped(w) for w in words.splitlines()[: 3 * HEAD]) if line][:HEAD]


def _tail(document: Document) -> list[str]:
    return _stripped_lines("\n".join(document.text.splitlines()[-HEAD:]))


def _stripped_lines(text: str) -> list[str]:
    return [line for line in map(_stripped, text.splitlines()) if line]


def _stripped(line: str) -> str:
    """Return a line without what sets it off: blanks, Markdown signs and links, gaps between all of its characters."""
    return _closed_up(re.sub(r"^[#>\s　]+", "", _LINK.sub(r"\1", line)).strip(" \t　*_").translate(_WIDE_DIGITS))


def _closed_up(words: str) -> str:
    """Return words without the gaps where they stand between all of the characters: 工 作 方 案."""
    return re.sub(r"[\s\u3000]", "", words) if _APART.fullmatch(words) else words


def _labelled(lines: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in lines:
        for match in (found_in for piece in _unboxed(line) for found_in in _LABELLED.finditer(piece)):
            found.setdefault(re.sub(r"\s", "", match["label"]), match["value"].strip())
    return found


def _unboxed(line: str) -> Sequence[str]:
    """Return the labels of a row of a box, each with the value in the cell behind it; any other line as it is."""
    cells = [cell.strip() for cell in line.strip("|").split("|")] if line.startswith("|") else []
    return [f"{label}：{value}" for label, value in zip(cells[::2], cells[1::2], strict=False)] or [line]


def _title(lines: list[str]) -> str:
    """Return the first line that may be a title, joined with the lines after it until one ends as titles end."""
    latin = next((line for line in lines[:_LATIN_HEAD] if _LATIN_TITLE.search(line)), "")
    if (
        latin
        and (len(latin) <= LONGEST_TITLE or _ISSUES.match(latin))
        and latin[-1] not in ".;:"
        and not any(c >= "一" for c in latin)
    ):
        return latin
    for i, line in enumerate(lines):
        heads_number = _ISSUERS.fullmatch(line) and _NUMBER.match(_below_issuers(lines, i))
        if _NO_TITLE.match(line) or _NUMBER.fullmatch(line) or _DATE.fullmatch(line) or heads_number:
            continue
        if _is_one_of_several_issuers(lines, i):
            continue
        joined, cut = "", ""
        for at, part in enumerate(lines[i : i + 4], start=i + 1):
            if (joined and (_NO_TITLE.match(part) and part[0] not in "（(")) or part[-1] in "。；":
                break
            joined = f"{joined}　{part}" if joined and _ISSUERS.fullmatch(part) else _joined(joined, part)
            if not _ENDS.search(joined) or len(joined) > LONGEST_TITLE:
                continue
            if joined.count("《") > joined.count("》"):  # 关于印发《…方案, and below it （2026—2028年）》的通知
                cut = cut or joined
            else:
                after = lines[at] if at < len(lines) else ""
                return joined + after if _PERIOD.fullmatch(after) and not _DATE.search(after) else joined
        if not cut and _ISSUERS.fullmatch(line) and any(_ENDS.search(below) for below in lines[i + 1 :]):
            continue  # the name of a site, or a red head, above the title
        return cut or line[:LONGEST_TITLE]
    return ""


def _is_one_of_several_issuers(lines: Sequence[str], at: int) -> bool:
    """Say whether a line is one of two or more that name who issues a title, which stands whole below them."""
    if not _ISSUERS.fullmatch(lines[at]):
        return False
    others = [lines[i] for i in (at - 1, at + 1) if 0 <= i < len(lines) and _ISSUERS.fullmatch(lines[i])]
    below = _below_issuers(lines, at)
    return bool(others) and _ENDS.search(below) is not None and not below.startswith(("关于", "印发", "转发"))


def _below_issuers(lines: Sequence[str], at: int) -> str:
    """Return the first line from `at` on that names no issuer, or ""; 文件 stands below several in red heads."""
    return next((line for line in lines[at:] if not _ISSUERS.fullmatch(line) and line != "文件"), "")


def _ordered(title: str, lines: Sequence[str]) -> tuple[str, str] | None:
    """Return the title of the rules that an order or announcement puts into force (《…》…现予公布), and its own."""
    if not title.endswith(("令", "公告")):
        return None
    named = next((m["title"] for line in lines if (m := _PUT_INTO_FORCE.search(line))), "")
    return (named, title) if named and _ENDS.search(named) else None


def _work_report(lines: Sequence[str]) -> tuple[str, str, str]:
    """Return title, issuer and date of a 政府工作报告: all have that title. "" where no line says whose it is."""
    met = next((m for line in lines if (m := _BEFORE_CONGRESS.search(line))), None)
    if met is None:
        return _REPORT, "", ""
    date_ = iso_date(met[0])
    year = f"{date_[:4]}年" if date_ else ""
    return f"{met['place']}{year}{_REPORT}", f"{met['place']}人民政府", date_


def _joined(first: str, second: str) -> str:
    """Return two lines as one: with a space between words of Latin letters, without one in Chinese."""
    if not first:
        return second
    return f"{first} {second}" if first[-1].isascii() and second[0].isascii() else first + second


def _number(lines: Iterable[str]) -> str:
    """Return the document's number: one that stands alone on its line, or in a part of it, or that of the last order.

    The order's number may stand below its name (…令, 第19号), or in brackets below the title (…令第83号第二次修正).
    """
    for line, below in pairwise([*lines, ""]):
        if _ORDER.search(line) and _ORDER_NUMBER.fullmatch(below):
            return re.sub(r"\s", "", line + below)
        for part in (line, *_APART_WIDE.split(line)):
            match = _NUMBER.search(part)
            if match and len(match[0]) >= len(part) - 8 and "《" not in part:
                return re.sub(r"\s", "", match["number"])
        if line[0] in "（(" and (orders := _OF_ORDER.findall(line)):
            return re.sub(r"\s", "", orders[-1])
    return ""


def _signature(tail: list[str]) -> str:
    """Return the body that signs: the line, or lines, just before a date that stands alone."""
    for i in range(len(tail) - 1, 0, -1):
        if _DATE.fullmatch(tail[i]):
            signed: list[str] = []
            for line in reversed(tail[max(0, i - 3) : i]):
                if not _is_body(line):
                    break
                signed.insert(0, re.sub(r"[\s　]+", "、", line))
            return "、".join(signed)
    return ""


def _is_body(line: str) -> bool:
    parts = re.split(r"[\s　]+", line)
    return len(line) <= 60 and all(_ISSUERS.fullmatch(part) for part in parts)


def _issuer(title: str, lines: Sequence[str]) -> str:
    for line in lines:
        adopted = _ADOPTED.search(line)
        if adopted:
            return re.sub(r"^.*(?:日|经)", "", adopted["body"])
    before, about, _ = title.partition("关于")
    parts = re.split(r"[\s　]+", before.strip())
    titled = "、".join(parts) if about and all(_ISSUERS.fullmatch(p) for p in parts) else ""
    first = next((i for i, line in enumerate(lines) if _ISSUERS.fullmatch(line)), None)
    if first is None or (titled and len(parts) > 1):
        return titled
    return "、".join(takewhile(_ISSUERS.fullmatch, lines[first:]))


def _dated(lines: Iterable[str], tail: list[str]) -> str:
    """Return the date of the signature, or of the adoption or issue that stands under the title."""
    for line in lines:
        if _DATE.fullmatch(line) or (line[0] in "（(" and _DATE.search(line)):
            return iso_date(line)
    return next((iso_date(line) for line in reversed(tail) if _DATE.fullmatch(line)), "")
