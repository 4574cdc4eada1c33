"""AWS Elemental MediaConvert on your own machine: jobs of unmodified AWS clients, done by ffmpeg."""
