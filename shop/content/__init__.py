"""Editable pages, menus and home slots."""
