"""What templates of refunds need."""
