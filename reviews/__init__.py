"""Reviews, and later evaluation requests."""
