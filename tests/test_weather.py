"""What is weather, and with its true reason: that this machine is short is not said of the server that it could not reach."""

import errno

import pytest

from mailservice.errors import MachineShort, TryLater, as_weather


def _failed(cause: Exception) -> TryLater:
    fault = TryLater("the mail server failed: Too many open files")
    fault.__cause__ = cause
    return fault


def test_a_machine_without_file_handles_is_not_told_as_a_mail_server_that_failed() -> None:
    found = as_weather(_failed(OSError(errno.EMFILE, "Too many open files")))
    assert isinstance(found, MachineShort)
    assert str(found) == "this process has no file handle left"


def test_a_mail_server_that_failed_is_told_as_that() -> None:
    fault = _failed(ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused"))
    assert as_weather(fault) is fault


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (OSError(errno.ESTALE, "Stale file handle"), "a disk fails"),
        (RuntimeError("can't start new thread"), "this machine can start no further thread"),
    ],
)
def test_a_folder_of_another_machine_that_went_and_no_further_thread_are_weather(fault: Exception, says: str) -> None:
    assert str(as_weather(fault)) == says


def test_any_other_runtime_error_is_a_defect() -> None:
    assert as_weather(RuntimeError("generator raised StopIteration")) is None
