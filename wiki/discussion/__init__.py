"""Talk: threads under a page and on its passages, messages, reactions, moderation."""
