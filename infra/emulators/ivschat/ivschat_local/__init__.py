"""Amazon IVS Chat on your own machine: rooms of unmodified AWS clients, and the socket of unmodified chat SDKs."""
