"""What an API does with a document: execute it, start a subscription, publish an event."""
