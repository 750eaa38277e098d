import stat
from pathlib import Path

import pytest

from deploy import data_dir
from deploy.failure import Failure
from deploy.stamps import digest, fresh, set_stamp


def mode(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


def test_secrets_are_made_once_and_are_for_their_owner_only(tmp_path: Path) -> None:
    key = data_dir.secret_key(tmp_path, "")
    assert len(key) >= 50
    assert data_dir.secret_key(tmp_path, "") == key
    assert data_dir.secret_key(tmp_path, "given") == "given"
    assert mode(tmp_path / "secret-key") == 0o600


def test_the_demo_password_is_announced_only_when_it_is_new(tmp_path: Path) -> None:
    password, new = data_dir.demo_password(tmp_path, "")
    assert new
    assert len(password) >= 12
    assert data_dir.demo_password(tmp_path, "") == (password, False)
    assert data_dir.demo_password(tmp_path, "mine") == ("mine", True)
    assert data_dir.demo_password(tmp_path, "") == ("mine", False)
    assert mode(tmp_path / "demo-password") == 0o600


def test_the_folder_lets_pass_and_shows_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "data"
    data_dir.prepare(folder)
    assert mode(folder) == 0o711
    assert mode(folder / "files") == 0o700


def test_a_folder_that_cannot_be_used_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Failure, match="cannot be used"):
        data_dir.prepare(tmp_path / "file" / "data")


def test_one_command_at_a_time(tmp_path: Path) -> None:
    with data_dir.lock(tmp_path), pytest.raises(Failure, match="already running"), data_dir.lock(tmp_path):
        pass
    with data_dir.lock(tmp_path):
        pass


def test_a_stamp_knows_its_inputs(tmp_path: Path) -> None:
    source, stamp = tmp_path / "source", tmp_path / "made" / "stamp"
    source.write_text("one")
    before = digest([source])
    set_stamp(stamp, before)
    assert fresh(stamp, digest([source]))
    source.write_text("two")
    assert not fresh(stamp, digest([source]))
