"""Numbers over what a reader may see: what a territory, a theme or all have, and how far scenarios travelled."""
