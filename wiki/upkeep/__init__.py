"""The administrator's page of search: what people do not find, and how the index is."""
