"""Writing through the API: from JSON to the verbs of `deliveries.actions`, and what they did."""
