"""Random outlines are found as they were printed."""

import pytest

from knowledge.parse import parse, reprint
from knowledge.types import ClauseKind
from tests.outline_maker import make_outline


@pytest.mark.parametrize("block", range(8))
def test_every_clause_of_a_random_outline_has_its_path(block: int) -> None:
    for seed in range(50 * block, 50 * block + 50):
        printed = make_outline(seed)
        root = parse(printed.text)
        marked = [c for c in root.walk() if c.kind is ClauseKind.MARKED]
        assert [c.path for c in marked] == printed.paths, (seed, printed.text)
        assert reprint(printed.text, root) == printed.text
        assert all(c.span.start == root.span.start or c.span.start > 0 for c in marked)
