"""The verbs of English targets, where one clause ends and the next begins, and the words of norms and grants."""

import re

_MEANT = (
    r"(?:necessary |essential |expected |planned |projected |set |targeted |intended |scheduled |due |forecast |"
    r"anticipated )?"
)
_TRY = r"(?:aims?|strives?|plans?|seeks?|wants?|needs?|endeavou?rs?|works?|tr(?:y|ies)|be able)"
MODAL = (
    rf"(?:(?:shall|will|should|must|would) {_TRY} to|shall|will|should|must|would|(?:is|are) {_MEANT}to|{_TRY} to|to)"
)
_FINITE = rf"(?:shall|will|should|must|may|can|would|(?:is|are) {_MEANT}to)"
ADVERB = (
    r"(?:(?:also|each|all|both|further|gradually|steadily|basically|generally|then|together|at least|in total|"
    r"[a-z]+ly|on average|newly)\s+)"
)
_WAY = r"(?:\s+(?:up|down|back|further))?\s+to"
# what is met by more, by less, or only by the figure itself
RISES = (
    r"(?:reach|hit|attain)(?:es|ed|ing|ting|s)?|total(?:s|l?ed|l?ing)?|amount(?:s|ing)? to|com(?:e|es|ing) to|"
    rf"(?:go|goes|gone|going) up to|(?:ris(?:e|es|en|ing)|rais\w+|climb\w*|grow\w*|increas\w+|expand\w*|"
    rf"extend\w*|lift\w*|"
    rf"improv\w+|boost\w*|bring\w*|brought|enlarg\w+|widen\w*|deepen\w*|lengthen\w*|upgrad\w+|scaled|built|"
    rf"stepped|push\w*|"
    rf"strengthen\w*|doubl\w+|tripl\w+|quadrupl\w+|topped|restored|rebuilt|recover\w*){_WAY}"
).replace(" ", r"\s+")
FALLS = (
    r"(?:fall\w*|drop\w*|declin\w+|decreas\w+|shrink\w*|shrunk|reduc\w+|cut|cutting|lower\w*|shorten\w*|narrow\w*|"
    r"compress\w*|limit\w*|capped|controlled|restrict\w*|go(?:es|ing)? down|com(?:e|es|ing) down|brought down|"
    r"bring(?:ing)? down|"
    r"slow\w*|trim\w*)(?:\s+(?:down|back|further))?\s+(?:to|at)"
).replace(" ", r"\s+")
LEVELS = (
    r"(?:replenished|funded|endowed|provided|financed|capitali[sz]ed) with|be|being|is|are|"
    r"(?:be|is|are) worth|fall|drop|dip|rise|climb|"
    r"st(?:and|ands|anding) at|stay(?:s|ing)?(?:\s+at)?|remain(?:s|ing)?(?:\s+at)?|"
    r"(?:brought|raised|lifted|lowered|reduced|driven|pushed|kept|keep|keeping|held|maintained|stabilized|"
    r"stabilised|controlled|set|limited|capped|confined|contained)"
    r"(?:\s+(?:stable|steady))?(?:\s+(?:at|to))?|account(?:s|ing)? for|mak(?:e|es|ing) up|represent(?:s|ing)?|"
    r"number|constitut(?:e|es|ing)|contribut(?:e|es|ing)|compris(?:e|es|ing)|cover(?:s|ed|ing)?|provid(?:e|ing)|"
    r"available (?:at|to|in)|"
    r"(?:fitted|equipped|installed|operating|introduced|adopted|achieved|used|provided|offered|found|"
    r"made available) (?:at|in|to|on)|"
    r"\w+ed(?=\s+to\s+an?\s)|(?:electric|electrified|zero-emission|in (?:place|operation|use)) (?:at|in|on)"
).replace(" ", r"\s+")
MEASURES = re.compile(  # the verb before a figure: will be raised to, reduced to, exceeding
    rf"(?:(?:^|(?<=\s))(?P<modal>{MODAL})\s+)?(?:(?P<not>not)\s+)?{ADVERB}*(?:have\s+)?(?P<be>be(?:en)?\s+)?{ADVERB}*"
    rf"(?:(?:^|(?<=\s)|\b)(?:(?P<down>{FALLS})|(?P<up>{RISES})|(?P<level>{LEVELS})))?"
    rf"(?:\s+(?:at|to))?(?P<of>(?:\s+to)?\s+an?\s+(?:[a-z]+\s+){{0,2}}[a-z]+\s+of)?\s*$",
    re.IGNORECASE,
)
RAISED = (  # raise the rate to; reduce the number to; keep demand below
    r"(?:rais|increas|improv|expand|extend|boost|lift|enlarg|widen|grow|bring up|push|doubl|tripl|"
    r"lengthen|deepen|strengthen|"
    r"upgrad|scale up|build up)(?:e|es|ing|s)?"
)
LOWERED = r"(?:reduc|lower|cut|cutt|decreas|shrink|shorten|narrow|limit|slow|trim|compress|bring down|hold down)"
LOWERED += r"(?:e|es|ing|s)?"
HELD = r"(?:keep|hold|maintain|restrict|cap|capp|control|controll|bring|stabiliz|set)(?:e|es|ing|s)?"
OBJECT = re.compile(
    rf"(?:^|(?<=\s))(?:(?P<up>{RAISED})|(?P<down>{LOWERED})|(?P<held>{HELD}))\s+"
    r"(?P<name>(?:(?:the|its|their|our)\s+)?[A-Za-z][^;:]{2,90}?)(?:\s+(?P<way>up|down|back))?(?P<to>\s+(?:to|"
    r"at|within))?\s*$",
    re.IGNORECASE,
)
RATE = (
    r"(?:(?:at|by)\s+an?\s+(?:(?:average|annual|yearly|compound|mean)\s+){0,3}(?:growth\s+)?(?:rate\s+)?(?:of\s+)?|"
    r"at\s+a\s+rate\s+of\s+|by(?:\s+(?:a further|another|a total of|an additional))?)\s*$"
)
BY = re.compile(rf"(?:^|\b){RATE}", re.IGNORECASE)
CHANGE = re.compile(
    r"\b(?:reduc|lower|cut|decreas|declin|fall|drop|increas|rais|rise|rising|improv|grow|expand|extend|boost|shrink|"
    r"shorten|narrow|brought down|bring down|come down|go up|climb|lift|slow|enlarg|strengthen)\w*\b",
    re.IGNORECASE,
)
EXISTS = re.compile(rf"\bthere\s+(?:{MODAL}|will)\s+(?:have\s+been|be)\s*$", re.IGNORECASE)
BUILDS = (  # verbs whose passive makes of "fund of", "plant with a capacity of" a target
    r"(?:set up|established|launched|created|built|constructed|completed|installed|added|developed|formed|"
    r"opened|restored|"
    r"put into (?:operation|use|service)|brought into (?:operation|service)|in (?:operation|place|"
    r"service)|commissioned|raised)"
)
PASSIVE = re.compile(rf"^.{{0,120}}?\b{MODAL}\s+(?:have\s+been|be|newly be)?\s*{ADVERB}*{BUILDS}\b", re.IGNORECASE)
SIZED = re.compile(
    r"(?P<name>[A-Za-z][^,;:]{2,90}?),?\s+(?P<with>with|having|worth|of)(?:\s+(?:an?|the))?"
    r"(?P<size>(?:\s+(?!investment)[a-z-]+){0,3}\s+(?:size|scale|capacity|volume|area|length|value|amount|"
    r"output|power))?(?:\s+of)?\s*$",
    re.IGNORECASE,
)
POOLED = re.compile(
    r"(?:line|stock|reserves|base|cluster|fund|funds|network|system|pool|reserve|capital|investment|team|fleet|corps)$",
    re.IGNORECASE,
)
INVESTED = re.compile(
    r"(?P<name>(?:[A-Za-z-]+\s+)?(?:investment|capital|funding|financing|expenditure|spending))\s+of\s*$", re.IGNORECASE
)
DOUBLE = re.compile(
    r"\b(?P<more>more than )?(?:doubl|tripl|quadrupl|halv)(?:e|ed|es|ing)\b(?! to\b)|\b(?P<half>cut in half)\b",
    re.IGNORECASE,
)
# words that no verb with a number as its object can be, before that number
NO_VERB = re.compile(
    r"(?:the|these|those|this|that|its|their|our|his|her|all|both|first|last|past|next|coming|every|each|"
    r"other|another|of|"
    r"from|to|in|on|at|by|for|with|per|than|over|under|after|before|within|through|during|between|and|or|"
    r"nor|but|as|is|are|"
    r"was|were|be|been|being|has|had|have|having|including|include|includes|among|some|any|such|only|about|which|who|"
    r"when|where|while|if|against|until|since|versus|plus|following|remaining|existing|named|number|last|"
    r"lasting|submit|award|awarded|receives|receiving|pay|paid|claim|exempt|occupy|count|counts|consist|cost|"
    r"meet|weigh|exceed|up|into|out|shall|will|should|must|may|can|not|no|less|more|fewer|"
    r"concerned|relevant|work|visit|approximately|additional|nearly|almost|new|charge|lend|fine|"
    r"respectively|namely|benefiting|benefitting|involving|affecting|employing|around|what|whose|there|target|"
    r"population|area|length|budget|investment|page|tel|phone|code|"
    r"then|own|reward|rewarded)$",
    re.IGNORECASE,
)
STATES = re.compile(r"(?<!which )(?<!that )(?<!who )\b(?:is|are|was|were|has|have|had)\b", re.IGNORECASE)
CALLS_FOR = re.compile(  # the plan calls for 15 parks
    r"\b(?:(?:plan|programme|program|strategy|roadmap|policy|it)\s+(?:calls\s+for|provides\s+for|foresees|envisages|"
    r"envisions)|(?:aim(?:s|ing)?|striv(?:e|es|ing))\s+for)\s*$",
    re.IGNORECASE,
)
COMPARED = re.compile(r"\s*(?:higher|lower|more|less|fewer|shorter|faster|above|below)\b", re.IGNORECASE)
LABEL = re.compile(r"^\W*(?P<name>[A-Z][^.;:]{3,90}?)(?:,?\s+(?:by|in|of)?\s*)?:\s*$")  # New jobs: 45,000
HAS = re.compile(  # the county will have 40 clinics, strive to have 95% of them staffed
    rf"(?P<who>.*?)\b(?P<modal>{MODAL})\s+{ADVERB}*(?:have|own|boast|possess|host|contain|feature|operate|enjoy)\s*$",
    re.IGNORECASE | re.DOTALL,
)
ACTS_ON = re.compile(  # completed for 600 homes, piloted in 30 towns, will begin at 22 sites
    rf"(?P<name>[A-Za-z][^;:]{{2,90}}?)\s+{MODAL}\s+{ADVERB}*(?:(?:have\s+been|be)\s+{ADVERB}*"
    r"(?!prohibited|banned|forbidden|allowed|permitted|required|limited|subject|responsible)(?P<verb>[a-z]+)"
    r"(?:\s+(?![\d,;:])[a-z-]+){0,6}?|(?P<runs>[a-z]+))\s+(?P<by>for|in|at|on|to|by|among|across|along|over|onto|into)"
    r"(?:\s+(?:an?|the)\s+(?P<head>[a-z]+(?:\s+[a-z]+)?)\s+of)?\s*$",
    re.IGNORECASE,
)
EQUIPS = re.compile(r"(?:re-?)?equip|provide|supply|furnish|staff|connect", re.IGNORECASE)
ACTS_FOR = re.compile(  # will install meters in 300 homes, plant trees on 40 hectares of, equip the town with 15 guards
    rf"(?:^|[,;:]\s*|\band\s+|\b(?P<modal>{MODAL})\s+{ADVERB}*)(?P<verb>[A-Za-z]+)\s+(?P<object>(?![\d,;:])[A-Za-z][^,;:\d]{{1,60}}?)\s+"
    r"(?P<by>for|in|at|on|among|across|with|to)\s*$",
    re.IGNORECASE,
)
GROWS = re.compile(  # an average annual increase of, with a yearly growth of
    r"(?:^|[\s,])(?:with\s+|at\s+|or\s+|representing\s+|marking\s+|meaning\s+|equivalent\s+to\s+)?an?\s+"
    r"(?:[a-z-]+\s+){0,3}(?P<noun>increase|rise|growth|gain|reduction|decrease|decline|drop|fall|cut|improvement)"
    r"(?:\s+rate)?\s+of\s*$",
    re.IGNORECASE,
)
# what one facility does: a goal only where it is to be done by a time, or each year
USUAL = re.compile(r"(?:serve|admit|enroll?|employ|carry|receive|accommodate|house|seat|process|handle)", re.IGNORECASE)
AIMED_AT = re.compile(r"\b(?:target|goal|objective)\s+of\s*$", re.IGNORECASE)
OWNED = re.compile(
    r"(?:\b(?:the|these|those|its|their|our|all|both|first|last|past|next|coming|every|each|of all|other|"
    r"such)|['’]s)\s*$",
    re.IGNORECASE,
)
FREQUENT = re.compile(
    r"[^,;.]{0,50}?\b(?:(?:a|per|each|every)\s+(?:quarter|month|week|day)\b|quarterly\b|monthly\b|weekly\b)|"
    r"[^,;.]{0,60}?\b(?:once|twice|(?:three|four|several)\s+times)\s+(?:a|per|each|every)\s+\w+|"
    r"\s*(?:[\w-]+\s+){0,2}(?:meetings?|sessions?|inspections?|drills?|visits?|times|reviews?|audits?|"
    r"checks?|reports?|patrols?|"
    r"briefings?)\s+(?:a|per|each|every)\s+year\b",
    re.IGNORECASE,
)
ATTRIBUTE = re.compile(
    r"\s*(?:in\s+)?(?:wide|width|long|length|high|height|deep|thick|old|tall|of age|in diameter|away|"
    r"apart|or longer|after|"
    r"of (?:receipt|acceptance|receiving|filing|notice|submission|the shore|service|experience)|"
    r"from the)\b(?!\s+(?:capacity))",
    re.IGNORECASE,
)
_DEED = (
    r"(?:[a-z]+(?:tion|sion|ment|ing|al|ance)|(?:re|retro)fit|upgrade|repair|overhaul|purchase|release|closure|"
    r"delivery|recovery|launch|rebuild|roll-?out|clean-?up|transfer|supply|lease|relaunch|reuse)"
)
ACTION = re.compile(  # the renovation of 260 km of pipes
    rf"(?:^|\s)(?:the\s+)?(?:[a-z]+\s+)?{_DEED}\s+(?:and\s+{_DEED}\s+)?of\s*$",
    re.IGNORECASE,
)
SPENT = re.compile(  # 2 billion yuan will be invested in
    rf"\s+{MODAL}\s+be\s+(?:invested|spent|mobili[sz]ed|raised|channell?ed|committed|injected|put)\s+(?:in|into|on|for|towards?)\b"
    r"(?:\s+the\b)?",
    re.IGNORECASE,
)
INVESTS = re.compile(
    r"\b(?:invest|spend|allocat|arrang|commit|mobili[sz]|attract|channel|secur|earmark|rais)(?:e|ing)?\s*$",
    re.IGNORECASE,
)
TOLD = re.compile(  # what a verb without will or shall reports
    r"\b(?:reached|hit|attained|totall?ed|amounted|came|rose|grew|fell|dropped|stood|exceeded|surpassed|"
    r"topped|remained|stayed|"
    r"accounted|made up|was|were|is|are|accounts?|makes?|stands?|reaches|exceeds|remains?|represents?|"
    r"covers?|provides?)\b",
    re.IGNORECASE,
)
BASELINE = re.compile(
    r"(?:(?<=,\s)(?:up|down)\s+)?\b(?:from|compared (?:with|to)|against|versus|relative to|on top of)"
    r"(?:\s+(?:the\s+)?(?:current|present|existing))?\s*$",
    re.IGNORECASE,
)
GRANT = re.compile(
    r"\b(?:fined|fines|an? fine|fine of|penalty|penalties|punish\w+|imprisonment|liable|Article|paragraph|"
    r"dated|grants?|granted|subsid(?!iar)\w+|"
    r"eligible|reward\w*|prizes?|bonus\w*|allowances?|compensat\w+|reimburs\w+|ceiling|capped|"
    r"transfer payments?|award(?!-)\w*|"
    r"per vehicle|per vessel|per household|interest relief|discounts?|weight(?:s|ing)? of|points in|purchase price|"
    r"one-off|(?:discounted|interest-free|low-interest|mortgage|soft|subsidi[sz]ed) loans?|loans? of|"
    r"relief|deduct\w*|stipends?|pensions?(?! (?:insurance|scheme|fund|coverage))|fees?|priced?|tariff)\b",
    re.IGNORECASE,
)
PARTED = re.compile(  # , and the bank will: another statement
    rf"(?:;|,\s+(?:and|while|whereas|but))\s+(?=[^,;]{{3,120}}?\b{_FINITE}\b)", re.IGNORECASE
)
PERMITS = re.compile(r"\b(?:may|can|cannot)\b", re.IGNORECASE)
CONDITION = re.compile(
    r"(?:^|,\s+)(?:where|if|when|whenever|unless|in case|once|provided|without)\b[^,]*(?:,|$)", re.IGNORECASE
)
HAD = re.compile(r"\b(?:had|has|(?<!to )(?<!will )(?<!shall )(?<!should )have|was|were)\b", re.IGNORECASE)
FINITE = re.compile(rf"\b{_FINITE}\b", re.IGNORECASE)
PROMISES = re.compile(
    rf"\b(?:shall|will|should|must|would|(?:is|are) (?:not )?{_MEANT}to|{_TRY} to|aims? for|"
    r"(?:aim|goal|target|objective)s? (?:is|are))\b",
    re.IGNORECASE,
)
ANY_MODAL = re.compile(r"\b(?:shall|will|should|must|may|can|would|(?:is|are) to)\b", re.IGNORECASE)
LEADS_IN = re.compile(  # The objectives are as follows: The main indicators are set out below.
    r":\s*$|\b(?:following|as follows|(?:set out|listed|given|shown|presented) below)\b[^.;]{0,60}\.\s*$", re.IGNORECASE
)
SENTENCE_END = re.compile(r"(?<!\bNo)[.;!?]\s+(?=[A-Z(\d$€£])")
# where another clause may begin
BREAK = re.compile(
    r"(?:;|:)\s|,\s(?:and\s|while\s|whereas\s|but\s)?|\s(?:and(?!\s+(?:above|over|older|below|under|up)\b(?!\s+\d))|while|"
    r"whereas)\s|(?P<with>\s)(?=with\s)",
    re.IGNORECASE,
)
AGGREGATE = re.compile(  # what is measured over the whole: a bound of it is a goal
    r"\b(?:average|annual|total|overall|number|rates?|ratio|share|proportion|percentage|coverage|"
    r"per capita|index|level|"
    r"consumption|emissions?|population|density|time|output|concentration|use|discharge|leakage|deaths?|"
    r"survival|demand)\b",
    re.IGNORECASE,
)
PER_ONE = re.compile(  # each school will; a school shall
    r"^\W*(?:(?:each|every|any|no)\s+[a-z]|an?\s+(?!total|average|new)[^,;]{2,60}?\s(?:shall|must|should)\b)",
    re.IGNORECASE,
)
HEAD_NOUN = re.compile(
    r"\s+(?:of|in|on|at|for|from|per|to|with|used|by|that|which|entering)\b.*$", re.IGNORECASE | re.DOTALL
)
LEADING = re.compile(
    r"^(?:[•●*·\-–—]\s*|,\s*|:\s*|(?:and|but|while|whereas|with|then|so|of which|the|its|their|our|these|"
    r"those|this|an?|ensure|"
    r"ensuring|that|to|will|shall|in addition|meanwhile|at the same time|also)\s+)+",
    re.IGNORECASE,
)
PURPOSE = re.compile(
    r".*\b(?:(?:ensur\w+|guarantee\w*|see to it|so|see|mak\w+ sure|"
    r"(?:aim|goal|target|objective)s? (?:is|are))\s+that|striv\w+ to (?:have|see)|aims? to have)\s+",
    re.I | re.S,
)
FULL = re.compile(r"\b(?:full|complete|universal)\s+coverage\b", re.IGNORECASE)
_ORDER = re.compile(  # Build …; Newly build …; By 2028, build …
    r"(?:[•●*·–—-]\s*|\s{3,},?\s*)?(?:[A-Z][a-z]+ly\s+)?"
    r"(?!(?i:the|an?|all|in|by|on|for|with|from|at|of|this|these|as|under|some|per|about|nearly|over|more|most|many|few|half|"
    r"each|every|no|only|such|our|its|their|between|among|across|through|since|after|before|than|like|even|just)\b)"
    r"(?P<verb>[A-Za-z][a-z]+)(?:\s+(?:up|out))?(?:\s+and\s+[a-z]+)?\s+"
    r"(?=(?:the|an?|all|its|another|no|not|at least|over|around|about|more than|(?<=[Ee]nsure )that)\b|[\d\"“$€£])"
)
_NO_ORDER = re.compile(r"(?:[a-z]+[^s]s|[a-z]+(?:ed|ing|ion|ment|ity|ance))$", re.IGNORECASE)


def orders(words: str) -> bool:
    """Say whether a sentence without times is in the imperative: a bare verb opens it, and no finite one follows."""
    verb = _ORDER.match(words)
    if verb is None or _NO_ORDER.match(verb["verb"]) or words.rstrip()[-1:] not in (".", ";"):
        return False
    said = re.sub(r"\bthat\b.*", "", words)
    return not (FINITE.search(said) or STATES.search(said) or TOLD.search(said))
