"""Finding passages: tokenizing, BM25, embeddings, FAISS and their fusion."""
