// The page of a design loop: the round that waits, and the report of the ledger below.

class LoopPage {
  constructor(report) {
    this.fault = element("p", { className: "fault inline", role: "alert", hidden: true, id: "fault" });
    this.round = element("div", { className: "round" });
    this.sections = element("div", { className: "live-sections" });
    document.getElementById("content").append(this.round, this.sections);
    this.show(report);
    this.shown = null;
    listenToUpdates((update) => this.update(update));
  }

  async update({ revision, waiting }) {
    // The content that came with the page is of the first update.
    if (this.revision !== undefined && this.revision !== revision) this.show(await fetchContent());
    this.revision = revision;
    const key = JSON.stringify(waiting ?? null);
    if (key === this.shown) return;
    this.shown = key;
    this.round.replaceChildren(waiting ? this.buildRound(waiting) : this.buildNothing());
    document.documentElement.dataset.waiting = waiting ? waiting.round : "no";
  }

  show(report) {
    this.sections.replaceChildren(
      element("p", { className: "quiet" }, report.subtitle),
      ...report.sections.map((section) => builders[section.type](section)));
    widenLoneCharts(this.sections);
  }

  buildNothing() {
    const { card, body } = sectionCard("status", "No round waits");
    body.append(element("p", { className: "quiet" },
      "Rounds of chipplace evolve --await-approval are shown here when they wait for approval."));
    return card;
  }

  buildRound(waiting) {
    const { card, body } = sectionCard("status", `Round ${waiting.round} waits for approval`);
    const chosen = new Set();
    const reason = element("input", { type: "text", id: "reason", maxLength: 500, value: "refused by a person" });
    const approve = actionButton("Approve", () => this.settle("round/approve", { round: waiting.round }),
      { id: "approve" });
    const refuse = actionButton("Refuse the chosen", () => this.settle("round/refuse",
      { round: waiting.round, candidates: [...chosen], reason: reason.value }), { id: "refuse", disabled: true });
    const boxes = waiting.candidates.map((candidate) => {
      const box = element("input", { type: "checkbox", "aria-label": `Refuse candidate ${candidate.id}` });
      box.dataset.candidate = candidate.id;
      box.addEventListener("change", () => {
        if (box.checked) chosen.add(candidate.id);
        else chosen.delete(candidate.id);
        refuse.disabled = chosen.size === 0 || reason.value.trim() === "";
        refuse.textContent = chosen.size === waiting.candidates.length ? "Refuse all"
          : "Refuse the chosen, place the rest";
      });
      return box;
    });
    reason.addEventListener("input", () => { refuse.disabled = chosen.size === 0 || reason.value.trim() === ""; });
    const digits = (value) => formatNumber(Number(value.toPrecision(4)));
    const headings = ["refuse", "candidate", "architecture", "origin", "expected objective", "90 % interval",
      "latency, ms", "energy, mJ", "area, mm²", "clock, GHz"];
    const rows = waiting.candidates.map((candidate, at) => element("tr", {},
      element("td", { className: "short" }, boxes[at]),
      element("td", { className: "number" }, String(candidate.id)),
      element("td", {}, candidate.architecture), element("td", { className: "short" }, candidate.origin),
      element("td", { className: "number" }, digits(candidate.objective)),
      element("td", { className: "number" }, `${digits(candidate.low)} to ${digits(candidate.high)}`),
      ...["latency", "energy", "area", "clock"].map((key) =>
        element("td", { className: "number" }, digits(candidate[key])))));
    body.append(
      element("p", {}, waiting.hypothesis),
      element("div", { className: "scroller", tabIndex: 0, role: "region", "aria-label": "Candidates" },
        element("table", { className: "candidates" },
          element("thead", {}, element("tr", {}, ...headings.map((title, at) =>
            element("th", { scope: "col", className: at === 1 || at > 3 ? "number" : "" }, title)))),
          element("tbody", {}, ...rows))),
      element("div", { className: "live-bar" }, approve, refuse,
        element("label", { className: "reason", for: reason.id }, "Reason", reason)),
      this.fault);
    return card;
  }

  async settle(action, body) {
    try {
      await post(action, body);
      showFault(this.fault, "");
    } catch (error) {
      showFault(this.fault, error.message);
    }
  }
}

startPage((report) => new LoopPage(report));
