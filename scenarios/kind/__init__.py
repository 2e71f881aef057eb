"""What the wiki asks of a scenario and its sister kinds: merge, tell, check before sharing, show."""
