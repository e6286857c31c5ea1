// Light and dark: what the system prefers, unless the switch says otherwise. Canvases take their
// colours from the style sheet, so that page, charts and layouts agree.

const theme = {
  listeners: [],
  known: new Map(),

  /** The value of a colour of the style sheet. */
  color(name) {
    if (!this.known.has(name)) {
      const style = getComputedStyle(document.documentElement);
      this.known.set(name, style.getPropertyValue(`--${name}`).trim());
    }
    return this.known.get(name);
  },

  /** Red, green and blue of such a colour, each 0 to 255. */
  rgb(name) {
    const hex = this.color(name).slice(1);
    return [0, 2, 4].map((place) => parseInt(hex.slice(place, place + 2), 16));
  },

  /** The colour of a series of a chart. */
  series(index) {
    return this.color(`series-${(index % 8) + 1}`);
  },

  /** Calls back whenever colours change. */
  onChange(listener) {
    this.listeners.push(listener);
  },

  start() {
    const buttons = document.querySelectorAll("[data-theme-choice]");
    for (const button of buttons) {
      button.addEventListener("click", () => {
        const choice = button.dataset.themeChoice;
        if (choice === "auto") delete document.documentElement.dataset.theme;
        else document.documentElement.dataset.theme = choice;
        for (const other of buttons) other.setAttribute("aria-pressed", other === button);
        this.tell();
      });
    }
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.tell());
  },

  tell() {
    this.known.clear();
    for (const listener of this.listeners) listener();
  },
};

/** The colours of heat maps, as in chipplace's pictures: lightness rises evenly from dark blue
    through teal to yellow (OKLCH, Björn Ottosson 2020). */
const heatColors = Array.from({ length: 128 }, (_, level) => {
  const share = level / 127;
  const lightness = 0.27 + 0.66 * share;
  const chroma = 0.105 + 0.055 * share;
  const hue = ((272 - 168 * share ** 0.85) * Math.PI) / 180;
  const a = chroma * Math.cos(hue);
  const b = chroma * Math.sin(hue);
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const encode = (linear) => {
    const value = Math.min(Math.max(linear, 0), 1);
    const coded = value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055;
    return Math.round(255 * coded);
  };
  return [
    encode(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
    encode(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
    encode(-0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short),
  ];
});
