"""What is known and how a question is answered from it."""
