"""baisitong from PyPI, a policy assistant, with its defaults: chunks, TF-IDF, extracted sentences, memory."""

import asyncio
import json
import os
import re
from collections.abc import Sequence
from itertools import count
from typing import Any

from benchmarks.peers.pieces import found_in
from benchmarks.peers.types import Peer, Reply
from index.embedders import Embedder
from knowledge.facts import Facts
from knowledge.types import Span

# Its own defaults, whatever this environment says: a database in memory, and no model of a remote service.
SETTINGS = {"DATABASE_URL": "sqlite://", "LOG_LEVEL": "ERROR", "LLM_API_KEY": "", "EMBED_API_KEY": ""}
_CITED = re.compile(r"^(?P<words>.+?) \[\d+\]$", re.MULTILINE)


def baisitong(facts: Facts, _: Embedder) -> Peer:
    """Its service with the plan as its only document; each conversation is a session, its questions asked in turn.

    Hits are the sentences that its answer quotes, in the answer's order, then the chunks it found, best first; its
    notice that nothing was found is a refusal.
    """
    os.environ.update(SETTINGS)
    from baisitong.database import SessionLocal, init_tables
    from baisitong.services.documents import get_chunk_content, ingest_document
    from baisitong.services.rag import RagService

    init_tables()
    database = SessionLocal()
    text = facts.document.text
    ingest_document(database, facts.document.title, text)
    service = RagService(database)
    sessions = count()

    def ask(question: str, history: Sequence[str]) -> Reply:
        session = f"session {next(sessions)}"
        for earlier in history:
            asyncio.run(_events(service, session, earlier))
        events = asyncio.run(_events(service, session, question))
        sources: list[dict[str, Any]] = next((e["sources"] for e in events if e["type"] == "retrieval"), [])
        found = [get_chunk_content(database, source["chunk_id"])["content"] for source in sources]
        answer = "".join(event["content"] for event in events if event["type"] == "token")
        said = _places(text, [match["words"] for match in _CITED.finditer(answer)])
        return Reply((*said, *_places(text, found)), said) if found else Reply((), ())

    return ask


async def _events(service: Any, session: str, question: str) -> list[dict[str, Any]]:
    frames = [frame async for frame in service.ask(session, question)]
    return [json.loads(frame.removeprefix("data: ")) for frame in frames]


def _places(text: str, parts: Sequence[str]) -> tuple[Span, ...]:
    return tuple(span for part in parts if (span := found_in(text, part)))
