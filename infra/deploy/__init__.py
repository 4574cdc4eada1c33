"""Deploy Waymark to an AWS account by `sam deploy`, and take it away again."""
