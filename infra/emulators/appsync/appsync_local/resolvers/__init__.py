"""Resolvers: units, pipelines and batches, their context and their cache."""
