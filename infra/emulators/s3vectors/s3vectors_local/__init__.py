"""Amazon S3 Vectors on your own machine, with exact search."""
