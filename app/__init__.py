"""People and programs reach the knowledge base: commands, page, REST, exports."""
