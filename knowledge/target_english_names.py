"""The name of what an English figure measures: the subject of its verb, the object, or the noun that it counts."""

import re

from knowledge.target_english_patterns import FINITE, LEADING, PURPOSE

SHORTEST, LONGEST = 3, 110  # letters of an indicator, characters of one
_NOUN = re.compile(
    r"\s*(?P<of>of\s+(?:the\s+|all\s+|its\s+|these\s+)?)?(?P<noun>(?:\d[A-Z]\s+)?"
    r"(?:[“\"][A-Za-z][\w' -]{1,30}[”\"]\s+)?[A-Za-z][\w'’/&-]*"
    r"(?:\s+(?:per\s+[\d,]+\s+)?[A-Za-z&][\w'’/&-]*){0,9})"
)
_MORE = re.compile(r"\s*(?:more|additional|further|extra|other)(?=\s+[A-Za-z])(?!\s+than)", re.IGNORECASE)
_NO_NOUN = re.compile(
    r"(?:of|from|per|in|at|to|for|with|than|are|is|was|were|shall|will|should|must|may|a|an|and|or|while|"
    r"by|on|the|over|"
    r"between|below|above|respectively|more|less|compared|each|every|annually|times|after|as|within|"
    r"during|which|who)\b",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"\s+(?:by|before|in|on|to|from|compared|relative|against|for|with|that|which|who|where|at|into|across|through|"
    r"over|during|along|among|as|have|has|had|shall|will|should|must|may|is|are|be|and|while|or|under|above|below|each|"
    r"every|so|of(?=\s*$)|of the(?=\s*$)|"
    r"covering|including|bringing|(?:trained|built|established|created|completed|installed|planted|opened|delivered|"
    r"renovated|restored|treated|added|reached|registered)(?=\s*(?:$|by\b|in\b|and\b|each\b|every\b|a year))|"
    r"annually|newly|a year|per year|respectively)\b.*$",
    re.IGNORECASE | re.DOTALL,
)
_VERBAL = re.compile(r"(?:[a-z]+ly\s+)?(?:[a-z]+ed|taken|given|built|set)\b", re.IGNORECASE)  # newly built: no noun
_LIST_GOES_ON = re.compile(  # , swimming crab, jellyfish and other native species
    r"(?:,\s+(?:[a-z-]+\s+){0,3}[a-z-]+)+,?\s+(?:and|or)\s+other\s+[a-z]", re.IGNORECASE
)
_JOINED = re.compile(  # 200 science and technology advisers: no noun in the plural before "and"
    r"(?P<first>[a-z]+(?:-[a-z]+)?)\s+and\s+[a-z]+(?:-[a-z]+)?\s+(?:[a-z]+\s+)?[a-z]+s\b"
)
_NO_NAME = re.compile(
    r"^(?:be|it|this|which|they|we|there|and|the|total|city)\b\s*$|"
    r"\b(?:over|above|below|under|exceeding|(?:more|less|larger|longer|fewer) than)\s+\d|\b(?:19|20)\d\d\b",
    re.IGNORECASE,
)
_IT = re.compile(
    r"\W*(?:and\s+|then\s+|that\s+)*(?:it|this|this figure|the figure|they|the (?:total|number|share|rate|length))\W*$",
    re.IGNORECASE,
)
_CUT = re.compile(r"(?:,\s+|\s+)(?:and|while|but)\s+|,\s+|;\s+|\s{2,}|:\s+")


_SOMEWHERE = re.compile(  # where those counted are to be, and not what
    r"\s*(?:shall|will|should|must|are to|is to|are|is|being)\s+(?:be\s+)?(?:(?:located|sited|built|placed|found)\s+)?"
    r"(?:in|at|near|on|outside|within|along)\s+(?:the\s|(?:[a-z]+\s+)?[A-Z]|"
    r"(?:[a-z-]+\s+){0,3}(?:areas?|districts?|counties|county|towns?|townships?|villages?|regions?|zones?|cities|city|"
    r"north|south|east|west|cent(?:re|er)s?|suburbs|islands?|coast|municipalit(?:y|ies)|provinces?|neighbou?rhoods?)\b)"
)


def noun_after(after: str) -> tuple[str, int, int]:
    """Return the noun that a figure counts, where it begins and ends in the words behind it; "" where none stands."""
    match = _NOUN.match(after, more.end() if (more := _MORE.match(after)) else 0)
    if match is None or _NO_NOUN.match(match["noun"]):
        return "", 0, 0
    name = re.sub(r"\s+(?:of|of the)$", "", _ENDS.sub("", match["noun"]).strip())
    joined = _JOINED.match(match["noun"])
    if joined and name == joined["first"] and not joined["first"].endswith("s"):
        name = joined[0] + _ENDS.sub("", match["noun"][joined.end() :])
    return name, match.start("noun"), match.start("noun") + len(name)


def without_list(name: str, beyond: str) -> str:
    """Return juveniles for juveniles of croaker, crab and other species: the first of a list names no whole."""
    head = re.match(r"(?P<head>[^,;]+?)\s+of\s+", name)
    return head["head"] if head and _LIST_GOES_ON.match(beyond.partition(name)[2]) else name


def subject_of(words: str) -> str:
    """Return the subject that ends `words`, the text before its verb: what stands behind the last verb and pause."""
    said = list(FINITE.finditer(words))
    if said:  # an earlier clause stands before the subject
        cut = _CUT.search(words, said[-1].end())
        last = None
        while cut:
            last, cut = cut, _CUT.search(words, cut.end())
        told = PURPOSE.match(words)
        begin = max(last.end() if last else 0, told.end() if told else 0)
        if not begin:
            return ""
        words = words[begin:]
    words = PURPOSE.sub("", words)
    words = re.split(r"\s{2,},?", words.strip(" ,"))[-1]
    return LEADING.sub("", words.strip(" ,;:")).strip(" ,;:")


def is_name(name: str) -> bool:
    """Say whether words can name an indicator: not too short or long, no pronoun, no figure of its own."""
    letters = len(re.findall("[A-Za-z0-9]", name)) if name[:1].isalpha() else len(re.findall("[A-Za-z]", name))
    return letters >= SHORTEST and len(name) <= LONGEST and not _NO_NAME.search(name)


def is_pronoun(words: str) -> bool:
    """Say whether the subject is the one named before: and it will double."""
    return _IT.fullmatch(words) is not None


def complement(after: str) -> tuple[str, int, int]:
    """Return what those counted are to be (of which 3,000 are to be social housing), "" where that is not told."""
    match = re.match(
        r"\s*(?:(?:shall|will|should|must|are to|is to)\s+(?:be\s+|(?=come|go))|are\s+|is\s+|being\s+)"
        r"(?:(?:come|go|fitted|equipped|provided|planted|used|financed|drawn|raised)\s+)?"
        r"(?:with\s+|in\s+|for\s+|at\s+|from\s+|by\s+|to\s+)?(?P<noun>[A-Za-z][\w'’-]*(?:\s+[A-Za-z][\w'’-]*){0,6})",
        after,
    )
    if match is None:
        return "", 0, 0
    name = _ENDS.sub("", match["noun"]).strip()
    if _SOMEWHERE.match(after):
        return "", 0, 0  # 700 will be in Wexmoor
    if _VERBAL.match(match["noun"]):
        return "", 0, 0
    return name, match.start("noun"), match.start("noun") + len(name)


def that_of(name: str, last: str) -> str:
    """Return "the treatment rate of waste" for "that of waste" behind the treatment rate of sewage."""
    that = re.match(r"(?:that|those)\s+(?=(?:of|for|in)\s)", name)
    head = re.match(r"[^,]*?(?=\s(?:of|for|in)\s)", last) if that else None
    return f"{head[0]} {name[that.end() :]}" if that and head else name
