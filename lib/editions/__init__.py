"""What was published? Manifest."""
