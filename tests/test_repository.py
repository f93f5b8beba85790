"""The repository keeps its word: nothing of one machine in it, every dependency pinned, every exception with its reason."""

import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests import servers

ROOT = Path(__file__).parents[1]
PINNED = re.compile(r"^([\w.-]+)(?:\[[\w,]+\])?==(\S+)", re.MULTILINE)
UNITS = ROOT / "deploy" / "systemd"
# Mails of the corpus are data: they may hold whatever people write; what is packed is no text.
DATA = re.compile(r"tests/mail/corpus/|\.(?:eml|png|svg|bin|xz)$")

# This file names what it looks for.
ITSELF = "tests/test_repository.py"

# Put together from parts, so that this file does not name what it looks for.
REGISTRIES = re.compile("|".join((r"pypi\.org", "python" + "hosted", r"npmjs\.", r"crates\.io", "extra-index-url")))
MACHINE = re.compile(r"(?<![\w.$}])/(?:home|root|work|Users)/\w")
UNFINISHED = re.compile(r"\b(?:TODO|FIXME|XXX|HACK|WIP|TBD)\b")
EXCEPTION = re.compile(r"#\s*(?:noqa|type:\s*ignore)\b.*")
REASONED = re.compile(r"# (?:noqa: [A-Z]+\d+(?:, [A-Z]+\d+)* - \S|type: ignore\[[\w, -]+\]\s+# \w).*")


@cache
def tracked() -> tuple[Path, ...]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False, timeout=30
    )
    if listed.returncode:
        pytest.skip("this is no checkout: there is no list of what belongs to the repository")
    return tuple(ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file())


def lines() -> Iterator[tuple[str, str]]:
    """Yield every line of text in the repository, each with its place."""
    for path in tracked():
        name = str(path.relative_to(ROOT))
        if name != ITSELF and not DATA.search(name):
            for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
                yield f"{name}:{number}", line


def places(pattern: re.Pattern[str]) -> list[str]:
    return [place for place, line in lines() if pattern.search(line)]


def pinned() -> dict[str, tuple[str, int]]:
    """Return the version of every dependency, and how many hashes it may have."""
    entries = re.split(r"\n(?=\S)", (ROOT / "requirements.txt").read_text().strip())
    found: dict[str, tuple[str, int]] = {}
    for entry in entries:
        name, _, version = entry.split()[0].partition("==")
        found[canonicalize_name(name)] = (version, entry.count("--hash=sha256:"))
    return found


def wanted() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = project["dependency-groups"]
    asked = (*project["project"]["dependencies"], *groups["build"], *groups["dev"])
    return [Requirement(one) for one in asked if isinstance(one, str)]


def test_no_registry_and_no_machine_is_named() -> None:
    assert places(REGISTRIES) == []
    assert places(MACHINE) == []
    assert "://" not in (ROOT / "requirements.txt").read_text() + (ROOT / "uv.txt").read_text()
    assert not {"uv.lock", "pylock.toml"} & {path.name for path in tracked()}


def test_nothing_is_marked_as_unfinished() -> None:
    assert places(UNFINISHED) == []


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (REGISTRIES, "see https://pypi" + ".org/simple"),
        (MACHINE, "cd /home/somebody/mailservice"),
        (MACHINE, 'path = "/' + 'work/main"'),
        (UNFINISHED, "# TODO: later"),
        (EXCEPTION, "x = 1  # noqa: E501"),
        (EXCEPTION, "x = 1  # type: ignore"),
    ],
)
def test_the_reader_would_see_such_a_line(pattern: re.Pattern[str], line: str) -> None:
    assert pattern.search(line)


@pytest.mark.parametrize(
    "line",
    ["# noqa", "# noqa: E501", "# noqa: E501 -", "# type: ignore", "# type: ignore # because", "# type: ignore[misc]"],
)
def test_an_exception_without_rule_or_reason_would_be_seen(line: str) -> None:
    assert EXCEPTION.search(line)
    assert not REASONED.match(line)


def test_every_dependency_is_pinned_with_hashes() -> None:
    loose = [name for name, (version, hashes) in pinned().items() if not version or not hashes]
    assert loose == []


def test_what_is_pinned_is_what_was_asked_for() -> None:
    pins = pinned()
    for one in wanted():
        version, _ = pins.get(canonicalize_name(one.name), ("missing", 0))
        assert version != "missing", f"{one.name} is not pinned: make lock"
        assert one.specifier.contains(version), f"{one.name} {version} is not {one.specifier}: make lock"


def test_the_readme_names_two_commands_that_the_makefile_knows() -> None:
    first_screen = "\n".join((ROOT / "README.md").read_text().splitlines()[:40])
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert {"demo", "test"} <= set(targets)
    assert "make demo" in first_screen
    assert "make test" in first_screen
    assert set(re.findall(r"`make ([a-z]+)", (ROOT / "README.md").read_text())) <= set(targets)


def test_continuous_integration_runs_the_same_command_and_nothing_else() -> None:
    ran = [
        line
        for line in (ROOT / ".ci/run").read_text().splitlines()
        if line and not line.startswith(("#", "set ", "cd "))
    ]
    assert ran == ["exec make test"]


PAGES = sorted(
    str(one.relative_to(ROOT)) for one in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.*ml"), *ROOT.glob("docs/**/*.md"))
)


@pytest.mark.parametrize("page", PAGES)
def test_every_link_of_a_page_leads_somewhere(page: str) -> None:
    found = re.findall(r"\]\((?!https?:|mailto:)([^)\s]+)", (ROOT / page).read_text())
    found += re.findall(r'(?:src|href)="(?!https?:|mailto:)([^"]+)"', (ROOT / page).read_text())
    assert [one for one in found if not _leads_somewhere(ROOT / page, one)] == []


def _leads_somewhere(page: Path, link: str) -> bool:
    """Tell whether the file is there, and a heading of that name where the link names one."""
    name, _, heading = link.partition("#")
    file = (page.parent / name) if name else page
    if not heading or file.suffix != ".md":
        return file.exists()
    titles = re.findall(r"^#+ (.+)$", file.read_text(), re.MULTILINE) if file.exists() else []
    return heading in {re.sub(r"[^\w -]", "", one.lower()).replace(" ", "-") for one in titles}


@pytest.mark.parametrize("page", ["docs/way-of-a-mail.md", "CONTRIBUTING.md"])
def test_every_file_that_the_walk_and_the_guide_name_exists(page: str) -> None:
    named = re.findall(r"`([\w./-]+/[\w./-]*)`", (ROOT / page).read_text())
    files = [one for one in named if not one.isupper() and "NAME" not in one]
    assert len(files) > 15, page
    assert [one for one in files if not any((base / one).exists() for base in (ROOT, ROOT / "mailservice"))] == []


def test_every_exception_to_lint_and_types_names_its_rule_and_its_reason() -> None:
    told = [(place, EXCEPTION.search(line)) for place, line in lines() if place.partition(":")[0].endswith(".py")]
    bare = [f"{place}: {found[0]}" for place, found in told if found and not REASONED.match(found[0])]
    assert bare == []


def test_every_rule_that_lint_leaves_out_has_its_reason() -> None:
    rules = re.findall(r'^    "[A-Z]+\d*",.*$', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert rules
    assert [rule for rule in rules if not re.search(r"# \w", rule)] == []


@pytest.mark.parametrize("unit", ["mailservice", "mailservice-worker", "mailservice-backup"])
def test_the_units_for_systemd_leave_the_service_little(unit: str, tmp_path: Path) -> None:
    """As systemd itself reckons it, from 0 to 10, with the drop-in that each is installed with."""
    systemd = shutil.which("systemd-analyze") or servers.absent("systemd-analyze is not installed")
    units = tmp_path / "etc" / "systemd" / "system"
    (units / f"{unit}.service.d").mkdir(parents=True)
    shutil.copy(UNITS / f"{unit}.service", units)
    shutil.copy(UNITS / "hardened.conf", units / f"{unit}.service.d")
    words = [
        systemd,
        "security",
        "--offline=true",
        "--no-pager",
        "--threshold=20",
        f"--root={tmp_path}",
        f"{unit}.service",
    ]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout[-300:]


def test_what_an_installation_pins_is_what_was_tested() -> None:
    tested, installed = (
        {*PINNED.findall((ROOT / one).read_text())} for one in ("requirements.txt", "deploy/requirements.txt")
    )
    assert installed
    assert installed - tested == set(), "make lock"
    with (ROOT / "pyproject.toml").open("rb") as file:
        content = tomllib.load(file)
    asked = {canonicalize_name(Requirement(one).name) for one in [*content["project"]["dependencies"], "hatchling"]}
    assert asked - {canonicalize_name(name) for name, _ in installed} == set(), "make lock"


def test_the_licence_of_every_dependency_is_listed() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        asked = [canonicalize_name(Requirement(one).name) for one in tomllib.load(file)["project"]["dependencies"]]
    page = (ROOT / "docs" / "licences.md").read_text()
    listed = {canonicalize_name(line.split("|")[1].strip()) for line in page.splitlines() if line.startswith("| ")}
    assert [one for one in asked if one not in listed] == [], "make licences"


def test_a_template_says_what_others_write_where_something_is_to_be_filled_in() -> None:
    for file in sorted((ROOT / "docs" / "data-protection").glob("*.md")):
        text = " ".join(file.read_text(encoding="utf-8").split())
        bare = re.findall(r"[^.|]{0,40}\*\*\[fill in(?!: ).{0,20}", text)
        assert bare == [], f"{file.name}: write a hint, like **[fill in: such as 30 days]**"
