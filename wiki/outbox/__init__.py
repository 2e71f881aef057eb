"""The outbox: what changed, written in the transaction that changed it, for those who follow a moment later."""
