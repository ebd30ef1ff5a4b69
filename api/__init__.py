"""The REST API: a door for scripts."""
