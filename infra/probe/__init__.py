"""Ask a throw-away AppSync API what AWS's documents leave open, and say which switches of the data plane follow."""
