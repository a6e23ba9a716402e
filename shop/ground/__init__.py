"""Migrations, written by us, of the Oscar apps that are used as they are."""
