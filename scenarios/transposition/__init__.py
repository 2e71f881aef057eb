"""« Transposer chez nous »: every line that names the place, the people and the partners of the origin."""
