"""Orders and what was delivered."""
