"""What is a reported value? Facts, absences, sources and the algebra that builds them."""
