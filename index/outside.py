"""What a document does not speak of: how much a question resembles questions that no answer stands for.

`outside.toml` holds them. Where keys show what the document does answer, kernel ridge regression (see `index.learned`)
tells the two apart; elsewhere the nearest of them says how alike a question is.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Self

from index.arrays import read_arrays
from index.kept_passages import key_numbers
from index.learned import ENOUGH, MOST, kernel, ridge
from index.types import Passage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

OUTSIDE = Path(__file__).parent / "outside.toml"
ELSEWHERE, DETAILS = "elsewhere", "details"


@cache
def outside_questions(*, with_keys: bool) -> tuple[str, ...]:
    """Return the questions that no answer stands for; of details only where keys show what a document states."""
    table = tomllib.loads(OUTSIDE.read_text(encoding="utf-8"))
    return (*table[ELSEWHERE], *(table[DETAILS] if with_keys else ()))


@dataclass(frozen=True, slots=True)
class Outside:
    """Unit vectors of the questions outside, shape (n, dim), and what was fitted on keys and them, shape (keys + n,).

    `weights` is empty where no keys teach. `base` is what a question unlike all of them gets. Immutable.
    """

    vectors: "NDArray[np.float32]"
    weights: "NDArray[np.float32]"
    base: float = 0.0

    @classmethod
    def fit(cls, keys: "NDArray[np.float32]", vectors: "NDArray[np.float32]") -> Self:
        """Return what tells the questions outside (unit `vectors`) from those of the keys, shape (m, dim)."""
        import numpy as np

        vectors = vectors.astype(np.float16).astype(np.float32)  # as they are kept
        if not ENOUGH <= len(keys) <= MOST:
            return cls(vectors, np.empty(0, dtype=np.float32))
        points = np.ascontiguousarray(np.vstack([keys, vectors]), dtype=np.float32)
        wanted = np.concatenate([np.zeros(len(keys)), np.ones(len(vectors))]).astype(np.float32)
        base = float(wanted.mean())
        return cls(vectors, ridge(points, wanted - np.float32(base)), base)

    def likeness(self, query: "NDArray[np.float32]", keys: "NDArray[np.float32]") -> float:
        """Return how much a query resembles the questions outside: about 1 for one like them, 0 for one unlike them.

        `query` is its unit vector, `keys` its cosines with the keys that were fitted, in their order.
        """
        import numpy as np

        cosines = np.einsum("ij,j->i", self.vectors, query)
        if not len(self.weights):
            return float(kernel(cosines).max(initial=0.0))
        # einsum, not @: see `index.learned`
        return float(np.einsum("i,i->", self.weights, kernel(np.concatenate([keys, cosines])))) + self.base

    def save(self, file: Path) -> None:
        """Write it to a file. Raises OSError where it cannot."""
        import numpy as np

        with file.open("wb") as target:
            np.savez(target, vectors=self.vectors.astype(np.float16), weights=self.weights, base=np.float64(self.base))

    @classmethod
    def load(cls, file: Path) -> Self:
        """Return what was saved. Raises OSError or ValueError where it cannot."""
        import numpy as np

        try:
            saved = read_arrays(file)
            return cls(saved["vectors"].astype(np.float32), saved["weights"], float(saved["base"]))
        except KeyError as error:
            raise ValueError(f"{file.name}: a part is missing ({error})") from error


def has_keys(passages: Sequence[Passage]) -> bool:
    """Say whether there are enough keys among the passages to teach anything."""
    return len(key_numbers(passages)) >= ENOUGH
