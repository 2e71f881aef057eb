"""What comparing and merging texts have in common: alignment, splitting, three-way weaving."""
