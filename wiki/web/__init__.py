"""What every page of the interface shares."""
