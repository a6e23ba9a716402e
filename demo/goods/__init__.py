"""The goods of the demo shop, as plain data: no Django here, the same answer on every call."""
