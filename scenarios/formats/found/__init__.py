"""The structure of a scenario found in prose: proposals that a person accepts one by one. Pure.

Nothing is dropped: a proposal adds, or moves words to where a scenario says them. Nothing is invented: every
value stands in the lines that are quoted as its evidence.
"""
