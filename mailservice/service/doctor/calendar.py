"""Does the installed data know next year's bank holidays: dates of cases run into it from the autumn on."""

from collections.abc import Iterator

from mailservice.policy.workdays import WorkingDays, bank_holidays
from mailservice.service.doctor.findings import Finding, Patient

HOLIDAYS = "Bank holidays"
_AUTUMN = 10


def holidays(patient: Patient) -> Iterator[Finding]:
    """Look whether the bank holidays of this year and the next are known for the policy's nation or island."""
    if patient.policy is None:
        return
    calendar, extra = patient.policy.calendar, dict(patient.settings.service.bank_holidays)
    today = WorkingDays(calendar).local(patient.clock.now()).date()
    for year in (today.year, today.year + 1):
        known = {
            **bank_holidays(calendar.jurisdiction, year),
            **{day: why for day, why in extra.items() if day.year == year},
        }
        place = calendar.jurisdiction.replace("-", " ")
        if known:
            yield Finding(HOLIDAYS, "well", f"{len(known)} are known of {year} ({place})")
            continue
        do = f"Install a newer version of the service, or write them under bank_holidays of [service] before {year}."
        late = year == today.year or today.month >= _AUTUMN
        yield Finding(
            HOLIDAYS, "wrong" if late else "look", f"none is known of {year} ({place}): dates would fall on them", do
        )
