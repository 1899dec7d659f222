"""The page on a phone, on a wide screen and on paper: it fits, and every text can be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.dashboard.tabs import show
from tests.review.chromium import BROWSER, Tab

pytestmark = pytest.mark.skipif(BROWSER is None, reason="needs Chromium (.ci/run installs it)")
# text against the background that lies below it; SVG letters against their tile
CONTRAST = """(() => {
  const parts = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255).map((v) =>
    v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, at) => sum + v * [0.2126, 0.7152, 0.0722][at], 0);
  const below = (one) => {
    const layers = [];
    for (let at = one; at; at = at.parentElement) {
      const [r, g, b, a = 1] = parts(getComputedStyle(at).backgroundColor);
      if (a) layers.push([r, g, b, a]);
      if (a === 1) break;
    }
    return layers.reverse().reduce((base, [r, g, b, a]) =>
      [r, g, b].map((v, at) => v * a + base[at] * (1 - a)), [255, 255, 255]);
  };
  const found = [];
  for (const one of document.querySelectorAll("body *")) {
    const own = [...one.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (!own || !one.getClientRects().length || one.closest("script, style")) continue;
    const style = getComputedStyle(one), svg = one.tagName === "text";
    const tile = one.closest(".ubin");
    const back = tile ? parts(getComputedStyle(tile.querySelector("rect")).fill) : below(one);
    const pair = [light(parts(svg ? style.fill : style.color)), light(back)].sort((a, b) => b - a);
    found.push([(pair[0] + 0.05) / (pair[1] + 0.05), one.tagName, one.textContent.slice(0, 30)]);
  }
  return found.sort((a, b) => a[0] - b[0]);
})()"""


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_the_page_fits_its_width(tab: Tab, page: Path, width: int) -> None:
    show(tab, page, "#bahasa=en", width)
    tab.ask("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    assert tab.ask("document.documentElement.scrollWidth") <= width
    tiles = tab.ask(
        "Math.min(...[...document.querySelectorAll('.ubin')]"
        ".map(u => u.getBoundingClientRect().width))"
    )
    # 24 px, or as far apart where the screen is narrower (WCAG 2.5.8)
    assert tiles >= (21 if width < 360 else 24)


@pytest.mark.parametrize("width", [360, 1280])
def test_every_text_stands_out_from_what_lies_below_it(tab: Tab, page: Path, width: int) -> None:
    show(tab, page, "", width)
    tab.ask("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    found = tab.ask(CONTRAST)
    assert len(found) > 200
    assert found[0][0] >= 4.5, found[:3]
    # the measure sees a text that is too pale
    tab.ask("document.querySelector('h1').style.color = '#999'")
    assert tab.ask(CONTRAST)[0][0] < 4.5


def test_a_print_fits_and_holds_the_tables(tab: Tab, page: Path) -> None:
    show(tab, page, "", 700)
    tab.ask("window.dispatchEvent(new Event('beforeprint'))")
    tab.call("Emulation.setEmulatedMedia", media="print")
    assert tab.ask("document.documentElement.scrollWidth") <= 700
    assert tab.ask("[...document.querySelectorAll('details')].every(d => d.open)")
    assert tab.ask("getComputedStyle(document.querySelector('.pilih')).display") == "none"
