"""Terms of the documents, found in the documents themselves: words that a general dictionary does not know.

A run of Chinese characters is a term if it recurs, if its parts stand together more often than chance (pointwise
mutual information), and if no single character mostly stands before or after it (then it is a piece of a longer
word). Nothing is listed by hand, so a new document brings its own terms. Method: word discovery by mutual
information and contextual variety (Sproat & Shih 1990; Huang & Powers 2003).
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

MIN_LENGTH = 3  # a general dictionary knows the words of two characters
MAX_LENGTH = 8
MIN_COUNT = 3
MIN_COHESION = 20.0  # times more often together than its likeliest two parts would be by chance
MAX_SAME_NEIGHBOUR = 0.5  # share of the occurrences with one and the same character beside them
MAX_CHARACTERS = 300_000  # read of each document; a longer one has repeated its terms long before

_RUN = re.compile(r"[一-鿿]+")
_QUOTED = re.compile(r"[“「『《]([一-鿿]{2,8})[”」』》]")
_NEVER_AT_THE_EDGE = frozenset("的和与及等在是对为了以到将或从由并使把被让向各每其这那而且不要有")  # 虚词


def document_terms(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the terms of `texts`, longest first, then in code point order; the same texts give the same terms."""
    counts: Counter[str] = Counter()
    before: defaultdict[str, Counter[str]] = defaultdict(Counter)
    after: defaultdict[str, Counter[str]] = defaultdict(Counter)
    quoted: set[str] = set()
    for text in texts:
        quoted.update(_QUOTED.findall(text, 0, MAX_CHARACTERS))
        for run in _RUN.finditer(text, 0, MAX_CHARACTERS):
            _count(run[0], counts, before, after)
    total = sum(count for gram, count in counts.items() if len(gram) == 1)
    found = {
        gram
        for gram, count in counts.items()
        if count >= MIN_COUNT
        and len(gram) >= MIN_LENGTH
        and not _NEVER_AT_THE_EDGE & {gram[0], gram[-1]}
        and _commonest(before[gram]) <= MAX_SAME_NEIGHBOUR * count
        and _commonest(after[gram]) <= MAX_SAME_NEIGHBOUR * count
        and _cohesion(gram, counts, total) >= MIN_COHESION
    }
    return tuple(sorted(found | quoted, key=lambda term: (-len(term), term)))


def _count(
    run: str, counts: Counter[str], before: defaultdict[str, Counter[str]], after: defaultdict[str, Counter[str]]
) -> None:
    """Add the grams of one run to the counts; the end of a run is no neighbour, so it speaks for a term."""
    for start in range(len(run)):
        for end in range(start + 1, min(len(run), start + MAX_LENGTH) + 1):
            gram = run[start:end]
            counts[gram] += 1
            if len(gram) >= MIN_LENGTH and start:
                before[gram][run[start - 1]] += 1
            if len(gram) >= MIN_LENGTH and end < len(run):
                after[gram][run[end]] += 1


def _commonest(neighbours: Counter[str]) -> int:
    return max(neighbours.values(), default=0)


def _cohesion(gram: str, counts: Counter[str], total: int) -> float:
    """Return how many times more often `gram` occurs than the likeliest two parts of it would by chance."""
    likeliest = max(counts[gram[:cut]] * counts[gram[cut:]] for cut in range(1, len(gram)))
    return counts[gram] * total / likeliest
