"""Later work: a table of jobs and the worker that drains it."""
