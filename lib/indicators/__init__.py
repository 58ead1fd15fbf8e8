"""What do we report? One file per group of facts; the registry of sections."""
