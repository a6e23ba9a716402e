"""The goods: each function returns a float RGBA layer, lit from the left, ready to be put in a room."""
