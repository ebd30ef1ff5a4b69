"""What the product costs, as ratios to named rivals in the same run: see README.md."""
