"""Tests; run with pytest from the project root."""
