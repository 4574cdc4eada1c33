"""CloudFront's signed cookies and signed URLs on your own machine, before an S3 bucket."""
