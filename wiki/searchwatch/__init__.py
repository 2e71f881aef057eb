"""New pages that answer a search which somebody keeps and follows."""
