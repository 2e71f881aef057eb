"""What can go wrong with an index.

SearchError
├── IndexStale    the index cannot be used as it is: build it again aside (`search.index.rebuild_index`)
└── IndexBusy     another process writes for too long, or a server does not answer in time: try again later
"""


class SearchError(Exception):
    """Root of the errors raised by this library."""


class IndexStale(SearchError):
    """The index on disk is damaged, or was written by another version of the analysis."""


class IndexBusy(SearchError):
    """The write lock was not free in time, or a server away or overloaded; nothing was written."""
