#!/bin/sh
# Run a command with Node.js 20 or newer on the path: the machine's, else one installed in the environment.
set -eu

OLDEST=20

recent_enough() {
    command -v npm >/dev/null && node -e "process.exit(parseInt(process.versions.node) < $OLDEST ? 1 : 0)" 2>/dev/null
}

if ! recent_enough; then
    environment=$(cd "$(dirname "$0")/.." && pwd)/.venv/bin
    if [ ! -x "$environment/npm" ]; then
        echo "Node.js $OLDEST or newer was not found: installing one in the environment"
        "$environment/python" -m pip install --quiet --disable-pip-version-check --require-hashes \
            -r "$environment/../../requirements/node.txt"
    fi
    PATH="$environment:$PATH"
    export PATH
fi
exec "$@"
