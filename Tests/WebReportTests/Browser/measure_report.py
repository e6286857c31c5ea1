"""Measures how fluid a report is in headless Chromium, without a graphics card:

    python3 measure_report.py REPORT.html [WIDTHxHEIGHT [RATIO]]

Prints the time to load, and for moving about, zooming, sliding from before to after and pointing the
frames a second and the milliseconds of script that a frame takes.
"""

import os
import sys

import chromium

# Does something at each frame of the screen, which is only drawn when all of that is done.
LOOP = """(action, seconds) => new Promise((done) => {
  const view = document.querySelector(".layout-grid");
  const canvas = document.querySelector("canvas.lines");
  const begin = performance.now();
  let step = 0;
  let longest = 0;
  let last = begin;
  const frame = (now) => {
    longest = Math.max(longest, now - last);
    last = now;
    action(step, canvas, view);
    step += 1;
    if (now - begin < seconds * 1000) return requestAnimationFrame(frame);
    done({ frames: step, rate: step * 1000 / (performance.now() - begin), longest });
  };
  requestAnimationFrame(frame);
})"""

KEY = "canvas.dispatchEvent(new KeyboardEvent('keydown', {{ key: {} }}))"
ACTIONS = {
    "moving about": KEY.format("['ArrowLeft', 'ArrowUp', 'ArrowRight', 'ArrowDown'][Math.floor(step / 10) % 4]"),
    "zooming": KEY.format("Math.floor(step / 20) % 2 === 0 ? '+' : '-'"),
    "before to after": """
      const slider = document.querySelector('.compare-slider');
      slider.value = (step % 50) / 50;
      slider.dispatchEvent(new Event('input'))""",
    "pointing": """
      const box = canvas.getBoundingClientRect();
      canvas.dispatchEvent(new PointerEvent('pointermove', {
        clientX: box.x + box.width * (0.2 + (step * 0.013) % 0.6),
        clientY: box.y + box.height * (0.2 + (step * 0.007) % 0.6) }))""",
}


def processor_seconds(browser):
    """What the page's process has taken so far; other work on the machine does not count."""
    metrics = browser.send("Performance.getMetrics")["metrics"]
    return next(metric["value"] for metric in metrics if metric["name"] == "ProcessTime")


def main():
    file = sys.argv[1]
    width, height = (int(side) for side in (sys.argv[2] if len(sys.argv) > 2 else "1440x900").split("x"))
    ratio = float(sys.argv[3]) if len(sys.argv) > 3 else 1
    with chromium.Browser(width, height) as browser:
        browser.resize(width, height, ratio)
        browser.send("Performance.enable")
        browser.open(file)
        ready = browser.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
        size = os.path.getsize(file) / 1e6
        print(f"{size:.1f} MB, loaded in {ready / 1000:.2f} s, {width} by {height}, ratio {ratio:g}")
        for name, action in ACTIONS.items():
            if name == "before to after" and not browser.evaluate(
                    "Boolean(document.querySelector('.compare-slider'))"):
                continue
            before = processor_seconds(browser)
            result = browser.evaluate(f"({LOOP})((step, canvas) => {{ {action} }}, 3)")
            spent = 1000 * (processor_seconds(browser) - before) / max(result["frames"], 1)
            print(
                f"{name}: {result['rate']:.0f} frames/s, the longest {result['longest']:.0f} ms, "
                f"{spent:.1f} ms of the page's processor time a frame")
        if browser.problems:
            print("console:", browser.problems)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
