"""Other people's software reads our tiles."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from geo.sources import Source
from tests.tiles.places import Table, point, square


def test_gdal_reads_a_tile_in_its_place(
    table: Callable[[str], Table], declare: Callable[..., Source], client: Client, tmp_path: Path
) -> None:
    ogrinfo = shutil.which("ogrinfo")
    if ogrinfo is None:
        pytest.skip("gdal-bin is not installed")
    bins, parks = table("test_bins"), table("test_parks")
    declare(bins)
    declare(parks, "polygon")
    bins.add(point(10, 586.5, 391.5), name="Κάδος")
    parks.add(square(10, 586.25, 391.25, 0.25))
    tile = tmp_path / "391.mvt"
    tile.write_bytes(client.get("/tiles/test_bins,test_parks/10/586/391.mvt").content)
    answer = subprocess.run(
        [ogrinfo, "-al", "-oo", "X=586", "-oo", "Y=391", "-oo", "Z=10", "-oo", "CLIP=NO", f"MVT:{tile}"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "Layer name: test_bins" in answer.stdout
    assert "Layer name: test_parks" in answer.stdout
    assert "name (String) = Κάδος" in answer.stdout
    assert "count (Integer) = 1" in answer.stdout
    assert "Web_Mercator" in answer.stdout.replace(" ", "_") or "3857" in answer.stdout
