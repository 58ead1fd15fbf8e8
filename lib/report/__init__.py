"""How does it look? Document, exporter, charts."""
