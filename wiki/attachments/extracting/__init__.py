"""The words of a document, read in a process of its own."""
