"""`python -m benchmarks.peers.serve NAME`: one peer as a process of its own.

It speaks as `policybot ask --jsonl` does: a question a line in, an answer a line out, so both are timed alike.
"""

import json
import sys
from collections.abc import Iterable, Sequence
from contextlib import redirect_stdout
from typing import TextIO

from benchmarks.peers.answers import answer_of
from benchmarks.peers.embedding import CachedEmbedder
from benchmarks.peers.registry import PEERS
from benchmarks.peers.types import Peer
from bot import config
from index.embedders import make_embedder
from knowledge.errors import PolicyBotError
from knowledge.facts import Facts
from knowledge.library import shipped_documents


def main(arguments: Sequence[str]) -> int:
    """Serve the peer named by `arguments` until standard input ends; 2 after one line where it cannot be made."""
    settings = config.read()
    facts = Facts(shipped_documents()[0])
    embedder = make_embedder(settings.embedding_model, allow_download=settings.allow_download)
    answers = sys.stdout
    with redirect_stdout(sys.stderr):  # what a package prints is no answer
        try:
            peer = PEERS[arguments[0]].make(facts, CachedEmbedder(embedder, settings.home))
        except ImportError as error:
            sys.stderr.write(f"not installed here: {error}\n")
            return 2
        except PolicyBotError as error:
            sys.stderr.write(f"{error}\n")
            return 2
        serve(peer, facts, sys.stdin, answers)
    return 0


def serve(peer: Peer, facts: Facts, lines: Iterable[str], out: TextIO) -> None:
    """Write the answer to each line, in order, as soon as it is there."""
    for line in lines:
        asked = json.loads(line)
        answer = answer_of(asked["id"], peer(asked["question"], asked["history"]), facts)
        out.write(json.dumps(answer, ensure_ascii=False) + "\n")
        out.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
