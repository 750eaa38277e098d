from pathlib import Path

import pytest

from deploy.failure import Failure
from deploy.settings import Settings

ROOT = Path("/srv/topos")


def test_the_defaults() -> None:
    settings = Settings.read({}, ROOT)
    assert settings.data_dir == ROOT / ".data"
    assert settings.venv == ROOT / ".venv"
    assert settings.port == 8000
    assert settings.public_url == settings.local_url == "http://127.0.0.1:8000"
    assert settings.demo
    assert settings.rate_limits
    assert settings.database_url == ""


def test_the_environment_wins() -> None:
    settings = Settings.read(
        {
            "PORT": "8100",
            "DATA_DIR": "/data/a",
            "DEMO": "0",
            "RATE_LIMITS": "off",
            "PUBLIC_URL": "https://x.gr/",
        },
        ROOT,
    )
    assert settings.port == 8100
    assert settings.data_dir == Path("/data/a")
    assert not settings.demo
    assert not settings.rate_limits
    assert settings.public_url == "https://x.gr"


@pytest.mark.parametrize(("name", "value"), [("PORT", "http"), ("PORT", "0"), ("PORT", "70000"), ("DEMO", "maybe")])
def test_a_value_that_cannot_be_meant_is_refused_with_its_name(name: str, value: str) -> None:
    with pytest.raises(Failure) as caught:
        Settings.read({name: value}, ROOT)
    assert name in caught.value.problem
    assert value in caught.value.problem
    assert name in caught.value.remedy
