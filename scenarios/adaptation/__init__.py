"""The pedagogical act: a territory takes up another's page, sees its family, and takes what the origin improved."""
