"""Somebody whom our letter reached by mistake says so in plain words."""

from datetime import date

import pytest

from mailservice.mail.grammar.reading import read

SAYS = """
I'm not the right person for this.
Sorry, I am the wrong person.
I think you have the wrong person.
Wrong person
You've got the wrong person I'm afraid
I have left this post.
I've now left the Trust and work in another county.
I've left this role, please update your records
This isn't my case.
It is not my case, sorry
Not my case
I no longer work here.
I no longer work for the Trust.
I no longer work for the Nene Valley Children's Trust.
I am no longer in this post
I have retired.
I have retired, please ask Jo.
I've now resigned from the Trust.
I have left the school and work in another county.
I left the school in July.
I have left this post, my cases are going to Jo.
I no longer work for the council since Friday.
I don't work at the school any more.
Not me!
""".strip().splitlines()
DOES_NOT = """
I have left the team a message.
I left this with Sam on Friday.
This is my case and I disagree.
Is this not my case?
It isn't my case to make.
I emailed the wrong person first, then Sam.
Mum has left the service and retired.
Sam has left this post.
If I have left this post by then, ask Jo.
They moved on from this quickly.
I have left the school, driving to the house now.
I've left the nursery team, on my way to them.
I left the council at 4, she was fine.
I have left the school.
I do not work at the school on Fridays.
I don't work here during half term.
On Mondays I do not work for the trust.
I don't work at the school in the mornings
I've retired her from the plan
I have retired that form.
I have resigned myself to it.
""".strip().splitlines()


@pytest.mark.parametrize("text", SAYS)
def test_it_is_understood(text: str) -> None:
    assert read(text, today=date(2026, 11, 23)).to_us == "not me"


@pytest.mark.parametrize("text", DOES_NOT)
def test_what_only_sounds_so_is_none(text: str) -> None:
    assert read(text, today=date(2026, 11, 23)).to_us != "not me"
