"""The single source of truth: one SQLite file in the knowledge base folder."""
