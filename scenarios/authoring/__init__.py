"""The designer: a scenario written with a form, by people who never see its text."""
