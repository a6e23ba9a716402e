"""Oscar's offers, ours to change."""
