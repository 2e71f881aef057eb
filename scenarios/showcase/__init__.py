"""What everybody sees of what the nation retains: its page, sheets, files and feed, and where it is shown."""
