"""Understanding a question: kind, regions, years, units, topic, and what a follow-up omits."""
