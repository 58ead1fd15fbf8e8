"""What did they really send? Finding tables, reading cells, keeping rejects."""
