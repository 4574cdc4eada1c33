"""Amazon Rekognition on your own machine, with real models behind its wire protocol."""
