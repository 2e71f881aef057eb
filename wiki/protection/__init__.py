"""Who may edit a page, narrowed by its referents or the national team, for a time or for good."""
