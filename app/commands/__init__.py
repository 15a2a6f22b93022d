"""One file a command; importing one is cheap, running it loads what it needs."""
