"""Where places are: the regions of France by name and by coordinates, and how far it is from one place to another."""
