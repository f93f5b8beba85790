"""The directory as a sheet: whatever the file says the sheet says, and a sheet that is not clear is told cell by cell."""

import tomllib
from typing import Any

from hypothesis import given
from hypothesis import settings as runs

from mailservice.settings.directory_file import directory_of, understood
from mailservice.settings.directory_text import as_toml
from mailservice.settings.sheet.reading import read_sheet
from mailservice.settings.sheet.writing import workbook
from tests.directory.strategies import STAGES, directories


@runs(deadline=None, max_examples=25)  # each writes and reads a whole workbook
@given(directories())
def test_a_directory_that_goes_out_as_a_sheet_comes_back_the_same(raw: dict[str, Any]) -> None:
    content, faults = understood(raw, STAGES)
    assert not faults
    back = read_sheet(workbook(content), "sheet.xlsx", STAGES)
    assert directory_of(back) == directory_of(content)
    written, faults = understood(tomllib.loads(as_toml(back)), STAGES)
    assert not faults
    assert directory_of(written) == directory_of(content)
