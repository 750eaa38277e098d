"""A real browser before the whole product."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from tests.deploy.product import Product, temporary

AXE = Path(__file__).resolve().parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
SOFTWARE_WEBGL = (
    "--no-sandbox",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
)
PATIENCE_MS = 60_000
"""Two shared cores draw the map in software and may have other work."""

WCAG_LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
SIZES: dict[str, ViewportSize] = {
    "phone": {"width": 390, "height": 844},
    "desk": {"width": 1280, "height": 800},
}


@pytest.fixture(scope="package")
def product() -> Iterator[Product]:
    """The whole product with the demonstration municipality, on a port and in a folder of its own."""
    for product in temporary(demo=True):
        product.start()
        product.wait_ready()
        yield product


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium of the machine, drawing the map in software.

    One per module: while Playwright's loop runs in this thread, Django refuses its database.
    """
    executable = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if executable is None:
        pytest.skip("no Chromium on this machine; make test installs it")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=executable, args=list(SOFTWARE_WEBGL))


@pytest.fixture(params=SIZES)
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A page of a Greek reader on a phone and at a desk; errors of script or of the CSP fail the test."""
    size = SIZES[request.param]
    with browser.new_context(viewport=size, locale="el-GR", reduced_motion="reduce") as context:
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        expect.set_options(timeout=PATIENCE_MS)
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda line: faults.append(line.text) if _is_fault(line.type, line.text) else None)
        yield page
        assert not faults, faults


@pytest.fixture
def accessible(page: Page) -> Callable[[], list[str]]:
    """Violations of WCAG 2.1 A and AA that axe finds on the page as it stands."""

    def check() -> list[str]:
        page.evaluate(AXE.read_text())
        found = page.evaluate("levels => axe.run({runOnly: levels}).then(r => r.violations)", WCAG_LEVELS)
        return [f"{rule['id']}: {node['html']}" for rule in found for node in rule["nodes"]]

    return check


def _is_fault(kind: str, text: str) -> bool:
    """An error; an answer of the API that is not OK shows on the page and is asserted there."""
    return kind == "error" and not text.startswith("Failed to load resource")
