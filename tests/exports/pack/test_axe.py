"""The page of a case in a browser, held to axe-core: no violation, folded or opened, wide or narrow, light or dark."""

import json
import subprocess
from html import escape, unescape
from pathlib import Path

import axe_core_python
import pytest

from mailservice.exports.pack import sharing
from mailservice.exports.pack.packing import PAGE, pack
from tests import servers
from tests.exports.pack.played import played

AXE = Path(axe_core_python.__file__).parent / "axe.min.js"
# Kinds of case that differ in what their page has.
STORIES = ("bscp-disagreement-with-the-manager", "nscp-mediation-fails", "withdrawn-and-nobody-keeps-it")
_RUN = """
for (const one of document.querySelectorAll('details')) one.open = OPEN;
axe.run(document).then(found => {
  const where = one => one.nodes.slice(0, 5).map(node => node.html.slice(0, 200) + ' ' + node.failureSummary);
  parent.postMessage(JSON.stringify({
    fits: document.documentElement.scrollWidth <= innerWidth,
    width: innerWidth,
    dark: matchMedia('(prefers-color-scheme: dark)').matches,
    passes: found.passes.length,
    violations: found.violations.map(one => ({id: one.id, where: where(one)})),
  }), '*');
});
"""
# No window is narrower than 500: the page is looked at in a frame of its width.
_FRAME = """<!DOCTYPE html><html lang="en-GB"><title>Frame</title><pre id="axe"></pre>
<script>addEventListener('message', told => { document.getElementById('axe').textContent = told.data; });</script>
<iframe title="page" style="border: 0; width: WIDTHpx; height: 900px" srcdoc="PAGE"></iframe>"""


def axe(page: str, folder: Path, *, width: int, dark: bool, opened: bool) -> dict[str, object]:
    """Return what axe-core says of a page; the page itself has no script, this copy of it has one."""
    script = f"<script>{AXE.read_text(encoding='utf-8')}</script><script>{_RUN.replace('OPEN', str(opened).lower())}</script>"
    file = folder / "page.html"
    framed = escape(page.replace("</body>", f"{script}</body>"))
    file.write_text(_FRAME.replace("WIDTH", str(width)).replace("PAGE", framed), encoding="utf-8")
    words = [
        servers.program("chromium"),
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={folder / 'profile'}",
    ]
    words += ["--window-size=1300,1000", "--virtual-time-budget=20000", "--dump-dom"]
    words += ["--blink-settings=preferredColorScheme=0"] if dark else []
    shown = subprocess.run([*words, file.as_uri()], capture_output=True, text=True, timeout=120, check=True).stdout
    told = shown.partition('<pre id="axe">')[2].partition("</pre>")[0]
    found: dict[str, object] = json.loads(unescape(told))
    return found


@pytest.mark.parametrize("name", STORIES)
def test_axe_finds_nothing_in_a_page(name: str, tmp_path: Path) -> None:
    kept = played(name, tmp_path / "played").cases[0]
    for side in ("", sharing.sides(kept)[0]):
        page = pack(kept, side).files[PAGE].decode("utf-8")
        for width, dark, opened in ((1200, False, True), (390, False, False), (390, True, True)):
            found = axe(page, tmp_path, width=width, dark=dark, opened=opened)
            assert found["violations"] == [], (side, width, dark, opened)
            assert found["fits"], "something is wider than the screen"
            assert (found["width"], found["dark"]) == (width, dark)
            assert int(str(found["passes"])) > 15


def test_axe_is_really_asked(tmp_path: Path) -> None:
    poor = "<html><head><title></title></head><body><img><p style='color:#eee;background:#fff'>pale</p></body></html>"
    found = axe(poor, tmp_path, width=1200, dark=False, opened=True)
    assert {one["id"] for one in found["violations"]} >= {"image-alt", "color-contrast", "html-has-lang"}  # type: ignore[attr-defined] # a list of objects
