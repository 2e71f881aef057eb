"""What keeps accounts safe: passwords, signed links, limits to guessing."""
