"""A sheet of ours as PDF: tagged, readable aloud, made where nothing else can be reached."""
