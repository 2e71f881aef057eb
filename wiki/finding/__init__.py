"""Search in the wiki: pages follow into the index, people find them, each sees only what is theirs to see."""
