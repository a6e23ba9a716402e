"""The tests of the shop; they mirror the tree of what they test."""
