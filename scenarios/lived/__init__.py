"""What a scenario shows of the times it was played: where, how long, how it went, from version to version."""
