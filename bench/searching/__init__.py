"""The parts of `bench/search.py`: the search beside other engines, and what it must never lose."""
