"""What the nation retains: a scenario at one precise version, shown for a time."""
