"""Tries live pages in headless Chromium: python3 check_live.py TOOLS PLACEMENT LOOP FLAT [FOLDER]

TOOLS is the folder of chromium.py, PLACEMENT, LOOP and FLAT are addresses of running servers: of a
placement that is paused, of a loop that waits with its first round, and of a flat design whose run has not
begun. Every check that fails is a line on standard
output, and the exit status is then 1. Screenshots go into the folder, if one is named.
"""

import os
import sys

sys.path.insert(0, sys.argv[1])
import chromium  # noqa: E402

failures = []


def expect(condition, text):
    if not condition:
        failures.append(text)
        print("failed:", text)


def text_of(browser, selector):
    return browser.evaluate(f"document.querySelector({selector!r}).textContent")


def figure(browser, label):
    return browser.evaluate(
        f"""[...document.querySelectorAll(".live-figures div")]
          .find((part) => part.querySelector("dt").textContent === {label!r})
          .querySelector("dd").textContent""")


def moves(browser):
    return int(figure(browser, "Moves").replace(",", ""))


def selection(browser):
    """Where the selected node is in the window."""
    browser.settle()
    box = browser.box("canvas.lines")
    x, y = browser.evaluate("document.querySelector('.layout-grid').dataset.selection").split(" ")
    return box["x"] + float(x), box["y"] + float(y)


def change(browser):
    return browser.evaluate("document.querySelector('#change').dataset.change ?? null")


def shoot(browser, name):
    if len(sys.argv) > 5:
        browser.settle()
        browser.screenshot(os.path.join(sys.argv[5], name + ".png"))


def select(browser):
    browser.evaluate("document.querySelector('canvas.lines').focus()")
    browser.key("n")
    expect(text_of(browser, ".selection-name") != "", "N selects a macro")


def check_drag(browser):
    before = figure(browser, "Proxy cost")
    x, y = selection(browser)
    # Towards the middle, where there is no edge of the die to stop it.
    box = browser.box("canvas.lines")
    dx = 8 if x < box["x"] + box["width"] / 2 else -8
    dy = 5 if y < box["y"] + box["height"] / 2 else -5
    browser.mouse("mouseMoved", x, y)
    browser.mouse("mousePressed", x, y, button="left", clickCount=1)
    for step in range(1, 9):
        browser.mouse("mouseMoved", x + dx * step, y + dy * step, button="left", buttons=1)
    browser.wait("document.querySelector('#change').dataset.committed === 'false'", 20)
    expect(float(change(browser)) != 0, "a drag should change the cost")
    expect(figure(browser, "Proxy cost") == before, "nothing is changed before the drop")
    shoot(browser, "drag")
    browser.mouse("mouseReleased", x + 8 * dx, y + 8 * dy, button="left", clickCount=1)
    browser.wait("document.querySelector('#change').dataset.committed === 'true'", 20)
    browser.wait("document.querySelector('#pin').textContent === 'Unpin'", 20)
    expect(figure(browser, "Proxy cost") != before, "the drop should change the cost")
    moved = selection(browser)
    expect(abs(moved[0] - x - 8 * dx) < 6 and abs(moved[1] - y - 8 * dy) < 6, "the macro is where it was dropped")
    shoot(browser, "dropped")
    browser.click_on("#undo")
    browser.wait("document.querySelector('#undo').disabled", 20)
    expect(figure(browser, "Proxy cost") == before, "undoing brings the cost back")
    expect(text_of(browser, "#pin") == "Pin", "undoing takes the pin away")


def check_keys(browser):
    before = figure(browser, "Proxy cost")
    select(browser)
    start = selection(browser)
    browser.key("ArrowLeft")
    browser.wait("!document.querySelector('#drop').hidden")
    expect(selection(browser)[0] < start[0], "the arrow moves the macro")
    browser.key("Escape")
    expect(browser.evaluate("document.querySelector('#drop').hidden"), "Escape ends the edit")
    expect(selection(browser) == start, "Escape puts the macro back")
    for key in ("ArrowUp", "r", "Enter"):
        browser.key(key)
    browser.wait("!document.querySelector('#undo').disabled", 20)
    expect(figure(browser, "Proxy cost") != before, "Enter drops the macro")
    expect(text_of(browser, "#pin") == "Unpin", "what is dropped is pinned")
    browser.key("l")
    browser.wait("document.querySelector('#pin').textContent === 'Pin'", 20)
    browser.key("l")
    browser.wait("document.querySelector('#pin').textContent === 'Unpin'", 20)


def pixels(browser):
    """A mark of what is drawn below lines and names."""
    browser.settle()
    return browser.evaluate("document.querySelector('canvas.boxes').toDataURL()")


def check_maps(browser):
    plain = pixels(browser)
    browser.click_on("[data-map='Density']")
    browser.wait("document.documentElement.dataset.maps", 20)
    expect(pixels(browser) != plain, "the map is drawn")
    scale = browser.evaluate("[...document.querySelectorAll('.color-scale span')].map((part) => part.textContent)")
    expect(scale[0] == "0" and float(scale[2]) > 0, f"the scale has ends: {scale}")
    seen = browser.evaluate("document.documentElement.dataset.maps")
    select(browser)
    browser.key("ArrowDown")
    browser.key("Enter")
    browser.wait(f"Number(document.documentElement.dataset.maps) > {seen}", 20)
    shoot(browser, "map")
    browser.click_on("#undo")
    browser.click_on("[data-map='none']")
    browser.wait("document.querySelector('#undo').disabled", 20)
    expect(pixels(browser) == plain, "without the map all is as before")


def check_annealing(browser):
    expect(text_of(browser, "#phase") == "Paused", "it begins paused")
    browser.key(" ")
    browser.wait("document.querySelector('#phase').textContent === 'Annealing'", 20)
    start = moves(browser)
    browser.wait(
        "Number([...document.querySelectorAll('.live-figures dd')][5].textContent.replaceAll(',', ''))"
        f" > {start}", 60)
    browser.key(" ")
    browser.wait("document.querySelector('#phase').textContent === 'Paused'", 20)
    browser.evaluate("new Promise((done) => setTimeout(done, 400))")
    halted = moves(browser)
    browser.evaluate("new Promise((done) => setTimeout(done, 400))")
    expect(moves(browser) == halted, "nothing moves in a pause")
    expect(
        browser.evaluate("document.querySelectorAll('.uplot canvas').length") == 1, "the curve is drawn")
    shoot(browser, "paused")


def check_placement(browser, address):
    browser.open(address)
    browser.wait("document.documentElement.dataset.phase === 'paused'", 20)
    expect(text_of(browser, "#connection") == "Live", "the page is told what happens")
    shoot(browser, "light")
    check_maps(browser)
    select(browser)
    check_drag(browser)
    check_keys(browser)
    check_annealing(browser)
    browser.prefer("dark")
    shoot(browser, "dark")
    browser.resize(420, 900)
    shoot(browser, "narrow")
    browser.resize(1280, 900)
    browser.prefer("light")


def check_loop(browser, address):
    browser.open(address)
    browser.wait("document.documentElement.dataset.waiting === '1'", 60)
    shoot(browser, "loop")
    expect(browser.evaluate("document.querySelectorAll('.candidates tbody tr').length") == 2,
           "both candidates are shown")
    expect(browser.evaluate("document.querySelector('#refuse').disabled"), "nothing is chosen yet")
    browser.click_on("[data-candidate]", 0)
    browser.click_on("#refuse")
    browser.wait("document.documentElement.dataset.waiting === '2'", 60)
    browser.click_on("#approve")
    browser.wait("document.documentElement.dataset.waiting === 'no'", 60)
    shoot(browser, "loop-done")


def check_flat(browser, address):
    browser.open(address)
    browser.wait("document.documentElement.dataset.phase === 'paused'", 20)
    expect(text_of(browser, "#phase") == "Not begun", "it has not begun")
    expect("none by hand" in text_of(browser, ".edit"), "it says that nothing is moved by hand")
    before = pixels(browser)
    browser.click_on("#toggle")
    browser.wait("document.documentElement.dataset.phase === 'finished'", 120)
    browser.wait("document.querySelectorAll('.stages .done').length >= 3", 20)
    expect(figure(browser, "Legal") == "yes", "the result is legal")
    expect(pixels(browser) != before, "nodes have moved")
    expect(
        browser.evaluate("document.querySelectorAll('.uplot canvas').length") == 2, "both curves are drawn")
    expect(browser.evaluate("document.querySelector('#toggle').hidden"), "nothing is left to pause")
    # The space bar asks for nothing either, which would be an error in the console.
    browser.evaluate("document.querySelector('canvas.lines').focus()")
    browser.key(" ")
    shoot(browser, "flat")


def check_width(browser, name):
    browser.resize(390, 844)
    # Charts take a frame or two to follow.
    for _ in range(3):
        browser.settle()
    width = browser.evaluate("document.documentElement.scrollWidth")
    expect(width <= 390, f"{name} is {width} wide on a telephone")
    browser.resize(1280, 900)


with chromium.Browser() as browser:
    own = sys.argv[2], sys.argv[3], sys.argv[4]
    requests = []
    for check, address in zip((check_placement, check_loop, check_flat), own):
        check(browser, address)
        check_width(browser, check.__name__)
        requests += browser.requests
    expect(all(request.startswith(own) for request in requests), f"requests go to the server alone: {requests}")
    expect(browser.problems == [], f"the console should be empty: {browser.problems}")
print(len(failures), "checks failed")
sys.exit(1 if failures else 0)
