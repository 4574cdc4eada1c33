"""Amazon Bedrock's text embeddings on your own machine, from a real model behind its wire protocol."""
