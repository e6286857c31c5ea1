// The page of a flat design: the stages of its run, macros and cells as they move, the wirelength.

const stageNames = {
  global: "Global placement", annealing: "Annealing of macros", macroLegalization: "Macros made legal",
  cells: "Cells around the macros", legalization: "Cells onto rows", detailed: "Detailed placement",
};

class FlatLayout extends RunLayout {
  constructor(section, actions) {
    super(section, actions);
    const { model } = this;
    // Nodes glide from where they are to where the server tells.
    const [last] = model.views;
    const copy = { ...last, x: last.x.slice(), y: last.y.slice(), orientations: last.orientations.slice() };
    model.views.unshift(copy);
    model.after = 1;
    this.movable = [];
    for (let node = 0; node < model.count; node++) {
      if (!model.fixed[node] && model.kinds[node] !== nodeKind.port) this.movable.push(node);
    }
    this.arrival = 0;
  }

  get help() {
    return `${super.help} Space halts and resumes the run.`;
  }

  /** Takes the places of all nodes that can move. */
  glideTo(layout) {
    const { model, movable } = this;
    const [from, to] = model.views;
    from.x.set(model.x);
    from.y.set(model.y);
    const x = decodeNumbers(layout.x);
    const y = decodeNumbers(layout.y);
    const { minX, minY, maxX, maxY } = layout.extent ?? { minX: 0, minY: 0, maxX: 65535, maxY: 65535 };
    for (let at = 0; at < movable.length; at++) {
      to.x[movable[at]] = minX + ((maxX - minX) * x[at]) / 65535;
      to.y[movable[at]] = minY + ((maxY - minY) * y[at]) / 65535;
    }
    if (layout.orientations) {
      decodeNumbers(layout.orientations).forEach((value, at) => { to.orientations[movable[at]] = value; });
    }
    const now = performance.now();
    const isStill = !layout.extent || matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.glide = { start: now, length: isStill ? 0 : Math.min(now - this.arrival, 500) };
    this.arrival = now;
    this.step();
  }

  step() {
    if (!this.glide || this.isStepping) return;
    this.isStepping = true;
    requestAnimationFrame(() => {
      this.isStepping = false;
      const { start, length } = this.glide;
      const share = length > 0 ? Math.min((performance.now() - start) / length, 1) : 1;
      if (share === 1) this.glide = null;
      this.model.showBetween(share);
      this.moved();
      this.step();
    });
  }
}

class FlatPage extends RunPage {
  constructor(section) {
    super(new FlatLayout(section, { toggle: () => this.toggle() }));
    this.unit = section.unit;
    this.curve = new GrowingCurve(["seconds", "wirelength", "overflow"]);
    this.build();
    listenToUpdates((update) => this.update(update));
  }

  build() {
    this.stopButton = actionButton("End now", () => this.ask("stop"), { id: "stop" });
    this.stopButton.title = "Ends the stage and makes the placement legal";
    this.stages = element("ol", { className: "stages", "aria-label": "Stages" });
    const status = this.buildStatus(this.toggleButton, this.stopButton, this.saveButton, this.phase);
    status.querySelector(".live-bar").after(this.stages);
    const { card, body } = sectionCard("layout", "Layout");
    const part = element("section", { className: "panel-part edit", "aria-label": "Edit" },
      element("h3", {}, "Edit"), element("p", { className: "quiet" },
        "In the run of a flat design all nodes move together, and none by hand. Macros that the design's file fixes "
        + "stay where they are."));
    this.layout.root.querySelector(".panel").append(part);
    body.append(this.layout.root);
    const wires = makeGrowingChart(
      "Wirelength", "", "seconds", `half-perimeter, ${this.unit}`, ["wirelength"]);
    const overflow = makeGrowingChart(
      "Overflow", "The share of the movable area that lies above the target density.", "seconds", "overflow",
      ["overflow"]);
    this.charts = [wires, overflow];
    document.getElementById("content").append(status, card, wires.card, overflow.card);
  }

  update(update) {
    const { state, curve, layout } = update;
    this.note(update);
    if (layout) this.layout.glideTo(layout);
    if (curve.length > 0) {
      this.curve.add(curve);
      const [seconds, wirelength, overflow] = this.curve.columns;
      this.charts[0].show([seconds, wirelength]);
      const known = overflow.flatMap((value, at) => (value === null ? [] : [at]));
      this.charts[1].show([known.map((at) => seconds[at]), known.map((at) => overflow[at])]);
    }
    const names = { running: "Placing", paused: state.hasBegun ? "Paused" : "Not begun", finished: "Finished" };
    this.phase.textContent = state.failure ? "Failed" : state.isEnding ? "Ending" : names[state.phase];
    this.toggleButton.textContent =
      state.phase === "running" ? "Pause" : state.hasBegun ? "Go on" : "Place";
    this.toggleButton.hidden = state.phase === "finished";
    this.stopButton.hidden = state.phase === "finished";
    this.stopButton.disabled = !state.hasBegun || state.isEnding;
    this.showFaults(state.faults ?? []);
    this.showStages(state);
    const isFinished = state.phase === "finished";
    this.showFigures([
      state.wirelength === undefined ? null
        : ["Wirelength (half-perimeter)", `${formatNumber(state.wirelength)} ${this.unit}`],
      state.overflow === undefined ? null : ["Overflow", formatNumber(state.overflow, 4)],
      isFinished || !state.hasBegun ? null
        : [state.stage === "detailed" ? "Round" : "Iteration", formatNumber(state.step, 0)],
      ["Seconds", formatNumber(state.seconds, 1)],
      state.faults ? ["Legal", state.faults.length === 0 ? "yes" : "no"] : null,
    ].filter(Boolean));
    // Cells under macros are seen until all is legal.
    this.layout.state.shown.hardOpacity = isFinished ? 236 : 130;
  }

  toggle() {
    return this.state?.phase === "finished" ? null : super.toggle();
  }

  /** The stages that are done, with time and wirelength, and the one at hand. */
  showStages(state) {
    const done = state.stages.map(({ name, seconds, wirelength }) => element("li", { className: "done" },
      `${stageNames[name]} `, element("span", { className: "quiet" },
        `${formatNumber(seconds, 1)} s, ${formatNumber(Number(wirelength.toPrecision(5)))} ${this.unit}`)));
    const isDone = state.stages.some(({ name }) => name === state.stage);
    if (state.phase !== "finished" && state.stage && !isDone) {
      done.push(element("li", { "aria-current": "step" }, stageNames[state.stage]));
    }
    this.stages.replaceChildren(...done);
  }
}

startPage((section) => new FlatPage(section));
