"""What a coordinator writes down before the service runs: settings and directory, with every fault told at once."""

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import settings as runs
from hypothesis import strategies as st
from pydantic import SecretStr
from typer.testing import CliRunner

from mailservice.cli.main import app
from mailservice.cli.starting import look
from mailservice.errors import UserError
from mailservice.policy.load import load as load_policy
from mailservice.settings.directory_file import DirectoryFile, directory_warnings, load_directory
from mailservice.settings.loading import TO_READ, Settings, load
from mailservice.settings.secrets_apart import SECRETS as KEPT_APART
from mailservice.settings.toml_file import Section, checked, place, salvaged

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
POLICY = ROOT / "policies" / "northamptonshire-nscp.toml"
ABSENT = object()
STAGES = ("1", "2", "3", "4", "5")
KEY = "0123456789abcdef" * 4
SECRETS = {
    "MAILSERVICE_SIGNING_KEY": KEY,
    "MAILSERVICE_IMAP_PASSWORD": "kingfisher",
    "MAILSERVICE_SMTP_PASSWORD": "heron",
}

PLAIN = """
[service]
name = "NSCP Escalations"
address = "escalate@nscp.example"
policy = "policy.toml"
directory = "directory.toml"

[danger]
referral = "01632 960 100"
out_of_hours = "01632 960 101"

[imap]
host = "mail.nscp.example"
user = "escalate@nscp.example"

[smtp]
host = "mail.nscp.example"
user = "escalate@nscp.example"
"""


def written(folder: Path, text: str) -> Path:
    for name in ("policy.toml", "directory.toml"):
        (folder / name).touch()
    file = folder / "mailservice.toml"
    file.write_text(text)
    return file


def settings_of(folder: Path, text: str = PLAIN, environ: Mapping[str, str] = SECRETS) -> Settings:
    return load(written(folder, text), environ)


def faults_of(folder: Path, text: str, environ: Mapping[str, str] = SECRETS) -> dict[str, str]:
    with pytest.raises(UserError) as refused:
        settings_of(folder, text, environ)
    return {problem.key: problem.remedy for problem in refused.value.problems}


def test_a_short_file_is_enough_and_the_rest_has_sensible_values(tmp_path: Path) -> None:
    settings = settings_of(tmp_path)
    assert settings.service.policy == tmp_path / "policy.toml"
    assert (settings.imap.port, settings.imap.tls) == (993, True)
    assert (settings.smtp.port, settings.smtp.tls) == (587, "starttls")
    assert settings.database_url == f"sqlite:///{tmp_path}/data/mailservice.db"
    assert settings.broker_url == ""
    assert settings.service.trial is False
    assert settings.signing_keys == (KEY.encode(),)
    assert settings.imap_password == "kingfisher"
    assert settings.smtp_password == "heron"
    assert "01632 960 101" in " ".join(settings.danger.texts(load_policy(POLICY)))


def test_every_fault_is_told_at_once_with_its_key_and_what_to_write(tmp_path: Path) -> None:
    faults = faults_of(
        tmp_path,
        """
        [service]
        name = "NSCP"
        adress = "escalate@nscp.example"
        policy = "elsewhere.toml"
        directory = "directory.toml"
        poll_seconds = "often"
        closed_days = { "2026-13-30" = "Office closed" }
        [danger]
        refferal = "01632 960 100"
        [imap]
        host = "mail.nscp.example"
        user = "escalate@nscp.example"
        port = 99300
        tls = false
        [smtp]
        host = "mail.nscp.example"
        tls = "ssl"
        [brocker]
        """,
        {},
    )
    assert set(faults) == {
        "[service] address",
        "[service] adress",
        "[service] policy",
        "[service] poll_seconds",
        "[service] closed_days.2026-13-30",
        "[service] signing_key",
        "[danger] refferal",
        "[danger] lines",
        "[imap] port",
        "[imap] tls",
        "[imap] password",
        "[smtp] tls",
        "[brocker]",
    }
    assert faults["[service] adress"] == "unknown key; did you mean address?"
    assert 'like address = "escalate@nscp.example"' in faults["[service] address"]
    assert "settings key" in faults["[service] signing_key"]
    assert "MAILSERVICE_IMAP_PASSWORD" in faults["[imap] password"]
    assert "did you mean broker" in faults["[brocker]"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[service\nname = 1", "this is not TOML: Expected"),
        ("name = NSCP", "line 1"),
        ("a = 1\na = 2", "Cannot overwrite"),
    ],
)
def test_broken_toml_is_told_with_its_line_and_no_traceback(tmp_path: Path, text: str, said: str) -> None:
    assert said in faults_of(tmp_path, text)[""]


@pytest.mark.parametrize(
    ("line", "key", "remedy"),
    [
        ('service = "here"', "[service]", "this should be a section of its own, with its name in [brackets]"),
        (
            "[service]\naddress = 'escalate'",
            "[service] address",
            "this is no mail address; write the mailbox people copy",
        ),
        ("[service]\nname = 3", "[service] name", 'this should be text in "quotes"; write the name'),
        ("[service]\nname = ' '", "[service] name", "this is empty; write the name"),
        ("[service]\ntrial = 'perhaps'", "[service] trial", "this should be true or false, without quotes; write"),
        ("[service]\nclosed_days = 3", "[service] closed_days", "this should be pairs like"),
        (
            "[service]\nclosed_days = { Christmas = 'x' }",
            "[service] closed_days.Christmas",
            "this is no day; write it like",
        ),
        ("[danger]\nlines = 'Ring 999'", "[danger] lines", "this should be a list in [brackets]"),
        (
            "[imap]\nport = 'imaps'",
            "[imap] port",
            "this should be a whole number, without quotes; write a number, like",
        ),
        ("[smtp]\ntls = true", "[smtp] tls", "this should be 'starttls', 'implicit' or 'none'; write"),
    ],
)
def test_a_fault_is_told_in_plain_words(tmp_path: Path, line: str, key: str, remedy: str) -> None:
    assert faults_of(tmp_path, line)[key].startswith(remedy)


KEYS = st.sampled_from(
    [
        "service",
        "imap",
        "danger",
        "office",
        "agency",
        "person",
        "id",
        "name",
        "address",
        "domains",
        "closed",
        "stages",
        "tier",
    ]
)
VALUES = st.recursive(
    st.sampled_from(["", "x", "a@b.example", "2026-12-30", 0, 3.5, True, date(2026, 12, 30)]),
    lambda inner: st.one_of(st.lists(inner, max_size=2), st.dictionaries(KEYS, inner, max_size=3)),
    max_leaves=12,
)


@runs(deadline=None)  # other tests share the processor
@given(st.dictionaries(KEYS, VALUES, max_size=4))
def test_whatever_a_person_writes_is_read_or_refused_in_words(raw: dict[str, object]) -> None:
    here = Path("somewhere.toml")
    for shape in (Settings, DirectoryFile):
        content, problems = checked(shape, raw, here)
        assert (content is None) == bool(problems)
        assert all(problem.key and problem.remedy for problem in problems)
    _, faults = salvaged(DirectoryFile, raw)
    told = [(problem.key, problem.remedy) for problem in checked(DirectoryFile, raw, here)[1]]
    assert [(place(raw, where), remedy) for where, remedy in faults] == told


def test_a_file_that_is_missing_or_no_text_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="there is no such file"):
        load(tmp_path / "nowhere.toml", {})
    with pytest.raises(UserError, match="cannot be read"):
        load(tmp_path, {})
    (tmp_path / "latin.toml").write_bytes(b'name = "Caf\xe9"')
    with pytest.raises(UserError, match="not UTF-8"):
        load(tmp_path / "latin.toml", {})


def test_a_secret_in_the_file_is_refused_and_never_repeated(tmp_path: Path) -> None:
    text = PLAIN.replace("[smtp]", 'password = "hunter2"\n[smtp]').replace(
        "[danger]", 'signing_key = "hunter2-hunter2-hunter2-hunter2-hunter2"\n[danger]'
    )
    text += '[database]\nurl = "postgresql+psycopg://mailservice:hunter2@db.nscp.example/mailservice"\n'
    faults = faults_of(tmp_path, text)
    assert set(faults) == {"[imap] password", "[service] signing_key", "[database] url"}
    assert "set MAILSERVICE_IMAP_PASSWORD, or name a file in password_file" in faults["[imap] password"]
    assert "hunter2" not in str(faults)


def test_a_mistyped_secret_is_not_repeated_either(tmp_path: Path) -> None:
    faults = faults_of(tmp_path, PLAIN + 'pasword = "hunter2"\n', {**SECRETS, "MAILSERVICE_SIGNING_KEY": "hunter2"})
    assert set(faults) == {"[smtp] pasword", "[service] signing_key"}
    assert "hunter2" not in str(faults)


def test_secrets_come_from_files_that_the_settings_name(tmp_path: Path) -> None:
    for name, secret in (
        ("key", KEY),
        ("imap", "kingfisher"),
        ("smtp", "heron"),
        ("redis", "rediss://:wren@10.0.0.2/0"),
    ):
        (tmp_path / name).write_text(secret + "\n")
    text = PLAIN.replace("[danger]", 'signing_key_file = "key"\n[danger]')
    text = text.replace("[smtp]", 'password_file = "imap"\n[smtp]') + 'password_file = "smtp"\n'
    settings = settings_of(tmp_path, text + '[broker]\nurl_file = "redis"\n', {})
    assert (settings.imap_password, settings.smtp_password) == ("kingfisher", "heron")
    assert settings.broker_url == "rediss://:wren@10.0.0.2/0"


def test_a_secret_that_systemd_hands_over_is_taken_by_its_name(tmp_path: Path) -> None:
    """LoadCredential= of the unit: the file that the settings name may then be root's alone, or nowhere."""
    handed = tmp_path / "credentials"
    handed.mkdir()
    (handed / "signing-key").write_text(KEY)
    (handed / "app.pem").write_text("a key")
    text = PLAIN.replace("[danger]", 'signing_key_file = "secrets/signing-key"\n\n[danger]')
    text += (
        '[oauth]\nprovider = "microsoft"\ntenant = "2f1c"\nclient_id = "8a7b"\ncertificate_file = "secrets/app.pem"\n'
    )
    settings = settings_of(tmp_path, text, {"CREDENTIALS_DIRECTORY": str(handed)})
    assert settings.signing_keys == (KEY.encode(),)
    assert settings.oauth is not None
    assert settings.oauth.certificate_file == handed / "app.pem"
    (handed / "signing-key").unlink()
    assert "[service] signing_key_file" in faults_of(tmp_path, text, {"CREDENTIALS_DIRECTORY": str(handed)})


def test_an_applications_secret_that_systemd_hands_over_needs_no_file_where_the_settings_lie(tmp_path: Path) -> None:
    handed = tmp_path / "credentials"
    handed.mkdir()
    (handed / "oauth").write_text("kingfisher")
    oauth = (
        '[oauth]\nprovider = "microsoft"\ntenant = "2f1c"\nclient_id = "8a7b"\nclient_secret_file = "secrets/oauth"\n'
    )
    environ = {"MAILSERVICE_SIGNING_KEY": KEY, "CREDENTIALS_DIRECTORY": str(handed)}
    settings = settings_of(tmp_path, PLAIN + oauth, environ)
    assert settings.oauth is not None
    assert settings.oauth.client_secret.get_secret_value() == "kingfisher"
    assert settings.oauth.client_secret_file == handed / "oauth", "where it is read anew"


def test_the_environment_goes_before_a_file(tmp_path: Path) -> None:
    (tmp_path / "imap").write_text("old")
    text = PLAIN.replace("[smtp]", 'password_file = "imap"\n[smtp]')
    assert settings_of(tmp_path, text).imap_password == "kingfisher"


def test_a_secret_file_that_is_not_there_is_one_fault_not_two(tmp_path: Path) -> None:
    text = PLAIN.replace("[smtp]", 'password_file = "nowhere"\n[smtp]')
    environ = {key: value for key, value in SECRETS.items() if "IMAP" not in key}
    assert list(faults_of(tmp_path, text, environ)) == ["[imap] password_file"]


def test_no_secret_is_ever_shown(tmp_path: Path) -> None:
    environ = {
        **SECRETS,
        "MAILSERVICE_DATABASE_URL": "postgresql+psycopg://mailservice:wren@db.nscp.example/mailservice?sslmode=verify-full",
        "MAILSERVICE_BROKER_URL": "rediss://:robin@10.0.0.2:6379/0",
    }
    settings = settings_of(tmp_path, PLAIN, environ)
    assert "wren" in settings.database_url
    shown = repr(settings) + str(settings) + str(settings.describe()) + settings.model_dump_json()
    assert not any(secret in shown for secret in (KEY, "kingfisher", "heron", "wren", "robin"))
    assert settings.describe()["database"] == "postgresql+psycopg://db.nscp.example/mailservice?sslmode=verify-full"
    assert settings.describe()["broker"] == "rediss://10.0.0.2:6379/0"


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1"])
def test_plain_connections_are_for_this_machine_only(tmp_path: Path, host: str) -> None:
    plain = PLAIN.replace("[smtp]", "tls = false\n[smtp]") + 'tls = "none"\n'
    assert set(faults_of(tmp_path, plain)) == {"[imap] tls", "[smtp] tls"}
    near = settings_of(tmp_path, plain.replace("mail.nscp.example", host))
    assert (near.imap.tls, near.smtp.tls) == (False, "none")


def test_a_relay_on_this_machine_may_ask_for_no_password(tmp_path: Path) -> None:
    text = PLAIN.partition("[smtp]")[0] + '[smtp]\nhost = "localhost"\nport = 25\ntls = "none"\n'
    environ = {key: value for key, value in SECRETS.items() if "SMTP" not in key}
    assert settings_of(tmp_path, text, environ).smtp_password == ""


def test_nobody_runs_without_the_numbers_for_danger(tmp_path: Path) -> None:
    assert "[danger] lines" in faults_of(tmp_path, PLAIN.replace('out_of_hours = "01632 960 101"', ""))
    assert "[danger]" in faults_of(tmp_path, PLAIN[: PLAIN.index("[danger]")] + PLAIN[PLAIN.index("[imap]") :])
    own = PLAIN.replace(
        'referral = "01632 960 100"\nout_of_hours = "01632 960 101"', 'lines = ["Ring the front door."]'
    )
    assert settings_of(tmp_path, own).danger.texts(load_policy(POLICY)) == ("Ring the front door.",)


def test_who_only_looks_is_asked_for_no_secret_and_can_sign_nothing(tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir()  # as good as a file that only the service may read
    text = PLAIN.replace("[danger]", 'signing_key_file = "locked"\n[danger]')
    text = text.replace("[smtp]", 'password_file = "locked"\n[smtp]') + 'password_file = "locked"\n'
    database = "postgresql+psycopg://mailservice:wren@db.nscp.example/mailservice?sslmode=verify-full"
    settings = load(written(tmp_path, text), {**SECRETS, "MAILSERVICE_DATABASE_URL": database}, TO_READ)
    assert settings.database_url == database
    assert (settings.imap_password, settings.smtp_password) == ("", "")
    with pytest.raises(ValueError, match="without the signing key"):
        _ = settings.signing_keys


def test_a_secret_in_the_file_is_told_to_whoever_looks(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="a secret may not stand in this file"):
        load(written(tmp_path, PLAIN.replace("[smtp]", 'password = "hunter2"\n[smtp]')), {}, TO_READ)


def test_a_missing_secret_is_told_with_both_places_to_write_it(tmp_path: Path) -> None:
    assert faults_of(tmp_path, PLAIN, {}) == {
        "[service] signing_key": (
            "missing; write it into MAILSERVICE_SIGNING_KEY or into a file that signing_key_file names;"
            " one is made by: mailservice settings key FILE"
        ),
        "[imap] password": "missing; write it into MAILSERVICE_IMAP_PASSWORD or into a file that password_file names",
        "[smtp] password": "missing; write it into MAILSERVICE_SMTP_PASSWORD or into a file that password_file names",
    }


def test_settings_are_frozen(tmp_path: Path) -> None:
    settings = settings_of(tmp_path)
    with pytest.raises(ValueError, match="frozen"):
        settings.service.trial = True  # type: ignore[misc] # the very thing that is refused


OFFICE = '[office]\nname = "Office"\naddress = "office@nscp.example"\n'
TRUST = OFFICE + '[[agency]]\nid = "northfield"\nname = "Northfield Trust"\ndomains = ["northfield.example"]\n'


def person(identity: str, more: str = "", address: str = "") -> str:
    address = address or f"{identity}@northfield.example"
    return f'[[agency.person]]\nid = "{identity}"\nname = "Somebody"\naddress = "{address}"\n{more}\n'


def directory_faults(folder: Path, text: str) -> list[tuple[str, str]]:
    file = folder / "directory.toml"
    file.write_text(text)
    with pytest.raises(UserError) as refused:
        load_directory(file, STAGES)
    return [(problem.key, problem.remedy) for problem in refused.value.problems]


def test_every_fault_of_a_directory_is_told_at_once_where_it_stands(tmp_path: Path) -> None:
    text = TRUST + person("j-okafor", 'manager = "nobody"\nstages = ["2", "9"]')
    text += person("r-lindqvist", 'tier = "two"\ndeputy = "r-lindqvist"', "ruth@elsewhere.example")
    text += person("j-okafor", 'aliases = ["office@nscp.example"]\nrolle = "Director"')
    text += '[[agency]]\nname = "Southfield"\nclosed = { "Christmas" = "Closed" }\n'
    faults = directory_faults(tmp_path, text)
    assert {key for key, _ in faults} == {
        'agency "Northfield Trust", person "j-okafor", id',
        'agency "Northfield Trust", person "j-okafor", address',
        'agency "Northfield Trust", person "j-okafor", manager',
        'agency "Northfield Trust", person "j-okafor", stages',
        'agency "Northfield Trust", person "j-okafor", rolle',
        'agency "Northfield Trust", person "j-okafor", aliases',
        'agency "Northfield Trust", person "r-lindqvist", tier',
        'agency "Northfield Trust", person "r-lindqvist", deputy',
        'agency "Northfield Trust", person "r-lindqvist", address',
        'agency "Southfield", id',
        'agency "Southfield", domains',
        'agency "Southfield", closed, Christmas',
    }
    remedies = dict(faults)
    assert "r-lindqvist" in remedies['agency "Northfield Trust", person "j-okafor", manager']
    assert "1, 2, 3, 4, 5" in remedies['agency "Northfield Trust", person "j-okafor", stages']
    assert "did you mean role?" in remedies['agency "Northfield Trust", person "j-okafor", rolle']
    assert "northfield.example" in remedies['agency "Northfield Trust", person "r-lindqvist", address']


def test_an_empty_directory_says_what_to_write(tmp_path: Path) -> None:
    assert [key for key, _ in directory_faults(tmp_path, "")] == ["[office] name", "[office] address", "[agency]"]


def test_two_people_with_one_address_are_refused_whatever_its_case(tmp_path: Path) -> None:
    text = TRUST + person("a", address="duty@northfield.example") + person("b", address="Duty@Northfield.example")
    assert len(directory_faults(tmp_path, text)) == 2


def test_a_person_below_the_agencys_domain_is_outside_it_until_the_subdomain_is_listed(tmp_path: Path) -> None:
    nurse = person("a", address="a@hv.northfield.example")
    ((place, remedy),) = directory_faults(tmp_path, TRUST + nurse)
    assert place == 'agency "Northfield Trust", person "a", address'
    assert 'add "hv.northfield.example", a subdomain, which is owned only if it is listed' in remedy
    file = tmp_path / "directory.toml"
    listed = TRUST.replace('["northfield.example"]', '["northfield.example", "HV.northfield.example"]')
    file.write_text(listed + nurse)
    directory = load_directory(file, STAGES)
    assert directory.agency_of("somebody@hv.northfield.example") == directory.agencies[0]
    assert directory.agency_of("pupil@students.northfield.example") is None


def test_a_directory_warns_of_what_only_slows_a_case(tmp_path: Path) -> None:
    file = tmp_path / "directory.toml"
    file.write_text(
        TRUST
        + person("a", 'stages = ["2", "4"]')
        + person("b", 'stages = ["3"]\ntier = 2')
        + '[[agency]]\nid = "south"\nname = "Southfield"\ndomains = ["northfield.example"]\n'
    )
    warnings = directory_warnings(load_directory(file, STAGES), load_policy(POLICY))
    assert [warning.key for warning in warnings] == [
        'agency "Northfield Trust", stage 3',
        'agency "Southfield", stage 2',
        'agency "Southfield", stage 3',
        'agency "Southfield", stage 4',
        "domain northfield.example",
        "[office] deputies",
        "[office] duty",
        'officer "The Partnership"',
    ]


def test_the_example_settings_load_and_are_a_trial() -> None:
    settings = load(DEPLOY / "mailservice.example.toml", SECRETS)
    assert settings.service.trial
    assert [str(day) for day in settings.service.closed_days] == ["2026-12-30"]


def sections() -> Iterator[tuple[str, type[Section]]]:
    for section, field in Settings.model_fields.items():
        kind = next((one for one in get_args(field.annotation) if one is not type(None)), field.annotation)
        assert isinstance(kind, type)
        assert issubclass(kind, Section)
        yield section, kind


def example_lines() -> dict[tuple[str, str], tuple[object, object]]:
    """Return of each key of the example, commented out or not, its value, and what is said to be its default (else ABSENT)."""
    found: dict[tuple[str, str], tuple[object, object]] = {}
    section = ""
    for line in (DEPLOY / "mailservice.example.toml").read_text().splitlines():
        if begins := re.fullmatch(r"(?:# )?\[(\w+)\](?: .*)?", line):
            section = begins[1]
        elif told := re.fullmatch(r"(?:# )?(\w+) = (.*?)(?:\s+# (.*))?", line):
            key, value, comment = told[1], tomllib.loads(f"x = {told[2]}")["x"], told[3] or ""
            default: object = ABSENT
            if says := re.fullmatch(r"default(?: ([^;:]+))?(?:[;:] .*)?", comment):
                default = tomllib.loads(f"x = {says[1]}")["x"] if says[1] else value
            assert (section, key) not in found, f"[{section}] {key} stands twice"
            found[section, key] = value, default
    return found


def test_the_example_shows_each_default_as_it_is_and_no_example_for_one() -> None:
    told = example_lines()
    for section, kind in sections():
        for key, field in kind.model_fields.items():
            value, says = told.get((section, key), (ABSENT, ABSENT))
            if field.is_required() or value is ABSENT:
                assert says is ABSENT, f"[{section}] {key} has no default"
                continue
            holds = field.default.get_secret_value() if isinstance(field.default, SecretStr) else field.default
            holds = str(holds) if isinstance(holds, Path) else list(holds) if isinstance(holds, tuple) else holds
            if says is ABSENT:
                assert holds in (None, "", [], {}, 0), f"[{section}] {key}: say `default` where it is {holds!r}"
                assert holds is not False, f"[{section}] {key}: say `default` where it is false"
                assert value != holds, f"[{section}] {key} shows its default: say so"
            else:
                assert says == holds, f"[{section}] {key} is {holds!r} by default"


def test_the_example_and_the_page_of_settings_tell_of_every_key_and_secret() -> None:
    example, page = (DEPLOY / "mailservice.example.toml").read_text(), (ROOT / "docs" / "settings.md").read_text()
    secret = {(section, key) for section, key in KEPT_APART if key != "url"}
    told, keys = example_lines(), set(secret) | {(section, key) for (section, _), (_, key) in KEPT_APART.items()}
    for section, kind in sections():
        assert f"[{section}]" in example
        for key in kind.model_fields:
            as_above = section == "smtp_oauth"  # its keys are those of [oauth], and stand there
            there = (section, key) in told or (section, key) in secret or (as_above and ("oauth", key) in told)
            assert there, f"the example settings do not tell of [{section}] {key}"
            keys.add((section, key))
    assert not told.keys() - keys, "the example tells of a key that nobody reads"
    for variable, file_key in KEPT_APART.values():
        assert variable in example
        assert f"`{variable}`" in page
        assert file_key in example
        assert file_key in page


def test_the_example_directory_knows_everybody_but_one_agencys_managers() -> None:
    policy = load_policy(POLICY)
    directory = load_directory(DEPLOY / "directory.example.toml", [stage.id for stage in policy.stages])
    assert len(directory.agencies) == 5
    assert {warning.key for warning in directory_warnings(directory, policy)} == {
        f'agency "Willowbrook Families Charity", stage {stage}' for stage in ("2", "3", "4")
    } | {'officer "The Partnership"'}
    assert [len(directory.at("nene-valley", "3", tier)) for tier in (1, 2, 3)] == [1, 1, 0]
    assert {directory.at("foxglove", stage)[0].id for stage in ("1", "2", "3", "4")} == {"a-bright"}


def test_the_command_line_checks_both_and_tells_faults_without_a_traceback(tmp_path: Path) -> None:
    run = CliRunner()
    good = run.invoke(app, ["settings", "check", str(DEPLOY / "mailservice.example.toml")], env=SECRETS)
    assert good.exit_code == 0, good.output
    assert "5 agencies" in good.output
    assert "kingfisher" not in good.output
    people = ["directory", "check", str(DEPLOY / "directory.example.toml"), "--policy", str(POLICY)]
    assert "Willowbrook" in run.invoke(app, people).output
    command = [sys.executable, "-m", "mailservice", "settings", "check", str(written(tmp_path, "[service]"))]
    bad = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, cwd=ROOT)
    assert bad.returncode == 1
    assert "[service] name: missing" in bad.stderr
    assert "Traceback" not in bad.stderr


LIFE = """
[office]
name = "Office"
address = "office@nscp.example"
deputies = [{ name = "Sam Reed", address = "sam.reed@nscp.example", phone = "01632 960 112" }]
duty = { name = "Ines Vale", address = "ines.vale@nscp.example", phone = "01632 960 113" }
closed = { "2026-12-24" = "Christmas shutdown" }

[[agency]]
id = "northfield"
name = "Northfield Trust"
was = ["north"]
former_names = ["North Trust"]
domains = ["northfield.example", { domain = "north.example", until = 2027-03-31 }]
shared = ["safeguarding@northfield.example"]
"""


def test_what_life_brings_is_said_in_the_directory(tmp_path: Path) -> None:
    file = tmp_path / "directory.toml"
    gone = person("a", "left = 2026-12-01\nassistant_of = 'b'")
    file.write_text(LIFE + gone + person("b", "since = 2026-12-01") + person("c", address="c@north.example"))
    known = load_directory(file, STAGES)
    assert [one.id for one in known.on(date(2026, 11, 30)).people] == ["a", "c"]
    assert [one.id for one in known.on(date(2026, 12, 1)).people] == ["b", "c"]
    assert known.agency("north") is known.agency("northfield")
    assert known.agency_of("somebody@north.example") is known.agency_of("safeguarding@northfield.example")
    assert known.office.has_address("ines.vale@nscp.example")
    notes = {one.key: one.remedy for one in directory_warnings(known, load_policy(POLICY))}
    assert "its domain ends on 2027-03-31" in notes['person "c", address']
    assert "nobody follows" in notes['person "a"']


def test_what_is_wrong_with_a_change_is_told_where_it_stands(tmp_path: Path) -> None:
    text = LIFE.replace("safeguarding@northfield", "safeguarding@south") + person(
        "a", 'left = 2026-12-01\nsince = 2026-12-02\nassistant_of = "nobody"'
    )
    text += '[[agency]]\nid = "north"\nname = "North"\ndomains = ["n.example"]\n' + person("d", "", "d@n.example")
    faults = dict(directory_faults(tmp_path, text))
    assert set(faults) == {
        'agency "Northfield Trust", was',
        'agency "Northfield Trust", shared',
        'agency "Northfield Trust", person "a", left',
        'agency "Northfield Trust", person "a", assistant_of',
        'agency "North", id',
    }


@pytest.mark.parametrize(
    ("office", "lacking"), [("", ["[office] deputies", "[office] duty"]), (LIFE[: LIFE.index("[[")], [])]
)
def test_no_live_run_begins_without_a_profile_and_somebody_who_hears_of_an_alarm_that_the_office_leaves(
    tmp_path: Path, office: str, lacking: list[str]
) -> None:
    file = tmp_path / "directory.toml"
    file.write_text((office or OFFICE) + TRUST.removeprefix(OFFICE) + person("a"))
    faults = {
        profile: look(_with(tmp_path, "", profile), SECRETS).faults for profile in ("", "trust-network", "google")
    }
    assert [one.key for one in faults[""]] == ["[trust] profile", *lacking], "all told at once"
    assert [one.key for one in faults["trust-network"]] == ["[trust] profile", *lacking]
    assert [one.key for one in faults["google"]] == lacking
    assert look(_with(tmp_path, "trial = true\n", ""), SECRETS).faults == (), "a trial needs neither"


def _with(folder: Path, service: str, profile: str) -> Path:
    """Write settings with this more under [service], and this profile of proof."""
    text = PLAIN.replace("[service]\n", f"[service]\n{service}", 1).replace('"policy.toml"', f'"{POLICY}"')
    (folder / "mine.toml").write_text(text + (f'[trust]\nprofile = "{profile}"\n' if profile else ""))
    return folder / "mine.toml"


def test_who_receives_the_mail_is_said_by_a_profile_and_a_server_of_ones_own_by_its_name(tmp_path: Path) -> None:
    assert settings_of(tmp_path).proof.profile == "trust-network"
    faults = faults_of(tmp_path, PLAIN + '[trust]\nprofile = "rfc8601"\nposition = "somewhere"\n')
    assert set(faults) == {"[trust] authserv_ids", "[trust] position"}
    settings = settings_of(tmp_path, PLAIN + '[trust]\nprofile = "rfc8601"\nauthserv_ids = ["mx.nscp.example"]\n')
    assert settings.proof.authserv_ids == ("mx.nscp.example",)
    assert settings.proof.own_domains == (settings.service.address.rpartition("@")[2],)
    assert settings.describe()["proof"] == "rfc8601"


def test_a_policy_is_named_by_its_id_and_a_file_of_ones_own_goes_before(tmp_path: Path) -> None:
    named = PLAIN.replace('policy = "policy.toml"', 'policy = "nscp"')
    assert named != PLAIN
    assert settings_of(tmp_path, named).service.policy == POLICY
    (tmp_path / "nscp").write_bytes(POLICY.read_bytes())
    assert settings_of(tmp_path, named).service.policy == tmp_path / "nscp"
    own = PLAIN.replace('policy = "policy.toml"', 'policy = "northamptonshire-nscp.toml"')
    with pytest.raises(UserError) as refused:
        settings_of(tmp_path, own)
    assert "write the id of a policy that comes with the service" in str(refused.value), "a file that is gone is no id"
