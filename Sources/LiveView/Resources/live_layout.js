// A layout that people edit: a selected macro is dragged, or moved by keys, and dropped.

class LiveLayout extends RunLayout {
  /** `actions` has `preview(edit)`, `drop(edit)`, `pin(node)`, `toggle()` and `undo()`. An edit has a node,
      its centre and its orientation. */
  constructor(section, actions) {
    super(section, actions);
    this.overlay = new LiveOverlay(this.model, this.camera);
    Object.assign(this.state, { pinned: new Set(), edit: null, origin: null });
    this.onSelection = () => {};
  }

  get help() {
    return "Select a macro by a click, or with N and P, then drag it, or move it with the arrow keys "
      + "(with Shift in small steps) and R to turn it; Enter drops it, Escape puts it back. L pins it. Space halts and "
      + "resumes annealing, U undoes. Where nothing is selected, dragging and arrow keys move the view; "
      + "wheel or + and − zoom, 0 fits.";
  }

  isMovable(node) {
    return node >= 0 && !this.model.fixed[node] && this.model.kinds[node] !== nodeKind.port;
  }

  // Editing.

  grip(event) {
    const { model, state, camera } = this;
    const [x, y] = this.canvasPoint(event);
    const node = state.selected;
    if (!this.isMovable(node) || !this.covers(node, camera.toDesignX(x), camera.toDesignY(y))) return null;
    const [startX, startY] = [model.x[node], model.y[node]];
    return {
      move: (moved) => {
        const [nowX, nowY] = this.canvasPoint(moved);
        this.edit(node, startX + (nowX - x) / camera.scale, startY - (nowY - y) / camera.scale);
      },
      drop: () => this.drop(),
      cancel: () => this.cancel(),
    };
  }

  covers(node, x, y) {
    const { model, camera } = this;
    const slack = 4 / camera.scale;
    return Math.abs(x - model.x[node]) <= model.outlineWidths[node] / 2 + slack
      && Math.abs(y - model.y[node]) <= model.outlineHeights[node] / 2 + slack;
  }

  /** Shows a node elsewhere, within the die, and asks what that would cost. */
  edit(node, x, y, orientation = this.model.orientations[node]) {
    const { model, state } = this;
    if (state.origin === null) {
      state.origin = { node, x: model.x[node], y: model.y[node], orientation: model.orientations[node] };
    }
    const { die } = model.section;
    const turns = (orientation & 1) === 1;
    const halfWidth = (turns ? model.heights[node] : model.widths[node]) / 2;
    const halfHeight = (turns ? model.widths[node] : model.heights[node]) / 2;
    const within = (value, low, high) => (low > high ? (low + high) / 2 : Math.min(Math.max(value, low), high));
    state.edit = {
      node, x: within(x, die.minX + halfWidth, die.maxX - halfWidth),
      y: within(y, die.minY + halfHeight, die.maxY - halfHeight), orientation,
    };
    // Not the net that was under the pointer when the drag began.
    state.net = this.chosenNet;
    this.showEdit();
    this.actions.preview({ ...state.edit, orientation: orientationNames[orientation] });
  }

  showEdit() {
    const { node, x, y, orientation } = this.state.edit;
    this.model.place([node], [x], [y], [orientation]);
    this.moved();
  }

  drop() {
    const { edit } = this.state;
    if (edit === null) return;
    this.state.edit = null;
    this.state.origin = null;
    this.actions.drop({ ...edit, orientation: orientationNames[edit.orientation] });
  }

  cancel() {
    const { origin } = this.state;
    if (origin === null) return;
    this.state.edit = null;
    this.state.origin = null;
    this.model.place([origin.node], [origin.x], [origin.y], [origin.orientation]);
    this.actions.preview(null);
    this.moved();
  }

  keyActions(event) {
    const actions = super.keyActions(event);
    const { state, model } = this;
    const node = state.selected;
    Object.assign(actions, {
      u: () => this.actions.undo(),
      l: () => { if (this.isMovable(node)) this.actions.pin(node); },
    });
    if (state.edit) Object.assign(actions, { Enter: () => this.drop(), Escape: () => this.cancel() });
    if (!this.isMovable(node)) return actions;
    const { die, columns, rows } = model.section;
    const share = event.shiftKey ? 0.1 : 1;
    const stepX = (share * (die.maxX - die.minX)) / columns;
    const stepY = (share * (die.maxY - die.minY)) / rows;
    const by = (dx, dy) => () => this.edit(node, model.x[node] + dx, model.y[node] + dy);
    return Object.assign(actions, {
      ArrowLeft: by(-stepX, 0), ArrowRight: by(stepX, 0), ArrowUp: by(0, stepY), ArrowDown: by(0, -stepY),
      r: () => this.edit(node, model.x[node], model.y[node], (model.orientations[node] & 4)
        | ((model.orientations[node] + 1) & 3)),
    });
  }

  selectNode(node, bringsIntoView) {
    if (this.state.edit && this.state.edit.node !== node) this.cancel();
    super.selectNode(node, bringsIntoView);
    this.onSelection();
  }

  clear() {
    this.cancel();
    super.clear();
    this.onSelection();
  }

  selectNet(net, node) {
    super.selectNet(net, node);
    this.onSelection();
  }

  hover(event) {
    super.hover(event);
    const { selected, hovered } = this.state;
    this.lines.style.cursor = hovered >= 0 && hovered === selected && this.isMovable(hovered) ? "move" : "";
  }

  drawNow() {
    super.drawNow();
    const { selected } = this.state;
    if (selected < 0 || !this.overlay.ratio) delete this.root.dataset.selection;
    else this.root.dataset.selection = this.overlay.screen(selected).slice(0, 2).join(" ");
  }

  // What the server tells.

  /** Takes new places in; a node that is being edited stays where the person has it. */
  update(change, pinned) {
    const { model, state } = this;
    state.pinned = new Set(pinned);
    if (change) {
      const x = decodeNumbers(change.x);
      const y = decodeNumbers(change.y);
      const orientations = decodeNumbers(change.orientations);
      const nodes = decodeNumbers(change.nodes);
      model.place(nodes, x, y, orientations);
      const at = state.origin ? nodes.indexOf(state.origin.node) : -1;
      if (at >= 0) Object.assign(state.origin, { x: x[at], y: y[at], orientation: orientations[at] });
    }
    if (state.edit) this.showEdit();
    else this.moved();
  }
}

/** Also marks what is pinned, and where a node that is being edited came from. */
class LiveOverlay extends LayoutOverlay {
  paint(context, state) {
    super.paint(context, state);
    context.fillStyle = theme.color("selection");
    context.strokeStyle = theme.color("paper");
    context.lineWidth = 1.5;
    for (const node of state.pinned) this.paintPin(context, node);
    if (state.origin) this.paintOrigin(context, state.origin);
  }

  paintPin(context, node) {
    const [x, y, width, height] = this.screen(node);
    const left = x + width / 2 - 9;
    const top = y - height / 2 + 9;
    context.beginPath();
    context.arc(left, top, 5, 0, 2 * Math.PI);
    context.fill();
    context.stroke();
  }

  paintOrigin(context, origin) {
    const { camera, model, ratio } = this;
    const turns = (origin.orientation & 1) === 1;
    const width = ((turns ? model.heights : model.widths)[origin.node] * camera.scale) / ratio;
    const height = ((turns ? model.widths : model.heights)[origin.node] * camera.scale) / ratio;
    context.setLineDash([5, 4]);
    context.strokeStyle = theme.color("selection");
    context.strokeRect(camera.toScreenX(origin.x) / ratio - width / 2,
      camera.toScreenY(origin.y) / ratio - height / 2, width, height);
    context.setLineDash([]);
  }
}
