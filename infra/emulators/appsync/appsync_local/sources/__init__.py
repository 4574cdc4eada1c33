"""Data sources: Lambda, DynamoDB, EventBridge, HTTP and NONE."""
