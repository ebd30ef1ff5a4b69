"""Who uses the product."""
