"""The grid by which scenarios are read: criteria on three axes, in versions."""
