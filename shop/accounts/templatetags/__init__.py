"""What the account pages show of a device."""
