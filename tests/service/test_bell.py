"""The bell rings for whatever stands unsettled: letters leave over a few sessions at once, and each of them once."""

from mailservice.service.workers import SESSIONS, Doorbell
from mailservice.transport.smtp import Post, SmtpAccount
from tests.servers import Submission
from tests.service.crashing import DESK
from tests.service.test_held_up import CASES, desk  # noqa: F401 - a fixture
from tests.service.test_rounds import Desk


def test_letters_leave_over_three_sessions_at_once_at_most_and_each_but_once(desk: Desk) -> None:  # noqa: F811 - the fixture
    with Submission() as server:
        desk.service.sending.post = Post(SmtpAccount("127.0.0.1", server.port, DESK.address, tls="none"))
        desk.service.collecting.work()
        desk.service.receive()
        letters = desk.service.sending.waits()
        assert len(letters) == 2 * CASES
        bell = Doorbell(desk.service)
        bell.open()
        try:
            bell.ring_and_wait()
            bell.ring_and_wait()
        finally:
            bell.close()
        ids = [one.raw.partition(b"Message-ID: <")[2].partition(b">")[0] for one in server.taken]
        assert len(ids) == len(set(ids)) == 2 * CASES
        assert server.most_open <= SESSIONS
        assert len(server.sessions) < 2 * CASES, "several letters go in one"
        assert desk.service.sending.waits() == []


def test_where_no_letter_waits_nobody_connects(desk: Desk) -> None:  # noqa: F811 - the fixture
    with Submission() as server:
        desk.service.sending.post = Post(SmtpAccount("127.0.0.1", server.port, DESK.address, tls="none"))
        bell = Doorbell(desk.service)
        bell.open()
        try:
            bell.ring_and_wait()
            assert server.sessions == []
        finally:
            bell.close()


def test_a_letter_leaves_with_the_ring_that_its_mail_came_with(desk: Desk) -> None:  # noqa: F811 - the fixture
    with Submission() as server:
        desk.service.sending.post = Post(SmtpAccount("127.0.0.1", server.port, DESK.address, tls="none"))
        desk.service.collecting.work()
        bell = Doorbell(desk.service)
        bell.open()
        try:
            bell.ring_and_wait()
        finally:
            bell.close()
        ids = [one.raw.partition(b"Message-ID: <")[2].partition(b">")[0] for one in server.taken]
        assert len(ids) == len(set(ids)) == 2 * CASES, "nobody waits for the next round to have a receipt"
