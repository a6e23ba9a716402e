"""Likes, recommendations, shares and friends."""
