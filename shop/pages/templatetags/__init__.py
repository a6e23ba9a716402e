"""Tags for pages with holes."""
