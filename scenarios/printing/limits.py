"""What the process that makes a PDF may use; known to both sides of it."""

SECONDS = 25
CPU_SECONDS = 20
MEMORY = 1024 * 1024 * 1024
"""Address space in bytes; a scenario takes a quarter of it."""
FILE_BYTES = 16 * 1024 * 1024
"""No file it writes may grow beyond; fonts pass through temporary files."""
PICTURE = "sheet:picture/"
"""Where the pictures of a sheet are, with their number behind."""
MISSING = 69
"""Exit code where Pango's libraries are not on the machine (EX_UNAVAILABLE)."""
