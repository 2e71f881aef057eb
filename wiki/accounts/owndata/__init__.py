"""What a site holds of a person, to take away; and leaving."""
