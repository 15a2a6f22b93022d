"""A file becomes documents, sections, chunks and facts."""
