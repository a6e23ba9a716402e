"""Refunds; withdrawal and returns come to stand beside them."""
