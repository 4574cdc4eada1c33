"""Amazon Polly on your own machine: a real voice for unmodified AWS clients."""
