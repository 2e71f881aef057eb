"""Theme families, their themes, and free tags."""
