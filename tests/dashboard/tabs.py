"""A page in the browser: opened, keys pressed, read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.review.chromium import Tab

CODES = {"Tab": 9, "Enter": 13, " ": 32, "ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39,
         "ArrowDown": 40}  # fmt: skip
READY = "document.readyState === 'complete' && document.body.dataset.siap"
FOCUSED = """(() => { const one = document.activeElement;
  return one.dataset.kode || one.id || one.dataset.bahasa || one.name || one.tagName; })()"""


def show(tab: Tab, page: Path, anchor: str = "", width: int = 1280) -> None:
    tab.call("Emulation.setDeviceMetricsOverride", width=width, height=900,
             deviceScaleFactor=1, mobile=width < 700)  # fmt: skip
    tab.open(f"file://{page}{anchor}")
    tab.wait(lambda: tab.ask(READY))


def press(tab: Tab, key: str) -> str:
    """Press a key; gives what has the focus afterwards."""
    more: dict[str, Any] = {"windowsVirtualKeyCode": CODES[key], "code": key}
    text = {"Enter": "\r", " ": " "}.get(key)
    if text:
        more["text"] = text
    tab.call("Input.dispatchKeyEvent", type="keyDown", key=key, **more)
    tab.call("Input.dispatchKeyEvent", type="keyUp", key=key, **more)
    return str(tab.ask(FOCUSED))


def shown(tab: Tab, identity: str) -> str:
    return str(tab.ask(f"document.getElementById('{identity}').innerText"))


def addresses(tab: Tab) -> set[str]:
    return {
        event["params"]["request"]["url"].split("#")[0]
        for event in tab.events
        if event["method"] == "Network.requestWillBeSent"
    }


def faults(tab: Tab) -> list[Any]:
    names = ("Runtime.exceptionThrown", "Log.entryAdded", "Runtime.consoleAPICalled")
    return [event["params"] for event in tab.events if event["method"] in names]
