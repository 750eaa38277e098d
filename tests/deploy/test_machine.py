import os
import socket
from dataclasses import replace
from pathlib import Path

import pytest

from deploy.cluster import place
from deploy.failure import Failure
from deploy.install import machine, requirements
from deploy.settings import Settings


@pytest.mark.parametrize("version", ["v20.19.0", "v22.1.0"])
def test_node_that_will_do(version: str) -> None:
    machine.check_node(version)


@pytest.mark.parametrize(("version", "word"), [("", "not installed"), ("v18.20.4", "too old")])
def test_node_that_will_not_do(version: str, word: str) -> None:
    with pytest.raises(Failure, match=word) as caught:
        machine.check_node(version)
    assert "Install Node 20" in caught.value.remedy


def test_an_old_python_is_refused() -> None:
    machine.check_python((3, 11, 2))
    with pytest.raises(Failure, match=r"3\.9\.2"):
        machine.check_python((3, 9, 2))


def test_a_full_disk_is_said_with_its_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = replace(Settings.read({}), data_dir=tmp_path / "not" / "yet", root=tmp_path, venv=tmp_path / "venv")
    machine.check_disk(settings)
    monkeypatch.setattr(machine, "FIRST_TIME", 1e9)
    with pytest.raises(Failure, match="GiB free") as caught:
        machine.check_disk(settings)
    assert "DATA_DIR" in caught.value.remedy


def test_a_taken_port() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        port = other.getsockname()[1]
        other.listen()
        with pytest.raises(Failure, match="taken") as caught:
            machine.check_port(port)
        assert "PORT=" in caught.value.remedy
    machine.check_port(port)


def test_this_machine_has_what_the_tests_run_on() -> None:
    assert requirements.missing(requirements.RUNNING) == []


@pytest.mark.parametrize(
    ("release", "packages"),
    [
        ("ID=debian\nVERSION_ID=12\n", {"fonts-noto-core", "chromium"}),
        ('ID=ubuntu\nID_LIKE="debian"\n', {"fonts-noto-core"}),
    ],
)
def test_the_browser_of_the_tests_by_distribution(tmp_path: Path, release: str, packages: set[str]) -> None:
    (tmp_path / "os-release").write_text(release)
    wanted = requirements.for_tests(tmp_path / "os-release")
    assert {requirement.package for requirement in wanted} == packages


def test_a_short_open_folder_holds_its_own_cluster(tmp_path_factory: pytest.TempPathFactory) -> None:
    chosen = place.choose(Path("/srv"))
    assert chosen.home == Path("/srv")


def test_a_folder_too_deep_for_a_socket_has_its_cluster_elsewhere() -> None:
    deep = Path("/srv") / ("x" * 100)
    chosen = place.choose(deep)
    assert chosen.home != deep
    assert len(os.fsencode(str(chosen.sockets / ".s.PGSQL.5432"))) <= place.LONGEST_SOCKET
    assert place.choose(deep) == chosen
    assert place.choose(Path("/srv") / ("y" * 100)) != chosen


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has the database run by another user")
def test_a_folder_closed_to_the_database_user_has_its_cluster_elsewhere(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    assert place.choose(tmp_path).home.parent == Path("/var/lib/topos")
