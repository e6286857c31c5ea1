// A layout to look around in: canvas, camera, pointer and keys.

/** Nets with more nodes than this have no flylines: clocks and resets would hide all others. */
const flylineLimit = 200;

function buildLayout(section) {
  const { card, body } = sectionCard("layout", section.title, section.note);
  body.append(new LayoutView(section).root);
  return card;
}

class LayoutView {
  constructor(section) {
    this.model = new LayoutModel(section);
    this.camera = new Camera();
    this.index = new NodeIndex(this.model);
    this.painter = new LayoutPainter(this.model, this.camera);
    this.overlay = new LayoutOverlay(this.model, this.camera);
    this.state = {
      shown: { 0: true, 1: true, 2: true, 3: true, names: true, grid: false, map: null, mapMost: 0 },
      selected: -1, hovered: -1, net: -1, flylineNets: [], showsCrosshair: false,
    };
    this.chosenNet = -1;
    this.build();
    this.listen();
    theme.onChange(() => {
      this.painter.readColors();
      this.draw();
    });
  }

  build() {
    const { model } = this;
    const redraw = () => this.draw();
    const helpID = freshID("help");
    this.boxes = element("canvas", { className: "boxes", "aria-hidden": "true" });
    this.lines = element("canvas", {
      className: "lines", tabIndex: 0, role: "application", "aria-label": "Layout",
      "aria-describedby": helpID,
    });
    this.tooltip = element("div", { className: "tooltip", hidden: true });
    const zoomButton = (text, name, action) => {
      const button = element("button", { type: "button", title: name, "aria-label": name }, text);
      button.addEventListener("click", action);
      return button;
    };
    this.stage = element("div", { className: "stage" }, this.boxes, this.lines, this.tooltip,
      element("div", { className: "zoom-buttons", role: "group", "aria-label": "Zoom" },
        zoomButton("+", "Zoom in", () => this.zoom(1.5)),
        zoomButton("−", "Zoom out", () => this.zoom(1 / 1.5)),
        zoomButton("Fit", "Fit", () => this.fit())));
    this.said = element("p", { className: "visually-hidden", role: "status" });
    this.figures = element("div", { className: "view-figures quiet" });
    this.search = new NameSearch(model, (kind, number) => this.find(kind, number));
    this.panel = new SelectionPanel(model, {
      selectNode: (node) => this.selectNode(node, true),
      selectNet: (net, node) => this.selectNet(net, node),
      hoverNet: (net) => this.hoverNet(net),
    });
    this.maps = buildMapControls(model, this.state.shown, () => this.mapChosen());
    this.player = buildPlayer(model, () => this.moved());
    this.compare = buildCompareControls(model, () => {
      this.player?.pause();
      this.moved();
    });
    const help = element("p", { className: "note quiet", id: helpID }, this.help);
    this.root = element("div", { className: "layout-grid" },
      element("div", { className: "layout-main" }, this.stage, this.figures,
        this.compare?.root, this.player?.root, help, this.said),
      element("div", { className: "panel" }, this.search.root,
        buildLayerControls(model, this.state.shown, redraw), this.maps?.part, this.panel.root));
    this.showFigures();
  }

  get help() {
    return "Drag or arrow keys move, wheel or + and − zoom, 0 fits. Click or Enter selects, N and P go to "
      + "the next and previous macro, Escape clears.";
  }

  listen() {
    new ResizeObserver(() => this.resize()).observe(this.stage);
    this.lines.addEventListener("keydown", (event) => this.key(event));
    this.lines.addEventListener("focus", () => {
      this.state.showsCrosshair = this.lines.matches(":focus-visible");
      this.draw();
    });
    this.lines.addEventListener("blur", () => {
      this.state.showsCrosshair = false;
      this.draw();
    });
    this.lines.addEventListener("wheel", (event) => {
      event.preventDefault();
      const [x, y] = this.canvasPoint(event);
      const lines = event.deltaMode === 1 ? 33 : 1;
      this.camera.zoom(Math.exp(-event.deltaY * lines * 0.0016), x, y);
      this.hover(event);
      this.draw();
    }, { passive: false });
    listenToPointers(this);
  }

  /** What a pointer that goes down here drags, with `move(event)`, `drop()` and `cancel()`; null for the
      view. Layouts that can be edited have an answer. */
  grip() {
    return null;
  }

  // Camera.

  resize() {
    const ratio = window.devicePixelRatio || 1;
    const width = Math.round(this.stage.clientWidth * ratio);
    const height = Math.round(this.stage.clientHeight * ratio);
    const { camera } = this;
    if (width === 0 || height === 0 || (width === camera.width && height === camera.height)) return;
    for (const canvas of [this.boxes, this.lines]) {
      canvas.width = width;
      canvas.height = height;
    }
    const zoomed = camera.fitScale ? camera.scale / camera.fitScale : 1;
    const [x, y] = [camera.x, camera.y];
    const isFirst = camera.fitScale === undefined;
    camera.width = width;
    camera.height = height;
    camera.fit(this.model.extent);
    if (!isFirst) {
      camera.scale *= zoomed;
      [camera.x, camera.y] = [x, y];
    }
    this.buffer = new PixelBuffer(width, height);
    this.draw();
  }

  pan(dx, dy) {
    const ratio = window.devicePixelRatio || 1;
    this.camera.x -= (dx * ratio) / this.camera.scale;
    this.camera.y += (dy * ratio) / this.camera.scale;
  }

  zoom(factor) {
    this.camera.zoom(factor);
    this.draw();
  }

  fit() {
    this.camera.fit(this.model.extent);
    this.draw();
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const actions = this.keyActions(event);
    const action = actions[event.key] ?? actions[event.key.toLowerCase()];
    if (!action) return;
    event.preventDefault();
    this.state.showsCrosshair = true;
    action();
    this.draw();
  }

  /** What keys do. */
  keyActions(event) {
    const step = (event.shiftKey ? 0.5 : 0.1) * this.stage.clientWidth;
    return {
      ArrowLeft: () => this.pan(step, 0), ArrowRight: () => this.pan(-step, 0),
      ArrowUp: () => this.pan(0, step), ArrowDown: () => this.pan(0, -step),
      "+": () => this.camera.zoom(1.25), "=": () => this.camera.zoom(1.25),
      "-": () => this.camera.zoom(0.8), _: () => this.camera.zoom(0.8),
      0: () => this.fit(), Home: () => this.fit(),
      Enter: () => this.selectCentre(), Escape: () => this.clear(),
      n: () => this.nextMacro(1), p: () => this.nextMacro(-1),
      " ": () => this.player?.toggle(),
    };
  }

  // Pointing and selecting.

  canvasPoint(event) {
    const ratio = window.devicePixelRatio || 1;
    const box = this.lines.getBoundingClientRect();
    return [(event.clientX - box.left) * ratio, (event.clientY - box.top) * ratio];
  }

  nodeAt(x, y) {
    const { camera, state } = this;
    const reach = (6 * (window.devicePixelRatio || 1)) / camera.scale;
    return this.index.nodeAt(camera.toDesignX(x), camera.toDesignY(y), reach, state.shown);
  }

  hover(event) {
    const [x, y] = this.canvasPoint(event);
    const node = this.nodeAt(x, y);
    const net = this.flylineAt(x, y);
    if (node !== this.state.hovered || net !== this.state.net) {
      this.state.hovered = node;
      this.state.net = net >= 0 ? net : this.chosenNet;
      this.draw();
    }
    this.tooltip.hidden = node < 0 && net < 0;
    if (this.tooltip.hidden) return;
    this.tooltip.replaceChildren(...(net >= 0 ? this.netLines(net) : []),
      ...(node >= 0 ? this.nodeLines(node) : []));
    const ratio = window.devicePixelRatio || 1;
    const left = Math.min(x / ratio + 14, this.stage.clientWidth - this.tooltip.offsetWidth - 6);
    const below = y / ratio + 16;
    const fits = below + this.tooltip.offsetHeight < this.stage.clientHeight;
    this.tooltip.style.left = `${Math.max(left, 6)}px`;
    this.tooltip.style.top = `${fits ? below : y / ratio - this.tooltip.offsetHeight - 10}px`;
  }

  nodeLines(node) {
    const { model } = this;
    const { unit, unitLength } = model.section;
    const length = (value) => formatNumber(Number((value / unitLength).toPrecision(5)));
    return [
      element("strong", {}, model.names[node]),
      element("div", {}, `${kindNames[model.kinds[node]]}, `
        + `${length(model.widths[node])} × ${length(model.heights[node])} ${unit}, `
        + `${orientationNames[model.orientations[node]]}, ${model.netsOf(node).length} nets`),
    ];
  }

  netLines(net) {
    const { model } = this;
    return [
      element("strong", {}, model.netNames[net]),
      element("div", {}, `net of ${model.nodesOf(net).length} nodes`),
    ];
  }

  /** The net of the flyline within a few pixels of a point; -1 if there is none. */
  flylineAt(x, y) {
    const { model, camera, state } = this;
    if (state.selected < 0) return -1;
    let nearest = 4 * (window.devicePixelRatio || 1);
    let found = -1;
    const startX = camera.toScreenX(model.x[state.selected]);
    const startY = camera.toScreenY(model.y[state.selected]);
    for (const net of state.flylineNets) {
      for (const node of model.nodesOf(net)) {
        if (!state.shown[model.kinds[node]]) continue;
        const dx = camera.toScreenX(model.x[node]) - startX;
        const dy = camera.toScreenY(model.y[node]) - startY;
        const length = dx * dx + dy * dy;
        if (length < 100) continue;
        const along = ((x - startX) * dx + (y - startY) * dy) / length;
        if (along < 0 || along > 1) continue;
        const gap = Math.hypot(x - startX - along * dx, y - startY - along * dy);
        if (gap < nearest) [nearest, found] = [gap, net];
      }
    }
    return found;
  }

  leave() {
    this.tooltip.hidden = true;
    this.state.hovered = -1;
    this.state.net = this.chosenNet;
    this.draw();
  }

  selectCentre() {
    const node = this.nodeAt(this.camera.width / 2, this.camera.height / 2);
    if (node >= 0) this.selectNode(node, false);
  }

  nextMacro(step) {
    const macros = this.model.nodesOfKind[nodeKind.hardMacro].length > 0
      ? this.model.nodesOfKind[nodeKind.hardMacro] : this.model.nodesOfKind[nodeKind.softMacro];
    if (macros.length === 0) return;
    const place = macros.indexOf(this.state.selected);
    const next = place < 0 ? (step > 0 ? 0 : macros.length - 1) : place + step;
    this.selectNode(macros[(next + macros.length) % macros.length], true);
  }

  selectNode(node, bringsIntoView) {
    const { model, state } = this;
    const nets = model.netsOf(node);
    state.selected = node;
    state.flylineNets = nets.filter((net) => model.nodesOf(net).length <= flylineLimit);
    state.net = -1;
    this.chosenNet = -1;
    const lines = state.flylineNets.reduce((sum, net) => sum + model.nodesOf(net).length - 1, 0);
    this.panel.showNode(node,
      { lines, left: nets.length - state.flylineNets.length, limit: flylineLimit });
    this.said.textContent =
      `Selected ${model.names[node]}, ${kindNames[model.kinds[node]]}, ${nets.length} nets, ${lines} flylines`;
    if (bringsIntoView) this.bringIntoView(node);
    this.draw();
  }

  selectNet(net, node) {
    this.chosenNet = net;
    this.state.net = net;
    if (node < 0) this.state.selected = -1;
    this.panel.showNet(net, node);
    this.said.textContent =
      `Selected net ${this.model.netNames[net]}, ${this.model.nodesOf(net).length} nodes`;
    this.draw();
  }

  hoverNet(net) {
    this.state.net = net >= 0 ? net : this.chosenNet;
    this.draw();
  }

  find(kind, number) {
    if (kind === "node") this.selectNode(number, true);
    else this.selectNet(number, -1);
  }

  clear() {
    Object.assign(this.state, { selected: -1, net: -1, flylineNets: [] });
    this.chosenNet = -1;
    this.panel.showNothing();
    this.said.textContent = "Nothing selected";
    this.draw();
  }

  /** Moves the camera to a node that is outside the view or too small to see. */
  bringIntoView(node) {
    const { model, camera } = this;
    const [x, y] = [model.x[node], model.y[node]];
    if (!Number.isFinite(x + y)) return;
    const size = Math.max(model.outlineWidths[node], model.outlineHeights[node]) * camera.scale;
    if (size > 0 && size < 4) camera.scale = Math.min((camera.scale * 12) / size, camera.fitScale * 400);
    const [sx, sy] = [camera.toScreenX(x), camera.toScreenY(y)];
    if (sx < 0 || sy < 0 || sx > camera.width || sy > camera.height) {
      camera.x = x;
      camera.y = y;
    }
  }

  mapChosen() {
    this.draw();
  }

  // Drawing.

  /** After nodes have moved. */
  moved() {
    this.showFigures();
    this.maps?.update();
    this.panel.updatePlace();
    this.draw();
  }

  showFigures() {
    const { model } = this;
    const view = model.mapView;
    const isWhole = view && (model.share === 0 || model.share === 1);
    const figures = isWhole ? view.figures : [];
    const name = view === null ? "" : isWhole ? view.label
      : `${Math.round(100 * model.share)} % of the way`;
    this.figures.replaceChildren(element("span", {}, name),
      ...figures.map((figure) => element("span", {}, `${figure.label} `, element("b", {}, figure.value))));
  }

  /** Draws before the next frame of the screen. */
  draw() {
    if (this.isDue) return;
    this.isDue = true;
    requestAnimationFrame(() => {
      this.isDue = false;
      this.drawNow();
    });
  }

  drawNow() {
    if (!this.buffer) return;
    this.painter.paint(this.buffer, this.state.shown);
    this.boxes.getContext("2d").putImageData(this.buffer.image, 0, 0);
    this.overlay.paint(this.lines.getContext("2d"), this.state);
    this.root.dataset.zoom = (this.camera.scale / this.camera.fitScale).toFixed(3);
    this.root.dataset.drawn = Number(this.root.dataset.drawn ?? 0) + 1;
  }
}
