"""Tries a report in headless Chromium: python3 check_report.py SMALL.html HOSTILE.html [FOLDER]

Every check that fails is a line on standard output, and the exit status is then 1. Screenshots go into
the folder, if one is named.
"""

import os
import sys

import chromium

failures = []


def expect(condition, text):
    if not condition:
        failures.append(text)
        print("failed:", text)


def pixels(browser, canvas="boxes"):
    """A number that changes with what the canvas shows."""
    browser.settle()
    return browser.evaluate(
        f"""(() => {{
          const canvas = document.querySelector("canvas.{canvas}");
          const {{ data }} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
          let hash = 0;
          for (let i = 0; i < data.length; i++) hash = (Math.imul(hash, 31) + data[i]) | 0;
          return hash;
        }})()""")


def changes(browser, action, text, canvas="boxes"):
    before = pixels(browser, canvas)
    action()
    expect(pixels(browser, canvas) != before, f"{text}: the layout should change")


def text_of(browser, selector):
    return browser.evaluate(f"document.querySelector({selector!r}).textContent")


def zoom_of(browser):
    browser.settle()
    return float(browser.evaluate("document.querySelector('.layout-grid').dataset.zoom"))


def focus(browser, selector):
    browser.evaluate(f"document.querySelector({selector!r}).focus()")


def check_layers(browser):
    for layer in browser.evaluate("[...document.querySelectorAll('[data-layer]')].map((box) => box.dataset.layer)"):
        canvas = "lines" if layer == "names" else "boxes"
        before = pixels(browser, canvas)
        browser.click_on(f"[data-layer='{layer}']")
        expect(pixels(browser, canvas) != before, f"the box '{layer}' should change the layout")
        browser.click_on(f"[data-layer='{layer}']")
        expect(pixels(browser, canvas) == before, f"the box '{layer}' twice should change nothing")


def check_maps(browser):
    seen = {pixels(browser)}
    for name in ("Density", "Horizontal congestion", "Vertical congestion"):
        browser.click_on(f"[data-map='{name}']")
        seen.add(pixels(browser))
        expect(browser.evaluate("!document.querySelector('.color-bar').hidden"), f"{name} has a scale")
    expect(len(seen) == 4, "each map should look different")
    browser.click_on("[data-map='none']")
    expect(browser.evaluate("document.querySelector('.color-bar').hidden"), "no map, no scale")


def check_camera(browser):
    box = browser.box("canvas.lines")
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def drag():
        browser.mouse("mouseMoved", x, y)
        browser.mouse("mousePressed", x, y, button="left", clickCount=1)
        browser.mouse("mouseMoved", x + 90, y + 40, button="left", buttons=1)
        browser.mouse("mouseReleased", x + 90, y + 40, button="left", clickCount=1)

    fitted = pixels(browser)
    changes(browser, drag, "dragging")
    expect(zoom_of(browser) == 1, "dragging should not zoom")
    browser.mouse("mouseWheel", x, y, deltaX=0, deltaY=-300)
    expect(zoom_of(browser) > 1.3, "the wheel should zoom in")
    browser.mouse("mouseWheel", x, y, deltaX=0, deltaY=600)
    expect(zoom_of(browser) < 1, "the wheel should zoom out")
    focus(browser, "canvas.lines")
    browser.key("0")
    expect(pixels(browser) == fitted, "0 should fit")
    browser.key("+")
    expect(abs(zoom_of(browser) - 1.25) < 0.01, "+ should zoom in")
    browser.key("-")
    expect(abs(zoom_of(browser) - 1) < 0.01, "- should zoom out")
    for key in ("ArrowLeft", "ArrowUp", "ArrowRight"):
        changes(browser, lambda: browser.key(key), key)
    browser.key("ArrowDown")
    expect(pixels(browser) == fitted, "arrows there and back should change nothing")
    browser.click_on(".zoom-buttons button", 0)
    expect(zoom_of(browser) == 1.5, "the button should zoom in")
    browser.click_on(".zoom-buttons button", 2)
    expect(zoom_of(browser) == 1, "the button should fit")


def check_selection(browser):
    focus(browser, "canvas.lines")
    changes(browser, lambda: browser.key("n"), "n selects a macro", "lines")
    first = text_of(browser, ".selection-name")
    expect("hard macro" in text_of(browser, ".facts"), "the panel says what is selected")
    nets = browser.evaluate("document.querySelectorAll('.name-list li').length")
    expect(nets > 0, "the panel lists nets")
    browser.key("n")
    second = text_of(browser, ".selection-name")
    expect(first != second, "n goes to the next macro")
    browser.key("p")
    expect(text_of(browser, ".selection-name") == first, "p goes back")
    changes(
        browser, lambda: (focus(browser, ".name-list button"), browser.settle()),
        "a net in the list is drawn", "lines")
    focus(browser, ".name-list button")
    browser.key("Enter")
    expect("net" in text_of(browser, ".facts"), "Enter on a net selects it")
    focus(browser, "canvas.lines")
    browser.key("Escape")
    expect("Select a macro" in text_of(browser, ".selection"), "Escape clears")
    return first


def check_search(browser, name):
    browser.click_on(".search input")
    browser.type(name)
    options = browser.evaluate("document.querySelectorAll('[role=option]').length")
    expect(0 < options <= 12, "the search finds names")
    browser.key("ArrowDown")
    browser.key("ArrowUp")
    browser.key("Enter")
    expect(text_of(browser, ".selection-name") == name, "the search selects what it found")
    expect(browser.evaluate("document.querySelector('.matches').hidden"), "the list closes")


def check_pointer(browser):
    """Points at and clicks on the macro that is selected and centred by zooming in on it."""
    focus(browser, "canvas.lines")
    name = text_of(browser, ".selection-name")
    browser.key("Escape")
    box = browser.box("canvas.lines")
    found = None
    for row in range(4, 40):
        for column in range(4, 40):
            x = box["x"] + box["width"] * column / 44
            y = box["y"] + box["height"] * row / 44
            browser.mouse("mouseMoved", x, y)
            if browser.evaluate(
                    "!document.querySelector('.tooltip').hidden && "
                    "document.querySelector('.tooltip').textContent.includes('hard macro')"):
                found = (x, y)
                break
        if found:
            break
    expect(found is not None, "pointing at a macro should show its name")
    if not found:
        return
    shown = text_of(browser, ".tooltip strong")
    content = text_of(browser, ".tooltip")
    expect(" µm, " in content and " nets" in content, "the tooltip says size and nets")
    changes(browser, lambda: browser.click(*found), "clicking selects", "lines")
    expect(text_of(browser, ".selection-name") == shown, "the click selects what was pointed at")
    expect(name != "", "the search left a macro selected")


def check_placements(browser):
    after = pixels(browser)
    browser.click_on(".compare .chip", 0)
    before = pixels(browser)
    expect(before != after, "'before' should look different")
    focus(browser, ".compare-slider")
    browser.key("ArrowRight")
    between = pixels(browser)
    expect(between not in (before, after), "the slider should show what is between")
    expect("% of the way" in text_of(browser, ".view-figures"), "between has no costs")
    browser.key("End")
    expect(pixels(browser) == after, "the slider's end should be 'after'")
    expect("Proxy cost" in text_of(browser, ".view-figures"), "'after' has costs")
    focus(browser, ".frame-slider")
    browser.key("Home")
    expect(pixels(browser) != after, "the first frame should look different")
    expect(text_of(browser, ".frame-label") == "frame 0 of 20", "the frame's label is shown")
    browser.click_on(".player .chip", 2)
    expect(text_of(browser, ".frame-label") == "frame 1 of 20", "the next frame")
    browser.click_on(".player .chip", 0)
    expect(text_of(browser, ".frame-label") == "frame 0 of 20", "the previous frame")
    browser.click_on(".player .chip", 1)
    browser.wait("document.querySelector('.frame-label').textContent === 'frame 3 of 20'")
    browser.click_on(".player .chip", 1)
    expect(
        browser.evaluate("document.querySelectorAll('.player .chip')[1].title") == "Play",
        "the animation pauses")
    browser.click_on(".compare .chip", 1)
    expect(pixels(browser) == after, "'after' should end the animation")


def check_charts(browser):
    browser.box(".chart")
    ink = """(place) => {
      const canvas = document.querySelectorAll(".chart canvas")[place];
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      return data.reduce((sum, value, at) => sum + (at % 4 === 3 && value > 0), 0);
    }"""
    for chart in range(2):
        whole = browser.evaluate(f"({ink})({chart})")
        expect(whole > 2000, "a chart should be drawn")
        browser.evaluate(f"document.querySelectorAll('.legend')[{chart}].querySelector('button').click()")
        browser.settle()
        expect(browser.evaluate(f"({ink})({chart})") < whole, "the legend should hide a series")
        browser.evaluate(f"document.querySelectorAll('.legend')[{chart}].querySelector('button').click()")
        browser.settle()
        expect(browser.evaluate(f"({ink})({chart})") == whole, "and show it again")
    focus(browser, ".chart")
    browser.key("ArrowRight")
    first = text_of(browser, ".legend-value")
    browser.key("ArrowRight")
    expect(first not in ("", text_of(browser, ".legend-value")), "arrows should read values")


def check_table(browser):
    def column(place):
        return browser.evaluate(
            f"[...document.querySelectorAll('tbody tr')].map((row) => row.children[{place}].textContent)")

    focus(browser, "thead th:nth-child(2) button")
    browser.key("Enter")
    expect(column(1) == ["0.5987 (best)", "0.6012", "0.6104", "–"], "numbers should rise")
    browser.key("Enter")
    expect(column(1) == ["0.6104", "0.6012", "0.5987 (best)", "–"], "numbers should fall")
    expect(
        browser.evaluate("document.querySelectorAll('th')[1].ariaSort") == "descending",
        "the heading says so")
    browser.click_on("thead th:nth-child(1) button")
    expect(column(0)[1:] == ["seed 2", "seed 9", "seed 10"], "numbers in text sort by size")


def luminance(color):
    def linear(value):
        value /= 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(color[place:place + 2], 16)) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(browser, one, other):
    colors = [browser.evaluate(
        f"getComputedStyle(document.documentElement).getPropertyValue('--{name}').trim()")
        for name in (one, other)]
    high, low = sorted((luminance(color) for color in colors), reverse=True)
    return (high + 0.05) / (low + 0.05)


def check_colors(browser):
    """Contrasts of WCAG 2.2, AA: 4.5 for text, 3 for lines and controls."""
    pairs = [("ink", "paper", 4.5), ("ink", "ground", 4.5), ("quiet", "paper", 4.5),
             ("quiet", "ground", 4.5), ("accent-ink", "accent", 4.5), ("ink", "best", 4.5),
             ("hard-name", "hard", 4.5), ("control", "paper", 3), ("accent", "paper", 3),
             ("selection", "die", 3), ("flyline", "die", 3), ("hard-edge", "die", 3),
             ("port", "die", 3), ("soft-edge", "die", 3)]
    pairs += [(f"series-{number}", "paper", 3) for number in range(1, 9)]
    for one, other, least in pairs:
        ratio = contrast(browser, one, other)
        expect(ratio >= least, f"contrast of {one} on {other}: {ratio:.2f}, wanted {least}")


def check_themes(browser):
    def paper():
        return browser.evaluate("getComputedStyle(document.querySelector('.card')).backgroundColor")

    light, drawn = paper(), pixels(browser)
    check_colors(browser)
    browser.prefer("dark")
    dark = paper()
    expect(light == "rgb(255, 255, 255)" and dark != light, "the page follows the system")
    expect(pixels(browser) != drawn, "the layout follows the system")
    check_colors(browser)
    browser.click_on("[data-theme-choice='light']")
    expect(paper() == light and pixels(browser) == drawn, "the switch has the last word: light")
    browser.prefer("light")
    browser.click_on("[data-theme-choice='dark']")
    expect(paper() == dark, "the switch has the last word: dark")
    browser.click_on("[data-theme-choice='auto']")
    expect(paper() == light, "the switch gives the word back")


def check_keyboard(browser):
    """Everything can be reached by Tab, in the order of the page, and nothing holds the focus."""
    browser.evaluate("document.activeElement.blur(), scrollTo(0, 0)")
    reached = []
    for _ in range(80):
        browser.key("Tab")
        reached.append(browser.evaluate(
            "(document.activeElement.className || document.activeElement.dataset.layer || "
            "document.activeElement.tagName)"))
    for name in ("skip", "lines", "compare-slider", "frame-slider", "chart", "scroller"):
        expect(name in reached, f"Tab should reach '{name}'")


def check_small(browser, file, folder):
    browser.prefer("light")
    browser.open(file)
    shoot(browser, folder, "light")
    check_layers(browser)
    check_maps(browser)
    check_camera(browser)
    name = check_selection(browser)
    check_search(browser, name)
    check_pointer(browser)
    shoot(browser, folder, "selected")
    check_placements(browser)
    check_charts(browser)
    check_table(browser)
    check_themes(browser)
    check_keyboard(browser)
    browser.prefer("dark")
    browser.click_on("[data-map='Horizontal congestion']")
    shoot(browser, folder, "dark")
    browser.resize(390, 844, 2)
    browser.settle()
    expect(
        browser.evaluate("document.documentElement.scrollWidth <= innerWidth"),
        "a narrow page should not scroll sideways")
    shoot(browser, folder, "narrow")


def check_hostile(browser, file):
    browser.open(file)
    expect(browser.evaluate("document.images.length") == 0, "no name should become an element")
    expect(
        browser.evaluate("document.scripts.length") == 2, "no name should end the script element")
    expect(text_of(browser, "h1").startswith("</script><img"), "names are shown as they are")
    focus(browser, "canvas.lines")
    browser.key("n")
    expect("</script><img" in text_of(browser, ".selection-name"), "names are shown when selected")
    expect(browser.evaluate("document.title") != "broken", "no name should run")


def shoot(browser, folder, name):
    if folder:
        browser.settle()
        browser.screenshot(os.path.join(folder, f"{name}.png"))


def main():
    small, hostile = sys.argv[1:3]
    folder = sys.argv[3] if len(sys.argv) > 3 else None
    with chromium.Browser() as browser:
        check_small(browser, small, folder)
        expect(len(browser.requests) == 1, f"requests: {browser.requests}")
        browser.resize(1280, 900)
        check_hostile(browser, hostile)
        expect(browser.problems == [], f"console: {browser.problems}")
        expect(len(browser.requests) == 1, f"requests: {browser.requests}")
    print(f"{len(failures)} checks failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
