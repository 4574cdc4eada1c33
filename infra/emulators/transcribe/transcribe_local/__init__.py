"""Amazon Transcribe on your own machine: jobs of unmodified AWS clients, heard by Whisper."""
