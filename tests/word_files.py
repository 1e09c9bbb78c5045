"""Word files made by hand, part by part: what a test needs to see is what Word writes, not what a library allows."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_ROOT = f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def word_file(body: str, numbering: str = "", styles: str = "", parts: Mapping[str, bytes] | None = None) -> bytes:
    """Return a .docx with this XML as the body, and further parts."""
    named = {
        "[Content_Types].xml": b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "word/document.xml": f"<w:document {_ROOT}><w:body>{body}</w:body></w:document>".encode(),
        **(parts or {}),
    }
    if numbering:
        named["word/numbering.xml"] = f"<w:numbering {_ROOT}>{numbering}</w:numbering>".encode()
    if styles:
        named["word/styles.xml"] = f"<w:styles {_ROOT}>{styles}</w:styles>".encode()
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in named.items():
            package.writestr(name, content)
    return made.getvalue()


def paragraph(words: str, number: str = "", level: int = 0, style: str = "") -> str:
    """Return a paragraph: numbered by the list `number` at a level, or by its style."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    numbered = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>' if number else ""
    return f"<w:p><w:pPr>{named}{numbered}</w:pPr><w:r><w:t>{escape(words)}</w:t></w:r></w:p>"


def a_list(key: str, levels: Sequence[tuple[str, str]], extra: str = "") -> str:
    """Return a list definition: of each level its format and its text (%1、)."""
    rows = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/>{extra}</w:lvl>'
        for i, (kind, text) in enumerate(levels)
    )
    return f'<w:abstractNum w:abstractNumId="{key}">{rows}</w:abstractNum>'


def a_num(number: str, key: str, overrides: str = "") -> str:
    """Return a list in use."""
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{key}"/>{overrides}</w:num>'
