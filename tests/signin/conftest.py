import pytest
from pytest_django import Settings

from identity_providers import Configure
from rimlig.organisation.models import Board
from rimlig.signin.providers import allauth_apps, read_providers


@pytest.fixture
def configured(settings: Settings, board: Board) -> Configure:
    """Configure the providers that the TOML describes; MUNICIPALITY and BOARD stand for Lindhaga's."""

    def configure(text: str) -> None:
        text = text.replace("MUNICIPALITY", board.municipality.code).replace("BOARD", board.code)
        settings.RIMLIG_SIGN_ON = read_providers(text)
        settings.SOCIALACCOUNT_PROVIDERS = allauth_apps(settings.RIMLIG_SIGN_ON)

    return configure
