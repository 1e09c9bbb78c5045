"""Retrieval: passages, embeddings, FAISS, BM25 and their fusion. Knows nothing of chat."""
