"""Names of pages: rename, move, merge; old addresses, and links that follow."""
