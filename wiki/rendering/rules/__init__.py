"""What our Markdown adds to CommonMark: one file per rule."""
