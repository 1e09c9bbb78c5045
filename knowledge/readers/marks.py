"""Numbers as word processors and browsers print them (ECMA-376, ST_NumberFormat)."""

from knowledge.numerals import to_chinese

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_CAPITALS = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
_CHINESE = frozenset(
    (  # noqa: SIM905 - names read better in lines than one a line
        "chineseCounting chineseCountingThousand taiwaneseCounting taiwaneseCountingThousand japaneseCounting "
        "koreanCounting ideographEnclosedCircle"
    ).split()
)
_DIGIT_BY_DIGIT = frozenset(["ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital", "koreanDigital2"])
_CAPITAL = frozenset(["chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"])
LARGEST = 99_999


def numeral(number: int, kind: str) -> str:
    """Return a number in one of Word's formats; in a format that is not known, and beyond its range, in digits."""
    plain = str(number)
    if not 0 < number <= LARGEST:
        return plain
    if kind in _CHINESE:
        return to_chinese(number)
    if kind in _DIGIT_BY_DIGIT:
        return plain.translate(_DIGITS)
    if kind in _CAPITAL:
        return to_chinese(number).translate(_CAPITALS)
    if kind.startswith("decimalEnclosedCircle"):
        return chr(0x2460 + number - 1) if number <= 20 else plain
    if kind in ("upperRoman", "lowerRoman"):
        return _roman(number).upper() if kind == "upperRoman" else _roman(number)
    if kind in ("upperLetter", "lowerLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if kind == "upperLetter" else letter
    return _rarely(number, plain, kind)


def _rarely(number: int, plain: str, kind: str) -> str:
    if kind == "decimalZero":
        return plain.zfill(2)
    if kind in ("decimalFullWidth", "decimalFullWidth2"):
        return plain.translate(_WIDE)
    if kind == "decimalEnclosedParen":
        return f"({plain})"
    if kind == "decimalEnclosedFullstop":
        return f"{plain}."
    if kind == "ideographTraditional" and number <= len(_STEMS):
        return _STEMS[number - 1]
    return _BRANCHES[number - 1] if kind == "ideographZodiac" and number <= len(_BRANCHES) else plain


def _roman(number: int) -> str:
    if number >= 4000:
        return str(number)
    roman = ""
    for value, letters in _ROMAN:
        roman += letters * (number // value)
        number %= value
    return roman
