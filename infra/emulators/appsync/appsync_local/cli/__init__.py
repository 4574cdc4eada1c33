"""The command line: serve APIs, and explain who may read a field."""
