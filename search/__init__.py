"""Full-text search of French and English pages, whatever the engine.

A library that could be lifted out: it knows nothing of Flask, of SQL or of the wiki. Open an index with
`search.index.open_index`, feed it `search.documents.Document`, ask it a `search.query.Query`.
"""
