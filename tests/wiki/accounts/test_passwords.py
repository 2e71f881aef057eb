"""How passwords are hashed where the product runs: tests of everything else hash them cheaply."""

import subprocess
import sys

import argon2

PARAMETERS = """
from wiki.accounts.security.passwords import _NOBODY, hash_password
for hashed in (hash_password("quatre mots sans rapport"), _NOBODY):
    print(hashed)
"""
LEAST_TIME, LEAST_KIBIBYTES = 2, 19 * 1024
"""What OWASP asks of Argon2id with one thread."""


def test_guessing_is_expensive_for_an_account_and_for_nobody_s() -> None:
    printed = subprocess.run(
        [sys.executable, "-c", PARAMETERS], capture_output=True, text=True, check=True
    ).stdout.split()
    assert len(printed) == 2
    for hashed in printed:
        found = argon2.extract_parameters(hashed)
        assert found.type is argon2.Type.ID
        assert found.time_cost >= LEAST_TIME
        assert found.memory_cost >= LEAST_KIBIBYTES
