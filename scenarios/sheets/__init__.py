"""What is worked out of a scenario for the person who leads it: hours, material, matrix. Pure."""
