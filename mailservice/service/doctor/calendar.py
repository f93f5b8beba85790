"""Does the installed data know next year's bank holidays: dates of cases run into it from the autumn on."""

from collections.abc import Iterator
from datetime import date

from mailservice.policy.workdays import WorkingDays, bank_holidays
from mailservice.service.doctor.findings import Finding, Patient

HOLIDAYS = "Bank holidays"
_AUTUMN = 10


def holidays(patient: Patient) -> Iterator[Finding]:
    """Look whether the bank holidays of this year and the next are known for the policy's nation or island."""
    if patient.policy is None:
        return
    calendar = patient.policy.calendar
    today = WorkingDays(calendar).local(patient.clock.now()).date()
    known = {year: len(_known(patient, calendar.jurisdiction, year)) for year in (today.year, today.year + 1)}
    place = calendar.jurisdiction.replace("-", " ").title().replace(" And ", " and ").replace(" Of ", " of ")
    missing = [year for year, days in known.items() if not days]
    if not missing:
        said = " and ".join(f"{days} of {year}" for year, days in known.items())
        yield Finding(HOLIDAYS, "well", f"{said} are known ({place})")
        return
    do = "Install a newer version of the service, or write them under bank_holidays of [service]."
    late = missing[0] == today.year or today.month >= _AUTUMN
    said = f"none of {missing[0]} is known ({place}): dates would fall on them"
    yield Finding(HOLIDAYS, "wrong" if late else "look", said, do)


def _known(patient: Patient, jurisdiction: str, year: int) -> set[date]:
    announced = patient.settings.service.bank_holidays
    return {*bank_holidays(jurisdiction, year), *(day for day in announced if day.year == year)}
