"""What retours propose to a scenario, and what became of it."""
