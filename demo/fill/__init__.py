"""Fills a shop's tables with the demo's goods, texts, people and pictures."""
