"""Every e-mail that leaves the house."""
