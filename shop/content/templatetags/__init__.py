"""Tags for what the merchant writes."""
