"""Calls to AWS endpoints: an HTTP client, and signed requests without an SDK."""
