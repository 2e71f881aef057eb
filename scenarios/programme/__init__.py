"""A territory's identity sheet and programme: its project, budget, sponsors, milestones and events."""
