"""Answers and facts as spreadsheets, calendars and memos."""
