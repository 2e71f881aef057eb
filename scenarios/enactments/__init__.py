"""A scenario was played: when, where, with whom, in how many minutes, and what it gave."""
