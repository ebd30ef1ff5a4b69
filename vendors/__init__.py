"""Organisations and who owns them."""
