"""Execution by the GraphQL specification: documents, plans, fields, values."""
