"""Words that were meant for nobody else: each story is played, and no letter of it brings them to anybody."""

from pathlib import Path

import pytest

from tests.scenarios.told import HERE, play

OFFICE = "office@nscp.example"
# What is cut in the sides' letters is whole in the office's, which keeps the record.
WHOLE_TO_THE_OFFICE = {"names-third-parties", "fourteen-kinds-of-private-words"}
# Each story, and words of its mails that no letter may hold but one to their own writer.
STORIES = {
    "for-you-only": (
        ("daniel.mensah@nenevalley.example", ("witness protection", "new name", "Ruth told us", "level 3")),
    ),
    "nobody-else-has-been-sent-it": (
        ("daniel.mensah@nenevalley.example", ("witness protection", "off with stress", "level 3")),
    ),
    "told-not-to": (("sarah.whitlock@rockinghamhealth.example", ("told me not to escalate", "do not tell her")),),
    "names-third-parties": (
        ("sarah.whitlock@rockinghamhealth.example", ("12 Elm Road", "03/05/2021", "943 476 5919")),
    ),
    "fourteen-kinds-of-private-words": (
        (
            "sarah.whitlock@rockinghamhealth.example",
            ("Amber Road", "NN17", "900123", "03/05/2021", "943 476", "refuge"),
        ),
        ("sarah.whitlock@rockinghamhealth.example", ("indigo", "turquoise", "Saffron", "teaching assistant")),
        ("daniel.mensah@nenevalley.example", ("crimson", "level 3", "scarlet", "olive", "violet", "Magenta")),
        ("joy.okafor@nenevalley.example", ("lilac",)),
        ("colin.ferris@rockinghamhealth.example", ("900456",)),
    ),
    "note-is-shown": (("daniel.mensah@nenevalley.example", ("witness protection", "off with stress", "level 3")),),
}


@pytest.mark.parametrize("name", STORIES)
def test_private_words_reach_nobody_else(name: str, tmp_path: Path) -> None:
    arrivals = play(HERE / name, tmp_path).simulator.arrivals
    for writer, words in STORIES[name]:
        spared = {writer, OFFICE} if name in WHOLE_TO_THE_OFFICE else {writer}
        others = [one for one in arrivals if one.recipient not in spared]
        assert others
        for one in others:
            text = " ".join(f"{one.mail.subject} {one.mail.text} {one.mail.html}".split())
            assert [word for word in words if word in text] == [], (one.template, one.recipient)
