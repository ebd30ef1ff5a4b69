"""What was agreed and what was said."""
