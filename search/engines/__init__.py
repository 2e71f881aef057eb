"""The engines behind `search.index.Index`: `memory` is the reference model, `whoosh` the default."""
