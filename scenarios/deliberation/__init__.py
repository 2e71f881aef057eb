"""Opinions on what is proposed to the nation, and the decisions that the college takes on them together."""
