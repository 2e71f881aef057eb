"""Territories, themes and the nation in numbers: charts with tables, files to take along, maps."""
