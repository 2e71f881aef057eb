"""Fresh proof of who sits there, before what is dangerous."""
