"""Whether there is a backup to go back to, and whether it is of today."""

from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

from mailservice.cases.letters import phrases
from mailservice.service.custody import manifest
from mailservice.service.doctor.findings import Finding, Patient
from mailservice.service.watch import backups, last_backup

BACKUP = "Backup"
FRESH = timedelta(days=2)
_EACH_NIGHT = "systemctl enable --now mailservice-backup.timer"
_NEVER = (
    f"Have one made each night: {_EACH_NIGHT}. The first at once: systemctl start mailservice-backup. Or see that you have "
    "one by means of your own."
)


def backup(patient: Patient) -> Iterator[Finding]:
    """Look of when the newest backup is, and whether all of it still lies where it was made."""
    newest = last_backup.last(patient.settings.service.data)
    if newest is None:
        yield Finding(BACKUP, "look", "none was ever made here by mailservice backup", _NEVER)
        return
    zone = ZoneInfo(patient.policy.calendar.timezone if patient.policy else "Europe/London")
    said = f"the newest is of {phrases.moment(phrases.local(newest.made_at, zone))}, in {newest.folder}"
    age, one_now = patient.clock.now() - newest.made_at, f"mailservice backup {newest.folder.parent}"
    if age > backups.OVERDUE:
        do = f"Make one now, which says why it cannot: {one_now}. Then have one made each night: {_EACH_NIGHT}"
        other = f"Where you have other means by now: rm {patient.settings.service.data / last_backup.FILE}"
        yield Finding(BACKUP, "wrong", said, f"{do}. {other}")
    elif not manifest.whole(newest.folder):
        do = f"See whether its disk is mounted. If it is: {one_now}"
        yield Finding(BACKUP, "wrong", f"{said}, where not all of it lies any more", do)
    elif age > FRESH:
        yield Finding(BACKUP, "look", said, "See why none was made since then: journalctl -u mailservice-backup")
    else:
        yield Finding(BACKUP, "well", said)
