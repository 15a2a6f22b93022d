"""How well the knowledge base finds and answers."""
