"""One product for the tests that kill its parts; each of those leaves it answering."""

from collections.abc import Iterator

import pytest

from tests.deploy.product import Product, temporary


@pytest.fixture(scope="package")
def running() -> Iterator[Product]:
    for product in temporary():
        product.start()
        product.wait_ready()
        yield product


@pytest.fixture
def fresh() -> Iterator[Product]:
    """Not started yet."""
    yield from temporary()
