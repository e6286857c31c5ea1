// The page of a placement: what goes on, the layout, the curve.

class PlacementPage extends RunPage {
  constructor(section) {
    super(new LiveLayout(section, {
      preview: (edit) => this.preview(edit), drop: (edit) => this.drop(edit),
      pin: (node) => this.pin(node), toggle: () => this.toggle(), undo: () => this.ask("undo"),
    }));
    this.curve = new GrowingCurve(["moves", "current", "best"]);
    this.wanted = null;
    this.isAsking = false;
    this.layout.onSelection = () => this.showSelection();
    this.build();
    listenToUpdates((update) => this.update(update));
  }

  build() {
    const content = document.getElementById("content");
    this.undoButton = actionButton("Undo", () => this.ask("undo"), { id: "undo" });
    this.progress = element("progress", { max: 1, value: 0, "aria-label": "Share of the budget spent" });
    const status = this.buildStatus(
      this.toggleButton, this.undoButton, this.saveButton, this.phase, this.progress);
    content.append(status, this.buildLayoutCard());
    this.chart = makeGrowingChart("Cost", "Since the server began; edits make steps.", "moves",
      "proxy cost", ["current", "best since the last edit"]);
    this.chart.card.classList.add("wide");
    content.append(this.chart.card);
  }

  buildLayoutCard() {
    const { card, body } = sectionCard("layout", "Layout");
    const pins = element("input", { type: "checkbox", id: "pin-dropped", checked: true });
    this.pinDropped = pins;
    this.pinButton = actionButton("Pin", () => this.pin(this.layout.state.selected), { id: "pin" });
    this.dropButton = actionButton("Drop", () => this.layout.drop(), { id: "drop", hidden: true });
    this.backButton = actionButton("Put back", () => this.layout.cancel(), { id: "back", hidden: true });
    this.pinCount = element("p", { className: "quiet pin-count", id: "pin-count", hidden: true });
    this.change = element("div", { className: "edit-change", role: "status", id: "change" });
    const part = element("section", { className: "panel-part edit", "aria-label": "Edit" },
      element("h3", {}, "Edit"),
      element("div", { className: "live-bar" }, this.pinButton, this.dropButton, this.backButton),
      element("label", { for: pins.id }, pins, "Pin what is dropped"), this.pinCount, this.change);
    this.layout.root.querySelector(".panel").prepend(part);
    body.append(this.layout.root);
    this.showSelection();
    return card;
  }

  // Asking the server.

  pin(node) {
    if (this.layout.isMovable(node)) {
      this.ask("pin", { node, pinned: !this.layout.state.pinned.has(node) });
    }
  }

  /** Asks what an edit costs: one request at a time, and of edits that waited only the last. */
  async preview(edit) {
    this.wanted = edit;
    this.showEditing();
    if (edit && this.state?.phase === "running") {
      // A person cannot aim while everything moves.
      this.resumesAfter = true;
      this.state.phase = "paused";
      this.ask("pause");
    }
    if (edit === null) {
      this.change.replaceChildren();
      return this.goOn();
    }
    if (this.isAsking) return;
    this.isAsking = true;
    while (this.wanted) {
      const asked = this.wanted;
      this.wanted = null;
      const answer = await this.ask("move", { ...asked, preview: true });
      if (answer && this.layout.state.edit) this.showChange(answer);
    }
    this.isAsking = false;
  }

  async drop(edit) {
    this.wanted = null;
    this.showEditing();
    const body = this.pinDropped.checked ? { ...edit, pinned: true } : edit;
    const answer = await this.ask("move", body);
    if (answer) this.showChange(answer);
    else this.change.replaceChildren();
    this.goOn();
  }

  goOn() {
    if (this.resumesAfter) this.ask("resume");
    this.resumesAfter = false;
  }

  // Showing.

  update(update) {
    const { state, curve, layout } = update;
    this.note(update);
    this.layout.update(layout, state.pinned);
    if (curve.length > 0) {
      this.curve.add(curve);
      this.chart.show(this.curve.columns);
    }
    // What comes before the first moves tells nothing of itself.
    const isStarting = state.moves === 0;
    const names = {
      running: isStarting ? "Making a start" : "Annealing", paused: "Paused", finished: "Finished",
    };
    this.phase.textContent = names[state.phase];
    this.toggleButton.textContent =
      state.phase === "running" ? "Pause" : state.moves > 0 ? "Go on annealing" : "Anneal";
    this.undoButton.disabled = !state.canUndo;
    this.progress.value = state.fraction;
    this.showCosts(state);
    this.showFaults(state.faults);
    const count = state.pinned.length;
    showFault(this.pinCount, count === 0 ? "" : `${count} pinned, with a dot at the corner`);
    this.showSelection();
  }

  showCosts(state) {
    this.showFigures([
      ["Proxy cost", formatNumber(state.cost.proxy, 6)],
      ["Wirelength", formatNumber(state.cost.wirelength, 4)],
      ["Density", formatNumber(state.cost.density, 4)],
      ["Congestion", formatNumber(state.cost.congestion, 4)],
      ["Best since the last edit", formatNumber(state.bestCost, 6)],
      ["Moves", formatNumber(state.moves, 0)],
      ["Accepted", state.acceptance === undefined ? "–" : `${formatNumber(100 * state.acceptance, 1)} %`],
    ]);
  }

  showSelection() {
    const { selected, pinned } = this.layout.state;
    const isMovable = this.layout.isMovable(selected);
    this.pinButton.disabled = !isMovable;
    this.pinButton.textContent = isMovable && pinned.has(selected) ? "Unpin" : "Pin";
    this.showEditing();
  }

  showEditing() {
    const isEditing = this.layout.state.edit !== null;
    this.dropButton.hidden = !isEditing;
    this.backButton.hidden = !isEditing;
  }

  /** What an edit does to the cost, part by part. */
  showChange({ name, before, after, faults, committed }) {
    const rows = [["Proxy cost", "proxy"], ["Wirelength", "wirelength"], ["Density", "density"],
      ["Congestion", "congestion"]].map(([label, key]) => {
      const change = after[key] - before[key];
      const sign = Math.abs(change) < 5e-7 ? "same" : change < 0 ? "better" : "worse";
      return element("tr", { className: sign }, element("th", { scope: "row" }, label),
        element("td", { className: "number" }, formatNumber(before[key], 4)),
        element("td", { className: "number" }, formatNumber(after[key], 4)),
        element("td", { className: "number change" },
          sign === "same" ? "0" : `${change < 0 ? "−" : "+"}${formatNumber(Math.abs(change), 6)}`));
    });
    this.change.replaceChildren(
      element("p", {}, committed ? `${name} is dropped.` : `${name}, if dropped here:`),
      element("table", { className: "change-table" },
        element("thead", {}, element("tr", {}, ...["", "before", "after", "change"].map((title) =>
          element("th", { scope: "col" }, title)))),
        element("tbody", {}, ...rows)),
      ...faults.map((fault) => element("p", { className: "illegal" }, fault)));
    this.change.dataset.change = String(after.proxy - before.proxy);
    this.change.dataset.committed = String(committed);
  }
}

startPage((section) => new PlacementPage(section));
