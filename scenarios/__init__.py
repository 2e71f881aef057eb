"""The product: scripts of learning situations, on top of the wiki."""
