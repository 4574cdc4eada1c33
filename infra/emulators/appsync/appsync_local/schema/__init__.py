"""From SDL to a schema: AppSync's scalars and directives, and what it refuses."""
