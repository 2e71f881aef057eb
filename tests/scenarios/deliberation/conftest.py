"""A college that judges: see tests/scenarios/curation/conftest.py."""

from tests.scenarios.curation.conftest import exam

__all__ = ["exam"]
