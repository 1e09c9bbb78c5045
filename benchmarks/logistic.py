"""Logistic regression in numpy, and how to judge it: few rows, few features, the same result every time."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RIDGE = 1.0  # on standardised weights: holds correlated features together where rows are few
STEPS = 100
BINS = 10


def fit(rows: "NDArray[np.float64]", right: "NDArray[np.float64]") -> "tuple[NDArray[np.float64], float]":
    """Return raw weights (one a column) and bias of the ridge regression of `right` (0 or 1) on `rows` (n, features).

    Columns are standardised inside, so that the ridge weighs them alike; a column without spread gets weight 0.
    """
    import numpy as np

    mean, spread = rows.mean(axis=0), rows.std(axis=0)
    varied = spread > 1e-12
    scaled = np.where(varied, (rows - mean) / np.where(varied, spread, 1.0), 0.0)
    solved = _newton(np.column_stack([scaled, np.ones(len(rows))]), right)
    weights = np.where(varied, solved[:-1] / np.where(varied, spread, 1.0), 0.0)
    return weights, float(solved[-1] - weights @ mean)


def _newton(design: "NDArray[np.float64]", right: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """Return the weights of the last column unpenalised (the bias), by Newton's method; the problem is convex."""
    import numpy as np

    penalty = np.diag([*[RIDGE] * (design.shape[1] - 1), 1e-9])
    weights = np.zeros(design.shape[1])
    for _ in range(STEPS):
        sure = sigmoid(design @ weights)
        gradient = design.T @ (sure - right) + penalty @ weights
        curvature = (design * (sure * (1 - sure))[:, None]).T @ design + penalty
        step = np.linalg.solve(curvature, gradient)
        weights = weights - step
        if np.abs(step).max() < 1e-10:
            break
    return weights


def sigmoid(z: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """Return 1 / (1 + exp(-z)), kept within what `exp` can take."""
    import numpy as np

    sure: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-np.clip(z, -30.0, 30.0)))
    return sure


def leave_one_out(rows: "NDArray[np.float64]", right: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """Return for each row its confidence by the regression that was fitted on all others."""
    import numpy as np

    sure = np.empty(len(rows))
    for i in range(len(rows)):
        others = np.arange(len(rows)) != i
        weights, bias = fit(rows[others], right[others])
        sure[i] = sigmoid(np.array([rows[i] @ weights + bias]))[0]
    return sure


def area_under_curve(sure: Iterable[float], right: Iterable[float]) -> float:
    """Return the share of pairs (one right, one wrong) in which the right one is surer; ties count half."""
    pairs = list(zip(sure, right, strict=True))
    good, bad = [s for s, r in pairs if r], [s for s, r in pairs if not r]
    won = sum((g > b) + 0.5 * (g == b) for g in good for b in bad)
    return won / (len(good) * len(bad)) if good and bad else float("nan")


def reliability(sure: Iterable[float], right: Iterable[float]) -> list[dict[str, float]]:
    """Return each of ten bins of confidence that holds rows: its lower end, their number, confidence and accuracy."""
    pairs = list(zip(sure, right, strict=True))
    table = []
    for number in range(BINS):
        held = [(s, r) for s, r in pairs if min(int(s * BINS), BINS - 1) == number]
        if held:
            means = [round(sum(column) / len(held), 3) for column in zip(*held, strict=True)]
            table.append({"from": number / BINS, "n": len(held), "confidence": means[0], "right": means[1]})
    return table
