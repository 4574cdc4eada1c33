"""AppSync APIs: what they consist of, and where they are read from."""
