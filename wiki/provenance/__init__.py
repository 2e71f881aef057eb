"""Who derived what from which revision, under which licence, and whom that makes one thank."""
