"""The demo shop: cast, goods, pictures, and what only a demo needs."""
