"""One file a format: bytes on disk to blocks of text."""
