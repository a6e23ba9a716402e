"""Oscar's vouchers: codes that open a promotion."""
