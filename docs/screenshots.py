"""Make the pictures of the docs from a running product: ``python docs/screenshots.py http://127.0.0.1:8000``."""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

FOLDER = Path(__file__).with_name("images")
SOFTWARE_WEBGL = ("--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
                  "--ignore-gpu-blocklist")  # fmt: skip
SIZES = {"map": (1280, 800), "phone": (390, 844)}


def main(address: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(SOFTWARE_WEBGL))
        for name, (width, height) in SIZES.items():
            page = browser.new_page(viewport={"width": width, "height": height}, locale="el-GR")
            page.goto(address)
            page.get_by_role("listitem").first.wait_for(timeout=60_000)
            page.wait_for_timeout(8000)  # the map draws in software
            page.screenshot(path=FOLDER / f"{name}.png")
            if name == "phone":
                page.get_by_role("button", name="Αναφέρετε ένα πρόβλημα").click()
                page.wait_for_timeout(3000)
                page.screenshot(path=FOLDER / "report.png")


if __name__ == "__main__":
    main(sys.argv[1])
