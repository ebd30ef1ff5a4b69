"""What deals.dates is made of; other apps import from there."""
