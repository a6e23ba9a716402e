"""The ledger's tests."""

POINTS = "points"
