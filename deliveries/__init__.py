"""What is due and what follows."""
