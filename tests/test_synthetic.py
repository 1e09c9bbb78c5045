"""Generated plans with known answers: no wrong record ever, and few missing."""

import pytest

from benchmarks.synthetic import make_document, measure
from knowledge.targets import targets_of


def test_no_record_is_wrong_and_few_are_missing() -> None:
    found = measure()
    assert found["wrong"] == []
    assert found["precision"] == 1.0
    assert found["recall"] >= 0.98
    assert found["targets"] > 3_000


@pytest.mark.parametrize("seed", [3, 40, 399])
def test_a_document_is_the_same_for_the_same_seed(seed: int) -> None:
    document, answers = make_document(seed)
    assert (document.text, answers) == (make_document(seed)[0].text, make_document(seed)[1])
    for target in targets_of(document):
        assert target.value in target.span.of(document.text)
