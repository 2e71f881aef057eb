"""The benchmarks that back every claim about speed.

`python bench/pages.py` puts this folder before all others on the path of imports, where `bench/search.py` would hide
the library `search`: it is taken off again, before any of our own packages is imported.
"""

import sys
from pathlib import Path

sys.path[:] = [place for place in sys.path if not place or Path(place).resolve() != Path(__file__).parent]
