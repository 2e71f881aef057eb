#!/bin/sh
# Print the first Python on this machine that is recent enough and can make an environment.
set -u

for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 python; do
    # Asking it is the only proof: a name on the path may be an empty shim, or a Python without venv.
    if "$candidate" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        echo "$candidate"
        exit 0
    fi
done

echo 'Python 3.11 or newer, with its venv module, was not found.' >&2
echo 'Install it (Debian, Ubuntu: apt install python3 python3-venv) or name it: make serve PYTHON=/path/to/python3' >&2
exit 1
