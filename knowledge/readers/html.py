"""HTML to text: navigation, scripts and lists of links go; blocks become lines, rows of tables lines with tabs."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from knowledge.errors import DocumentError
from knowledge.readers.marks import numeral
from knowledge.readers.text import decoded
from knowledge.readers.types import Extracted

_DROPPED = frozenset(
    (  # noqa: SIM905 - names read better in lines than one a line
        "script style noscript template svg canvas iframe object embed audio video nav aside footer form button "
        "select input textarea dialog head"
    ).split()
)
_BLOCKS = frozenset(
    (  # noqa: SIM905 - names read better in lines than one a line
        "address article blockquote body caption center dd details div dl dt fieldset figcaption figure h1 h2 h3 "
        "h4 h5 h6 header hr html legend li main ol p pre section summary table tbody tfoot thead title tr ul"
    ).split()
)
_NOISE = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|crumbs?|footer|foot|sidebar|share|bdshare|toolbar|pagination|"
    r"pager|related|copyright|search|login|advert|ads?|qrcode|print|fontsize|hidden|skip)(?:$|[\s_-])",
    re.I,
)
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.I)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_CJK = r"[⺀-鿿　-〿＀-￯]"
_BETWEEN_HAN = re.compile(rf"(?<={_CJK}) (?={_CJK})")
MOST_NOISE = 0.3  # of a page's characters; what calls itself noise and holds more is none
FEWEST_LINKS = 3
LINKS = 0.6  # share of characters in links from which a block without a sentence is a list of links


def read_html(raw: bytes, path: Path) -> Extracted:
    """Return the text of a page. Nothing is fetched; entities of its own and scripts are not followed.

    Raises:
        DocumentError: the page cannot be decoded, or holds no text.
    """
    from lxml import etree, html  # noqa: PLC0415

    markup = _DECLARATION.sub("", _markup(raw, path))
    # huge_tree: without it what nests deeper than 256 is lost without a word; the file's size is bounded already
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = html.document_fromstring(markup, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise DocumentError(f"{path}: a page without text; give the page of the document itself") from error
    if any("depth" in entry.message for entry in parser.error_log):
        raise DocumentError(f"{path}: nested too deeply; copy the text of the page into a .txt file")
    title = _title(root)
    _drop_noise(root)
    lines = _Lines().of(root)
    text = "\n".join(lines)
    if not text.strip():
        raise DocumentError(f"{path}: a page without text; give the page of the document itself")
    return Extracted(text + "\n", title)


def _markup(raw: bytes, path: Path) -> str:
    """Return a page's text: UTF-8 or GB18030 where it is that, whatever it says; else by what it says."""
    try:
        return decoded(raw, path)
    except DocumentError:
        named = _CHARSET.search(raw[:4096])
        try:
            return raw.decode(named[1].decode("ascii")) if named else _undecoded(path)
        except (LookupError, UnicodeDecodeError):
            return _undecoded(path)


def _undecoded(path: Path) -> NoReturn:
    raise DocumentError(f"{path}: in an encoding that is not known; save the page as UTF-8")


def _title(root: Any) -> str:
    """Return the title: what the publisher's system calls so, else the first heading, else the page's title."""
    for meta in root.iter("meta"):
        if (meta.get("name") or "").lower() in ("articletitle", "title", "og:title") and (
            meta.get("content") or ""
        ).strip():
            return " ".join(meta.get("content").split())
    for name in ("h1", "title"):
        for element in root.iter(name):
            words = " ".join("".join(element.itertext()).split())
            if words:
                return _BETWEEN_HAN.sub("", words)
    return ""


@dataclass(slots=True)
class _Held:
    """What an element holds: characters, those of them in links, links, and whether a sentence ends in it."""

    characters: int = 0
    linked: int = 0
    links: int = 0
    sentence: bool = False


def _drop_noise(root: Any) -> None:
    elements = [e for e in root.iter() if isinstance(e.tag, str)]
    held = _held(elements)
    whole = max(1, held[root].characters)
    for element in elements:
        if element.getparent() is None:
            continue
        if element.tag in _DROPPED or _is_noise(element, held[element], whole) or _is_links(element, held[element]):
            _remove(element)


def _held(elements: list[Any]) -> dict[Any, _Held]:
    """Return what each element holds; children stand after their parents in `elements`."""
    held = {element: _Held() for element in elements}
    for element in reversed(elements):
        own = held[element]
        for words in (element.text, *(child.tail for child in element)):
            own.characters += len("".join((words or "").split()))
            own.sentence = own.sentence or "。" in (words or "")
        for inner in (held[child] for child in element if child in held):
            own.characters += inner.characters
            own.linked += inner.linked
            own.links += inner.links
            own.sentence = own.sentence or inner.sentence
        if element.tag == "a":
            own.linked, own.links = own.characters, own.links + 1
        if element.tag in _DROPPED:
            held[element] = _Held()
    return held


def _is_noise(element: Any, held: _Held, whole: int) -> bool:
    """Say whether an element is hidden, or calls itself navigation and holds little of the page."""
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    if _HIDDEN.search(element.get("style") or ""):
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('role') or ''}"
    return bool(_NOISE.search(names)) and held.characters <= MOST_NOISE * whole


def _is_links(element: Any, held: _Held) -> bool:
    """Say whether a block is a list of links: three or more, most of its characters, no sentence."""
    if element.tag not in ("div", "ul", "ol", "table", "section", "p", "dl"):
        return False
    return held.links >= FEWEST_LINKS and held.linked >= LINKS * held.characters and not held.sentence


def _remove(element: Any) -> None:
    """Take an element out; what follows it stays."""
    parent, before = element.getparent(), element.getprevious()
    if element.tail:
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


class _Lines:
    """Collects the lines of a tree, without recursion: a page may nest deeper than Python's stack."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._words: list[str] = []
        self._in_row = 0
        self._kept = 0  # inside <pre>

    def of(self, root: Any) -> list[str]:
        """Return the lines of an element, in order; none is empty."""
        stack: list[tuple[Any, bool]] = [(root, False)]
        while stack:
            element, leaving = stack.pop()
            if leaving:
                self._leave(element)
                self._add(element.tail)
                continue
            if not isinstance(element.tag, str):
                self._add(element.tail)
                continue
            self._enter(element)
            self._add(element.text)
            stack.append((element, True))
            stack.extend((child, False) for child in reversed(element))
        self._end()
        return self._lines

    def _enter(self, element: Any) -> None:
        tag = element.tag
        if tag == "br":
            self._words.append(" ") if self._in_row else self._end()
        elif tag in ("td", "th"):
            if self._words and self._words[-1] != "\t" and self._in_row:
                self._words.append("\t")
        elif tag in _BLOCKS and (not self._in_row or tag in ("table", "tr")):
            self._end()
        elif tag in _BLOCKS:
            self._words.append(" ")
        self._in_row += tag == "tr"
        self._kept += tag == "pre"
        if tag == "li":
            self._add(_item_mark(element))

    def _leave(self, element: Any) -> None:
        tag = element.tag
        self._in_row -= tag == "tr"
        self._kept -= tag == "pre"
        if tag in _BLOCKS and not self._in_row:
            self._end()

    def _add(self, words: str | None) -> None:
        if not words:
            return
        if self._kept:
            for i, line in enumerate(words.splitlines() or [""]):
                if i:
                    self._end()
                self._words.append(line)
            return
        self._words.append(re.sub(r"[ \t\r\n\f\v]+", " ", words))

    def _end(self) -> None:
        line = re.sub(r" *\t *", "\t", "".join(self._words))
        line = _BETWEEN_HAN.sub("", re.sub(r" {2,}", " ", line.replace("\xa0", " "))).strip(" \t")
        if line.strip("　"):
            self._lines.append(line)
        self._words = []


def _item_mark(item: Any) -> str:
    """Return the number that a browser shows before an item of an ordered list, or ""."""
    holder = item.getparent()
    if holder is None or holder.tag != "ol":
        return ""
    number = _whole(holder.get("start"), 1)
    for sibling in holder.iterchildren("li"):
        number = _whole(sibling.get("value"), number)
        if sibling is item:
            break
        number += 1
    kind = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}.get(holder.get("type") or "")
    return f"{numeral(number, kind or 'decimal')}. "


def _whole(value: str | None, otherwise: int) -> int:
    return int(value) if value and re.fullmatch(r"\s*-?\d{1,6}\s*", value) else otherwise
