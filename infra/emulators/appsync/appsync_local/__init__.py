"""AWS AppSync on your machine: a data plane with subscriptions for unmodified clients."""
