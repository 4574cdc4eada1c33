"""The model files: where each comes from, how it is converted, and the command that builds them."""
