"""Settings of signing in: refused when they cannot be used."""

import pytest

from wiki.config import Settings, SettingsError


def test_roles_and_providers_are_read() -> None:
    read = Settings.from_environment(
        {
            "SECOND_FACTOR_FOR": "admin, curator",
            "OIDC_ISSUER": "https://sso.example.org",
            "OIDC_CLIENT_ID": "wiki",
        }
    )

    assert read.second_factor_for == "admin,curator"
    assert read.oidc_issuer == "https://sso.example.org"


@pytest.mark.parametrize(
    "environment",
    [
        {"SECOND_FACTOR_FOR": "everybody"},
        {"OIDC_ISSUER": "http://sso.example.org", "OIDC_CLIENT_ID": "wiki"},
        {"OIDC_ISSUER": "https://sso.example.org"},
        {"OIDC_CLIENT_ID": "wiki"},
    ],
)
def test_what_cannot_be_used_is_told(environment: dict[str, str]) -> None:
    with pytest.raises(SettingsError):
        Settings.from_environment(environment)
