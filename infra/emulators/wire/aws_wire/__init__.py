"""What local emulators of AWS services share: signatures, protocols, and validation by service models."""
