"""Needs, skills, resources and solutions of territories, and who can answer whom."""
