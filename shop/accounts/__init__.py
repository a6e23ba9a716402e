"""Sign-in, profile, and the user model."""
