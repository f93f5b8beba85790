"""A partnership's life of three days, played once: for whoever only looks."""

import pytest

from tests.cli.desk import Desk

LIFE = """
title = "Three cases: one at stage 2, one settled, one with a school; and what is written in confidence beside them"
until = "Wed 25 Nov 2026 10:00"
directory = "directory.toml"

[[mail]]
at = "Mon 23 Nov 2026 09:00"
sender = "sarah.whitlock@rockinghamhealth.example"
to = ["daniel.mensah@nenevalley.example"]
subject = "NCT-483920"
text = "I do not agree that NCT-483920 was closed. There are bruises on both arms."

[[mail]]
at = "Mon 23 Nov 2026 10:00"
sender = "sarah.whitlock@rockinghamhealth.example"
answers = "receipt"
text = "ESCALATE: nobody at the school answers."

[[mail]]
at = "Mon 23 Nov 2026 11:00"
sender = "louise.park@shirepolice.example"
to = ["daniel.mensah@nenevalley.example"]
subject = "NCT-111222"
text = "I do not agree with the plan for NCT-111222. The school place is lost."

[[mail]]
at = "Mon 23 Nov 2026 15:00"
sender = "daniel.mensah@nenevalley.example"
answers = "stage"
text = "RESOLVED We find her another one by Friday."

[[mail]]
at = "Tue 24 Nov 2026 09:00"
sender = "louise.park@shirepolice.example"
answers = "proposal"
text = "AGREE"

[[mail]]
at = "Tue 24 Nov 2026 10:00"
sender = "sarah.whitlock@rockinghamhealth.example"
to = ["daniel.mensah@nenevalley.example"]
subject = "Closed, NCT-777888"
text = "My team leader told us to write fewer concerns. I think this is whistle-blowing."

[[mail]]
at = "Tue 24 Nov 2026 10:10"
sender = "sarah.whitlock@rockinghamhealth.example"
answers = "signpost"
text = "Is it safe with you?"

[[mail]]
at = "Tue 24 Nov 2026 11:00"
sender = "sarah.whitlock@rockinghamhealth.example"
answers = "receipt"
text = "ESCALATE: there is an allegation against a worker at the nursery."

[[mail]]
at = "Wed 25 Nov 2026 00:30"
sender = "sarah.whitlock@rockinghamhealth.example"
to = ["head@foxgloveacademy.example"]
subject = "NCT-333444"
text = "I do not agree that NCT-333444 stays at home."
"""


@pytest.fixture(scope="session")
def life(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Give the record of three days; nobody changes it."""
    return Desk(tmp_path_factory.mktemp("life"), LIFE)
