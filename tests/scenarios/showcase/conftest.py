"""What the nation retained, as people see it."""

from tests.scenarios.featuring.conftest import nation  # noqa: F401 - a fixture for the tests beside
