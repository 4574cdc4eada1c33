"""Amazon IVS on your own machine: livestreams of unmodified encoders, controlled by unmodified AWS clients."""
