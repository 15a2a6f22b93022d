"""Legal matters as people speak of them, with the words of the law: general knowledge, one file a field of law."""
