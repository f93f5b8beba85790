"""The office asks by mail whether everything is as it was written, and is told."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from mailservice.cases.history.events import ProofAsked, ProofGiven
from mailservice.errors import TryLater
from mailservice.mail.parse import Mail
from mailservice.service.custody import proving
from mailservice.transport.imap import Mailbox
from tests.directory.test_by_mail import AMIRA, LEE, SHARED, ByMail, said
from tests.directory.test_by_mail import office as office_fixture

office = office_fixture


def proofs(letters: list[Mail]) -> list[Mail]:
    """Return those letters that tell what was found."""
    return [one for one in letters if "changed" in one.subject.casefold()]
