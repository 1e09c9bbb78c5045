"""`python -m benchmarks.scale`: many documents on one machine. Time, memory, size and recall by the number of clauses.

One generated document of 100 clauses is really embedded and added to a library. Beyond that vectors are synthetic: real
ones of the shipped plan with noise, and tokens of its passages with others mixed in. Each size is built and asked in
child processes of its own, so that their peaks of memory are theirs.
"""

import argparse
import json
import random
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.filing import file_record, heading
from benchmarks.memory import peak_mb
from benchmarks.run_bot import Record
from benchmarks.scale_library import child_record, of_library
from bot import app, config
from index.collection import Collection
from index.vectors import make_index
from knowledge.library import shipped_documents

CLAUSES = (1_000, 10_000, 100_000)
PASSAGES = 8  # of a clause
A_DOCUMENT = 100  # clauses
QUESTIONS = 200
EXACT = 50  # questions compared with an exact search
MILLION = 1_000_000
NOISE = 0.02  # a dimension; cosines of 0.93 with the real vector
STRANGE = 0.3  # share of tokens that the plan does not have
VOCABULARY = 50_000
_WORDS = "加强推进完善建设提升服务企业质量标准品牌安全监管农业海洋数字绿色交通教育医疗社区园区人才资金机制"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, file and print; return 0, or 2 after one line on stderr."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__, allow_abbrev=False)
    parser.add_argument("--home", type=Path, metavar="DIR", help="a home with an index (default: a fresh one)")
    parser.add_argument("--clauses", type=int, nargs="*", default=CLAUSES, metavar="N")
    parser.add_argument("--library", type=int, nargs="*", default=(), metavar="N", help="documents in a library, asked")
    parser.add_argument("--shelf", type=Path, metavar="DIR", help="where those libraries are kept (default: nowhere)")
    parser.add_argument("--child", nargs=3, metavar=("WHAT", "FOLDER", "N"), help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.child:
        what, folder, count = given.child
        print(json.dumps(CHILDREN[what](Path(folder), int(count))))
        return 0
    with tempfile.TemporaryDirectory(prefix="policybot-bench-") as scratch:
        home = (given.home or Path(scratch) / "home").absolute()
        shelf = (given.shelf or Path(scratch) / "shelf").absolute()
        record: Record = {**heading(), "really_added": added_document(home)}
        write_seeds(home, Path(scratch))
        record["sizes"] = {str(n): of_size(Path(scratch), n) for n in given.clauses}
        record["texts"] = {str(n): _child("texts", Path(scratch), n) for n in given.clauses}
        record["million"] = _child("million", Path(scratch), MILLION)
        record["library"] = {str(n): of_library(shelf, n) for n in given.library}
    print(json.dumps(record, indent=1))
    print(f"filed: {file_record(record, 'scale').name}")
    return 0


def added_document(home: Path) -> Record:
    """Add a document of 100 clauses to a library, model loaded: seconds in all, seconds that are not embedding."""
    with tempfile.TemporaryDirectory(prefix="policybot-bench-") as folder:
        built = app.App(replace(config.read(), home=home), shipped_documents())
        built.warm()
        seconds = 0.0
        embedder: Any = built.retriever().embedder
        passages = embedder.embed_passages

        def timed(texts: Sequence[str]) -> Any:
            nonlocal seconds
            started = perf_counter()
            try:
                return passages(texts)
            finally:
                seconds += perf_counter() - started

        embedder.embed_passages = timed
        file = Path(folder) / "plan.txt"
        file.write_text(generated_plan(A_DOCUMENT), encoding="utf-8")
        started = perf_counter()
        added = built.library.add(file, lambda d, f, b: built.prepare(d, f, b, lambda done, total: None))
        whole = perf_counter() - started
        size = sum(p.stat().st_size for p in (built.library.root / added.document.id).rglob("*") if p.is_file())
        count = len(next(b for b in built.books if b.document.id == added.document.id).retriever().passages)
        built.library.remove(added.document.id)
    return {
        "clauses": A_DOCUMENT, "passages": count, "seconds": round(whole, 2),
        "besides_embedding_seconds": round(whole - seconds, 2), "megabytes": round(size / 1e6, 1),
    }  # fmt: skip


def generated_plan(clauses: int) -> str:
    """Return a plan of so many clauses of about seven sentences each."""
    rng = random.Random(clauses)
    words = [_WORDS[i : i + 2] for i in range(0, len(_WORDS), 2)]
    lines = ["某市万象治理规划", "2024年3月1日"]
    for number in range(1, clauses + 1):
        lines.append(f"{number}.{''.join(rng.sample(words, 3))}。")
        lines += [
            f"{rng.choice(words)}{''.join(rng.sample(words, 6))}，{''.join(rng.sample(words, 5))}。" for _ in range(7)
        ]
    return "\n".join(lines) + "\n"


def write_seeds(home: Path, scratch: Path) -> None:
    """Keep the vectors and tokens of the shipped plan's passages for the child processes."""
    import numpy as np

    built = app.App(replace(config.read(), home=home), shipped_documents())
    retriever: Any = built.retriever()
    retriever.warm()
    np.save(scratch / "seeds.npy", retriever.vectors())
    tokens = [retriever._tokenizer.tokens(p.search_text) for p in retriever.passages]
    (scratch / "tokens.json").write_text(json.dumps(tokens), encoding="utf-8")


def of_size(scratch: Path, clauses: int) -> Record:
    """Build a collection of so many clauses, then ask it in a fresh process."""
    built = _child("build", scratch, clauses)
    return {**built, "asking": _child("ask", scratch, clauses)}


def _child(what: str, scratch: Path, count: int) -> Record:
    return child_record("benchmarks.scale", "--child", what, scratch, count)


def synthetic(scratch: Path, document: int) -> "tuple[Any, list[list[str]]]":
    """Return the vectors and tokens of one synthetic document; the same for the same number."""
    import numpy as np

    rng = np.random.default_rng(document)
    seeds, tokens = np.load(scratch / "seeds.npy", mmap_mode="r"), _tokens(scratch)
    chosen = rng.integers(0, len(seeds), A_DOCUMENT * PASSAGES)
    rows = np.asarray(seeds[chosen]) + rng.normal(0, NOISE, size=(len(chosen), seeds.shape[1])).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    strange = rng.zipf(1.2, size=(len(chosen), 64)) % VOCABULARY
    words = [
        [f"w{strange[n, i % 64]}" if (i * 7919 + n) % 10 < 10 * STRANGE else t for i, t in enumerate(tokens[c])]
        for n, c in enumerate(chosen.tolist())
    ]
    return rows, words


_read: dict[Path, list[list[str]]] = {}


def _tokens(scratch: Path) -> list[list[str]]:
    if scratch not in _read:
        _read[scratch] = json.loads((scratch / "tokens.json").read_text(encoding="utf-8"))
    return _read[scratch]


def _documents(scratch: Path, count: int) -> dict[str, Any]:
    def source(number: int) -> Any:
        return lambda: synthetic(scratch, number)

    return {f"d{number}": ("v", source(number)) for number in range(count)}


def build(scratch: Path, clauses: int) -> Record:
    """Build a collection, add one document, remove one; return seconds, sizes, recall of the dense half."""
    import numpy as np

    root, count = scratch / f"collection-{clauses}", clauses // A_DOCUMENT
    collection = Collection(root)
    started = perf_counter()
    collection.sync(_documents(scratch, count), "bench")
    built = perf_counter() - started
    started = perf_counter()
    collection.sync(_documents(scratch, count + 1), "bench")
    added = perf_counter() - started
    before, peak = _size(root), peak_mb()
    everything = np.concatenate([synthetic(scratch, n)[0] for n in range(count + 1)])
    questions = np.concatenate([synthetic(scratch, 10_000_000 + n)[0][:1] for n in range(EXACT)])
    offsets = {f"d{n}": n * A_DOCUMENT * PASSAGES for n in range(count + 1)}
    recall = []
    for question in questions:
        truth = np.argpartition(-(everything @ question), 10)[:10].tolist()
        found = [offsets[f.document] + f.passage for f in collection.search(question, [], 10, weight=0.0)]
        recall.append(len({*truth} & {*found}) / 10)
    started = perf_counter()
    collection.sync({k: v for k, v in _documents(scratch, count + 1).items() if k != "d0"}, "bench")
    return {
        "passages": len(everything), "build_seconds": round(built, 1), "add_one_seconds": round(added, 2),
        "remove_one_seconds": round(perf_counter() - started, 2), "megabytes": round(before / 1e6),
        "recall_at_10": round(float(np.mean(recall)), 4), "index": type(collection._parts[0].index).__name__,
        "build_peak_mb": peak,
    }  # fmt: skip


def ask(scratch: Path, clauses: int) -> Record:
    """Open a collection and ask it; return milliseconds a question besides embedding, and the peak of memory."""
    import numpy as np

    count = clauses // A_DOCUMENT
    collection = Collection(scratch / f"collection-{clauses}")
    started = perf_counter()
    collection.sync({k: v for k, v in _documents(scratch, count + 1).items() if k != "d0"}, "bench")
    opened = perf_counter() - started
    spent = []
    for n in range(QUESTIONS):
        rows, words = synthetic(scratch, 20_000_000 + n // 100)
        i = n % len(rows)
        started = perf_counter()
        collection.documents(rows[i], words[i], 5)
        spent.append(1000 * (perf_counter() - started))
    return {
        "open_seconds": round(opened, 2), "questions": QUESTIONS, "median_ms": round(float(np.median(spent)), 1),
        "p95_ms": round(float(np.percentile(spent, 95)), 1), "peak_mb": peak_mb(),
    }  # fmt: skip


def texts(scratch: Path, clauses: int) -> Record:
    """Read so many clauses as documents of 100, as an application holds them; return seconds and the peak of memory."""
    from knowledge.parse import parse  # noqa: PLC0415
    from knowledge.types import Document  # noqa: PLC0415

    text = generated_plan(A_DOCUMENT)
    started = perf_counter()
    held = []
    for n in range(clauses // A_DOCUMENT):
        own = f"{text}{n}\n"
        held.append(Document(f"d{n}", "", "", "", "", "", own, parse))
    return {"documents": len(held), "seconds": round(perf_counter() - started, 1), "peak_mb": peak_mb()}


def million(scratch: Path, count: int) -> Record:
    """Search one million synthetic vectors: milliseconds, recall against an exact search, memory."""
    import numpy as np

    documents = count // (A_DOCUMENT * PASSAGES)
    rows = np.empty(
        (documents * A_DOCUMENT * PASSAGES, np.load(scratch / "seeds.npy", mmap_mode="r").shape[1]), np.float32
    )
    for n in range(documents):
        rows[n * A_DOCUMENT * PASSAGES : (n + 1) * A_DOCUMENT * PASSAGES] = synthetic(scratch, n)[0]
    started = perf_counter()
    index = make_index(rows)
    built = perf_counter() - started
    questions = np.concatenate([synthetic(scratch, 30_000_000 + n)[0][:1] for n in range(QUESTIONS)])
    spent, recall = [], []
    for n, question in enumerate(questions):
        started = perf_counter()
        _, found = index.search(question.reshape(1, -1), 10)
        spent.append(1000 * (perf_counter() - started))
        if n < EXACT:
            truth = np.argpartition(-(rows @ question), 10)[:10].tolist()
            recall.append(len({*truth} & {*found[0].tolist()}) / 10)
    return {
        "vectors": len(rows), "build_seconds": round(built, 1), "index": type(index).__name__, "lists": index.nlist,
        "probed": index.nprobe, "median_ms": round(float(np.median(spent)), 2),
        "p95_ms": round(float(np.percentile(spent, 95)), 2), "recall_at_10": round(float(np.mean(recall)), 4),
        "peak_mb": peak_mb(),
    }  # fmt: skip


def _size(folder: Path) -> int:
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file())


CHILDREN = {"build": build, "ask": ask, "texts": texts, "million": million}

if __name__ == "__main__":
    sys.exit(main())
