"""What the grammar of English targets looks for: times, figures with their bounds and units, verbs, and names."""

import re

from knowledge.types import Relation

DEADLINE = re.compile(
    r"\b(?:by|before|no later than|not later than)\s+(?:the\s+)?(?:end\s+(?:of\s+)?)?(?:(?:the\s+)?year\s+)?"
    r"(?:\d{1,2}\s+)?"
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)?\s*(?P<year>20\d\d)\b",
    re.IGNORECASE,
)
SINCE = re.compile(r"\bfrom\s+(?P<year>20\d\d)(?=\s*(?:[,.;]|and\b|$))", re.IGNORECASE)  # kept below 4.5 days from 2028
IN_A_YEAR = re.compile(  # will fall by 20% in 2030; a review in 2028, by which year the rate is to be …
    r"(?P<share>(?:%|per ?cent|points?)\s+)?\bin\s+(?:the\s+year\s+)?(?P<year>20\d\d)\b(?(share)|,?\s+by\s+which\b)",
    re.IGNORECASE,
)
AND_VERB = re.compile(  # will grow by 6% and exceed $6,000: the second verb has the subject of the first
    r"^(?P<subject>[^,;]{3,90}?)\s+(?:shall|will|should|must)\s.*\band(?P<reach>\s+reach)?\s*$",
    re.IGNORECASE | re.DOTALL,
)
EXCEEDS = re.compile(r"exceed\b", re.IGNORECASE)
IT = re.compile(r"(?:it|this|this figure)$", re.IGNORECASE)
INVESTED = re.compile(  # private capital of at least $3 billion
    r"(?P<name>(?:[A-Za-z-]+\s+)?(?:investment|capital|funding|financing|expenditure|spending))\s+of\s*$", re.IGNORECASE
)
YEAR_FOLLOWS = re.compile(r"\s*(?:by|in)\s+20\d\d\b")  # 40% of berths by 2028, 70% by 2031
HAPPENS = re.compile(r"\s+times\s+(?:a|per|each|every)\s+(?:year|month|week|day)\b", re.IGNORECASE)
ANY_MODAL = re.compile(r"\b(?:shall|will|should|must|may)\b", re.IGNORECASE)
PERIOD = re.compile(
    r"\b(?:for|in|over|during|between)?\s*20\d\d\s*(?:[-–—]|to|and)\s*(?P<year>20\d\d)\b", re.IGNORECASE
)
BASE = re.compile(
    r"\b(?:compared (?:with|to)|relative to|from|against|over|on|below|above)\s+(?:the\s+)?(?P<year>(?:19|20)\d\d)\b"
    r"(?:\s+levels?)?",
    re.IGNORECASE,
)
SPELT = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "twelve": 12, "twenty": 20, "fifty": 50, "one hundred": 100,
}  # fmt: skip
NUMBER = rf"(?P<number>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|{'|'.join(SPELT)})"
SCALE = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
BOUNDS = (
    (Relation.AT_LEAST, r"at least|no(?:t)? (?:less|fewer|lower) than|a minimum of|not (?:fall|drop) (?:below|under)"),
    (
        Relation.AT_MOST,
        r"at most|no(?:t)? (?:more|greater|higher) than|a maximum of|up to|not (?:exceed(?:ing)?|rise above)|within",
    ),
    (Relation.ABOVE, r"more than|over|above|exceed(?:s|ing)?|greater than"),
    (Relation.BELOW, r"less than|fewer than|below|under"),
    (Relation.ABOUT, r"about|around|approximately|roughly|some"),
)
BOUND = "|".join(f"(?P<b{i}>{words})" for i, (_, words) in enumerate(BOUNDS))
MEASURES = (
    r"(?:square |cubic )?(?:kilo|centi|milli)?met(?:re|er)s?|km2?|miles?|hectares?|acres?|tonnes?|tons|kilograms?|kg|"
    r"(?:mega|giga|kilo)watts?(?:[- ]hours?)?|[MGk]W(?:h)?|litres?|minutes?|hours?|(?:working )?days?|"
    r"knots?|nautical miles?|"
    r"yuan|RMB|(?:US )?dollars|euros|pounds"
)
PER = r"(?: per (?:day|hour|hectare|person|(?:square|cubic) (?:kilo)?met(?:re|er)))?"
FIGURE = re.compile(
    rf"(?:\b|(?=\$))(?:(?:{BOUND})\s+)?(?:(?P<currency>\$|(?:RMB|CNY|US\$|USD|EUR)\b)\s?)?(?P<range>\d+(?:\.\d+)?%?\s*[-–—]\s*)?{NUMBER}"
    r"(?:\s+(?P<scale>thousand|million|billion|trillion))?"
    rf"\s*(?:(?P<unit>%|per ?cent|percentage points?|percent)|(?P<measure>(?:{MEASURES}){PER})\b)?(?![\w-])"
    r"(?P<suffix>\s+or (?:more|above|higher|less|fewer|below|lower)\b)?"
    r"(?!\s+(?:thirds?|quarters?|fifths?|tenths?|halves|half)\b)",
    re.IGNORECASE,
)
CHANGE = re.compile(
    r"\b(?P<verb>reduc|lower|cut|decreas|declin|fall|drop|increas|rais|rise|improv|grow|expand|extend|boost|shrink|"
    r"halv|doubl|tripl)\w*\b",
    re.IGNORECASE,
)
REACH = re.compile(
    r"\s*(?:(?:shall|will|should|must|is to|are to|to)\s+)?"
    r"(?:be (?:extended|expanded|increased|raised|reduced|cut|limited|lowered|brought(?: down| up)?)\s+to|"
    r"(?:reduced|cut|lowered|raised|increased) to|"
    r"be (?:kept|held|brought|maintained)(?: at)?|be expected to|be|reach(?:es)?|amount to|account for|rise to|"
    r"increase to|grow to|fall to|drop to|stand at|stay(?: at)?|remain(?: at)?|represent)?\s*$",
    re.IGNORECASE,
)
COUNTED = re.compile(
    r"\b(?:build|establish|create|install|train|set up|construct|deliver|open|plant|complete|provide|add|recruit|"
    r"launch|develop|introduc|foster|cultivat|renovat|restor|upgrad|support|form|host|retrofit|equip|"
    r"publish|issue|organi[sz]|hold|lay|erect|replac)\w*"
    r"(?:\s+(?:an additional|another|a total of|some|new))?\s*$",
    re.IGNORECASE,
)
COUNTING = re.compile(
    r"\b(?:build|plant|restor|train|creat|open|install|provid|add|construct|retrofit|upgrad)\w*\b", re.IGNORECASE
)
TOTAL = re.compile(r"^\s*(?:a total of|altogether|in total)?\s*$", re.IGNORECASE)  # A total of 30,000 … shall be built
TO_BE_DONE = re.compile(r"\s+(?:shall|will|should|must|are to) (?!not\b)[a-z]+", re.IGNORECASE)
JOINED = re.compile(r"\d.*(?:,|\band)\s*$", re.DOTALL)  # restore 85 km of streams and 350 hectares of wetland
KEPT = re.compile(
    r"\b(?:keep|hold|maintain|limit|restrict|cap|bring)(?:ing)?\s+(?:the\s+|its\s+)?(?P<name>[^,;]{3,80}?)(?:\s+at)?\s*$",
    re.IGNORECASE,
)
ELLIPTIC = re.compile(r"\band\s+the\s+(?P<name>[a-z][\w\s-]{2,60}?)\s*$")  # … and the rate at least 78 per cent
A_YEAR = re.compile(r"\b(?:(?:a|per|each|every) year|annually|yearly)\b", re.IGNORECASE)
NO_NOUN = re.compile(
    r"(?:of|from|per|in|at|to|for|with|than|are|is|was|were|shall|will|should|must|may|a|and|or|while|by)\b",
    re.IGNORECASE,
)
FALLS = re.compile(r"\b(?:fall|drop|reduc|cut|lower|decreas|brought down)\w*(?:\s+down)?\s+to\s*$", re.IGNORECASE)
MOVED = re.compile(  # raise the rate to 65%: met by more; lower it to 5%: by less
    r"(?:(?:rais|increas|improv|expand|boost|lift|bring|doubl|tripl)\w*|(?P<down>(?:reduc|lower|cut|decreas|shrink|limit)\w*))\s+(?:the\s+|its\s+)?",
    re.IGNORECASE,
)
NOUN = re.compile(r"\s*(?:of (?:the |all )?)?(?P<noun>(?:\d[A-Z]\s+)?[A-Za-z][\w'’-]*(?:\s+[\w'’-]+){0,7})")
ENDS_NOUN = re.compile(
    r"\s+(?:by|before|in|on|to|from|compared|relative|against|for|with|that|which|shall|will|should|must|is|are|be|and|"
    r"or|under|trained|built|established|created|completed|installed|planted|opened|delivered|annually|each year|"
    r"a year|every year|per year)\b.*$",
    re.IGNORECASE | re.DOTALL,
)
NO_TARGET = re.compile(
    r"\b(?:fined?|fines|penalty|penalties|imprisonment|Article|Section|Chapter|paragraph|dated?|grant|subsid\w+|"
    r"may apply|eligible|reward\w*)\b",
    re.IGNORECASE,
)
_NO_PAUSE = r"(?:[^,;]|(?<=\d),(?=\d{3}))"  # 10,000 has a comma that divides nothing
# where another statement with its own subject begins: …, and the ratio shall be …
STATEMENT = re.compile(
    rf";\s+|,\s+(?:and\s+)?(?={_NO_PAUSE}{{3,90}}?\b(?:shall|will|should|must|is to|are to)\b)|"
    r"\s+and\s+(?=the\s[^,;]{3,60}?\b(?:shall|will|should|must|is to|are to)\b)|"
    r",?\s+and\s+(?=(?:doubl|tripl|halv)(?:e|ing)\b)|"
    r",\s+and\s+(?=[^,;]{3,60}?\b(?:reduced|cut|lowered|raised|increased) to\b)|"
    rf"\s+and\s+(?=(?:{'|'.join(words for _, words in BOUNDS)})\s+\d)",
    re.IGNORECASE,
)
REPORTS = re.compile(r"\b(?:had|has|have|was|were)\b|\bBetween\s+\d{4}\s+and\s+\d{4}\b")
NO_NAME = re.compile(
    r"^be\b|\b(?:over|above|below|under|exceeding|(?:more|less|larger|longer|fewer) than)\s+\d|\b(?:19|20)\d\d\b",
    re.IGNORECASE,
)
MODAL = re.compile(r"\b(?:shall|will|should|must|is to|are to|to)(?: be)?\s*$", re.IGNORECASE)
BASELINE = re.compile(r"\s+from\s+[\d.,]+\s*(?:%|per ?cent|percent)?(?:\s+in\s+\d{4})?\s+to\s*$", re.IGNORECASE)
BY = re.compile(r"\bby\s+(?:an (?:annual )?average (?:rate )?of\s*)?$", re.IGNORECASE)
PROMISES = re.compile(
    r"\b(?:shall|will|should|must|is to|are to)\b|^\s*(?:build|plant|train|restore|create|open|provide)\b",
    re.IGNORECASE,
)
DOUBLE = re.compile(r"\b(?P<verb>doubl|tripl|quadrupl|halv)(?:e|ed|ing)\b", re.IGNORECASE)
SENTENCE_END = re.compile(r"[.;!?]\s+(?=[A-Z(])")
SHORTEST, LONGEST = 3, 90  # letters of an indicator, characters of one
ENGLISH = re.compile(r"[A-Za-z]{2,}\s+(?:[\d.,%]+\s+)?[A-Za-z]{2,}")
CHINESE = re.compile(r"[一-鿿]")
LEADING = re.compile(
    r"^(?:[•●*·\-–—]\s*|.*\b(?:ensure|guarantee|see to it|so)\s+that\s+|"
    r".*\b(?:shall|will|should|must|aims? to|is to|are to|"
    r"(?<!connected )(?<!access )(?<!linked )(?<!exposed )to)\s+(?=[a-z]+\s)|while\s+|whereas\s+|"
    r"by\s+(?:the end of\s+)?\d{4}\s*,?\s*|the\s+|its\s+|their\s+|a\s+|an\s+|,\s*|and\s+)+",
    re.IGNORECASE | re.DOTALL,
)
LAST_STATEMENT = re.compile(r"\.\s+(?=[A-Z])")  # where another statement begins
ANOTHER = re.compile(r"^by\s+[\d.]+\s*(?:%|per ?cent)\s*,?\s+and\s+(?:the\s+)?", re.IGNORECASE)  # …, and output by 6%
