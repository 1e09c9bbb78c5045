"""What a figure leaves out because the words before it said it: indicators that 分别 resumes, and relations."""

import re
from collections.abc import Iterable
from dataclasses import replace

from knowledge.numerals import parse_int
from knowledge.target_drafts import Draft, Setting
from knowledge.target_subjects import shared_out
from knowledge.types import Relation, Span

_THE_SAME = re.compile(
    r"(?:上述|以上|这)?(?P<count>[两三四五二])[项个](?:指标|比例|数值)"
)  # 两项指标分别提高到60%和90%
_TOWN_AND_COUNTRY = re.compile(r"城乡(?P<rest>(?:居民|困难群众)?[一-鿿]{0,12}(?:标准|水平|收入|率))")


def resumed_names(setting: Setting, subject: Span, units: Iterable[str | None], *, elided: bool) -> tuple[str, ...]:
    """Return the indicators of the part before ；, of which 分别 gives new figures (…；到2030年，分别达到40%和8人).

    Where nothing names what they are (`elided`), they may be those just before.
    """
    wanted = list(units)
    if elided and len(wanted) > 1 and [unit for _, unit in setting.named] == wanted:
        return tuple(name for name, _ in setting.named)  # 近期建成甲站3个、乙站2个,远期分别达到6个和5个
    before = setting.named_before
    told = subject == setting.subject_before and [unit for _, unit in before] == wanted
    return tuple(name for name, _ in before) if told else ()


def shared_names(setting: Setting, subject: str, count: int) -> tuple[str, ...]:
    """Return the indicators that 分别 shares out; a single one is that of each target before it.

    城乡低保标准分别提高4%和6%: of towns and of the country.
    新建农田2万亩、改造1万亩,亩均投资分别为…: the investment in each of the two.
    """
    names, named = shared_out(subject), setting.named
    both = _TOWN_AND_COUNTRY.match(subject.strip())
    if both and count == len(names) + 1 == 2:
        return (f"{'城镇' if both['rest'].startswith('居民') else '城市'}{both['rest']}", f"农村{both['rest']}")
    if (same := same_names(setting, subject)) and len(same) == count:
        return same
    alike = len(named) == count > 1 and len({unit for _, unit in named}) == 1 and not setting.years
    return tuple(name + names[0] for name, _ in named) if alike and len(names) == 1 and names[0] else names


def same_names(setting: Setting, subject: str) -> tuple[str, ...]:
    """Return the indicators that 两项指标均 resumes: of the part or sentence before; () where they are not so many."""
    resumed = _THE_SAME.fullmatch(subject.strip())
    named = setting.named_before or setting.named or setting.named_earlier
    return tuple(name for name, _ in named) if resumed and len(named) == parse_int(resumed["count"]) else ()


def with_relation_before(draft: Draft, setting: Setting) -> Draft:
    """Return the draft of a bare figure with the 达到 of the one before (2028年达到60%,2030年70%)."""
    goes_on = draft.relation is Relation.EXACTLY and setting.last_relation is Relation.AT_LEAST
    return replace(draft, relation=Relation.AT_LEAST) if goes_on else draft
