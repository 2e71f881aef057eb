"""The examination as people see it: the queue, one file at a time with the grid beside it, the record, pages told."""
