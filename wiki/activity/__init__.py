"""What happens on the wiki, in order: told by features, followed by notifications, feeds and webhooks."""
