"""What people follow, and how they want to be told."""
