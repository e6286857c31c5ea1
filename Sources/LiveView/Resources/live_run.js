// What pages of runs share: a layout whose places and maps change, buttons, figures.

class RunLayout extends LayoutView {
  /** `actions` has `toggle()`, which halts and resumes the run. */
  constructor(section, actions) {
    super(section);
    this.actions = actions;
    this.onMap = () => {};
  }

  keyActions(event) {
    return { ...super.keyActions(event), " ": () => this.actions.toggle() };
  }

  // Figures stand above, for what the server tells last.
  showFigures() {}

  mapChosen() {
    this.onMap();
    this.draw();
  }

  /** Takes the maps that the server made. */
  showMaps({ block, maps }) {
    for (const map of this.model.views.flatMap((view) => view.maps)) {
      const made = maps.find((other) => other.name === map.name);
      map.block = block;
      map.values = made ? Float32Array.from(decodeNumbers(made.values), (level) => (level * made.most) / 255)
        : new Float32Array(0);
    }
    this.maps.rescale();
    this.draw();
  }
}

class RunPage {
  constructor(layout) {
    this.layout = layout;
    this.state = null;
    this.layoutRevision = 0;
    this.mapRevision = -1;
    this.isFetchingMaps = false;
    layout.onMap = () => this.refreshMaps();
    this.toggleButton = actionButton("Pause", () => this.toggle(), { id: "toggle" });
    this.saveButton = actionButton("Save", () => this.save(), { id: "save", hidden: true });
    this.phase = element("span", { className: "phase", id: "phase" });
    this.figures = element("dl", { className: "figure-list live-figures" });
    this.illegal = element("details", { className: "illegal", id: "illegal", hidden: true });
    this.fault = element("p", { className: "fault inline", role: "alert", hidden: true, id: "fault" });
  }

  /** The card above the layout: what can be asked for, and how things stand. */
  buildStatus(...bar) {
    const { card, body } = sectionCard("status", "");
    card.setAttribute("aria-label", "Run");
    body.append(element("div", { className: "live-bar" }, ...bar), this.figures, this.illegal, this.fault);
    return card;
  }

  /** Asks for something and shows why where it cannot be done. */
  async ask(action, body = {}) {
    try {
      const answer = await post(action, body);
      showFault(this.fault, "");
      return answer;
    } catch (error) {
      showFault(this.fault, error.message);
      return null;
    }
  }

  toggle() {
    return this.ask(this.state?.phase === "running" ? "pause" : "resume");
  }

  async save() {
    if (await this.ask("save")) this.saveButton.textContent = "Saved";
  }

  /** Takes the part of an update that all runs have. */
  note({ revision, state, layout }) {
    this.state = state;
    if (layout) this.layoutRevision = revision;
    this.phase.dataset.phase = state.phase;
    if (this.saveButton.hidden !== !state.canSave || layout) this.saveButton.textContent = "Save";
    this.saveButton.hidden = !state.canSave;
    document.documentElement.dataset.phase = state.phase;
    if (state.failure) showFault(this.fault, state.failure);
    this.refreshMaps();
  }

  showFigures(figures) {
    this.figures.replaceChildren(...figures.map(([label, value]) =>
      element("div", {}, element("dt", {}, label), element("dd", {}, value))));
  }

  /** What is not legal: the first fault, and all on demand, so that the page below does not jump. */
  showFaults(faults) {
    const key = faults.join("\n");
    if (key === this.shownFaults) return;
    this.shownFaults = key;
    this.illegal.hidden = faults.length === 0;
    this.illegal.replaceChildren(
      element("summary", {}, `Not legal: ${faults[0]}${faults.length > 1 ? ", and more" : ""}`),
      element("ul", {}, ...faults.map((fault) => element("li", {}, fault))));
  }

  /** Asks for the maps while one is shown and old, at most twice a second. */
  async refreshMaps() {
    const isOld = this.mapRevision < this.layoutRevision;
    if (this.layout.state.shown.map === null || this.isFetchingMaps || !isOld) return;
    this.isFetchingMaps = true;
    try {
      const update = await fetchJSON("maps");
      this.mapRevision = update.revision;
      this.layout.showMaps(update);
      document.documentElement.dataset.maps = update.revision;
    } catch {
      // The stream of updates tells whether the server is there.
    }
    await new Promise((done) => setTimeout(done, 500));
    this.isFetchingMaps = false;
    this.refreshMaps();
  }
}

/** Columns of a chart that grow; however long a run is, a few thousand points are kept. */
class GrowingCurve {
  /** `keys` are the members of the points, that of the x axis first. */
  constructor(keys) {
    this.keys = keys;
    this.columns = keys.map(() => []);
  }

  add(points) {
    for (const point of points) {
      this.keys.forEach((key, at) => this.columns[at].push(point[key] ?? null));
    }
    if (this.columns[0].length > 8000) {
      this.columns = this.columns.map((column) => column.filter((_, at) => at % 2 === 1));
    }
  }
}

const emptyNumbers = { type: "f64", data: "" };

/** A chart for a growing curve, with the names of its series; it is hidden until there is something to see. */
function makeGrowingChart(title, note, xLabel, yLabel, names) {
  const { card, plot } = makeCurves({
    title, note, xLabel, yLabel,
    series: names.map((name) => ({ name, style: "line", x: emptyNumbers, y: emptyNumbers })),
  });
  card.hidden = true;
  return {
    card,
    show(columns) {
      plot.setData(columns);
      card.hidden = columns[0].length < 2;
    },
  };
}
