"""How sure an answer is: features of a search, weighed by a calibration that was fitted on questions of our own."""

import json
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.ranking import Weighed
from bot.types import Question

CALIBRATION = Path(__file__).parent / "calibration.json"


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights of a logistic regression over the features of a search; below `accept` nothing is answered."""

    weights: dict[str, float]
    bias: float
    accept: float

    @classmethod
    def load(cls, *, with_keys: bool) -> "Calibration":
        """Return the shipped calibration for a document that has prepared questions (keys), or for one without."""
        return _load(CALIBRATION)["with_keys" if with_keys else "without_keys"]

    def confidence(self, question: Question, weighed: Weighed) -> float:
        """Return the confidence (0 to 1, higher is better) that the best place answers the question."""
        found = features(question, weighed)
        z = self.bias + sum(self.weights[name] * found[name] for name in self.weights)
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, z))))


@cache
def _load(file: Path) -> dict[str, Calibration]:
    table = json.loads(file.read_text(encoding="utf-8"))
    return {name: Calibration(row["weights"], row["bias"], row["accept"]) for name, row in table.items()}


def features(question: Question, weighed: Weighed) -> dict[str, float]:
    """Return what the calibration weighs: nearness of the best hits, support, what keys teach, lead, language."""
    best = weighed.best
    others = [p.score for p in weighed.places if p is not best]
    nearness = sorted((h.dense_score for h in best.hits), reverse=True)
    return {
        "nearness": nearness[0] if nearness else 0.0,
        "support": sum(nearness[:3]) / max(1, len(nearness[:3])),
        "pooled": best.score,
        "learned": max((h.learned_score for h in best.hits), default=0.0),
        "outside": weighed.outside,
        "lead": min(2.0, best.score - max(others, default=best.score)),
        "wants_number": float(question.wants_number),
        "english": float(question.language == "en"),
        "length": math.log1p(len(question.chinese)),
    }
