// What is selected, in words: a node with its nets, or a net with its nodes.

const listLimit = 200;

class SelectionPanel {
  /** `actions` has `selectNode`, `selectNet` and `hoverNet`. */
  constructor(model, actions) {
    this.model = model;
    this.actions = actions;
    this.body = element("div", { className: "selection" });
    this.root = element("section", { className: "panel-part", "aria-label": "Selection" },
      element("h3", {}, "Selection"), this.body);
    this.showNothing();
  }

  showNothing() {
    this.shown = -1;
    this.body.replaceChildren(
      element("p", { className: "quiet" }, "Select a macro, cell or port to see its nets."));
  }

  showNode(node, drawn) {
    const { model } = this;
    const { unit } = model.section;
    const nets = model.netsOf(node);
    this.shown = node;
    this.centre = element("span");
    this.orientation = element("span");
    this.updatePlace();
    const facts = [
      ["Kind", kindNames[model.kinds[node]] + (model.fixed[node] ? ", fixed" : "")],
      ["Size", `${this.length(model.widths[node])} × ${this.length(model.heights[node])} ${unit}`],
      ["Centre", this.centre],
      ["Orientation", this.orientation],
      ["Nets", formatNumber(nets.length)],
      ["Flylines", drawn.left === 0 ? formatNumber(drawn.lines)
        : `${formatNumber(drawn.lines)}; ${drawn.left} nets of over ${drawn.limit} nodes are not drawn`],
    ];
    this.body.replaceChildren(
      element("p", { className: "selection-name" }, model.names[node]), factList(facts),
      this.list("Nets", nets, (net) => model.netNames[net], (net) => model.nodesOf(net).length,
        (net) => this.actions.selectNet(net, node), (net) => this.actions.hoverNet(net)));
  }

  length(value) {
    return formatNumber(Number((value / this.model.section.unitLength).toPrecision(6)));
  }

  /** Says anew where the node is, after nodes have moved. */
  updatePlace() {
    const { model, shown } = this;
    if (shown < 0) return;
    this.centre.textContent =
      `${this.length(model.x[shown])}, ${this.length(model.y[shown])} ${model.section.unit}`;
    this.orientation.textContent = orientationNames[model.orientations[shown]];
  }

  showNet(net, node) {
    const { model } = this;
    this.shown = -1;
    const nodes = model.nodesOf(net);
    const back = node < 0 ? null : element("button", { type: "button", className: "chip" },
      `Back to ${shortened(model.names[node], 26)}`);
    back?.addEventListener("click", () => this.actions.selectNode(node));
    this.body.replaceChildren(
      element("p", { className: "selection-name" }, model.netNames[net]),
      factList([["Kind", "net"], ["Nodes", formatNumber(nodes.length)]]), back ?? "",
      this.list("Nodes", nodes, (other) => model.names[other], (other) => kindNames[model.kinds[other]],
        (other) => this.actions.selectNode(other), () => {}));
  }

  /** A list of buttons, at most `listLimit` of them. */
  list(title, items, nameOf, detailOf, choose, hover) {
    const list = element("ul", { className: "name-list", "aria-label": title });
    for (const item of items.subarray(0, listLimit)) {
      const button = element("button", { type: "button" }, element("span", {}, nameOf(item)),
        element("span", { className: "quiet" }, String(detailOf(item))));
      button.addEventListener("click", () => choose(item));
      for (const event of ["pointerenter", "focus"]) {
        button.addEventListener(event, () => hover(item));
      }
      for (const event of ["pointerleave", "blur"]) {
        button.addEventListener(event, () => hover(-1));
      }
      list.append(element("li", {}, button));
    }
    if (items.length > listLimit) {
      list.append(element("li", { className: "quiet" }, `and ${items.length - listLimit} more`));
    }
    return list;
  }
}

function factList(facts) {
  const list = element("dl", { className: "facts" });
  for (const [label, value] of facts) list.append(element("dt", {}, label), element("dd", {}, value));
  return list;
}
