// What lies over the boxes: names of macros, flylines, what is selected and pointed at, the scale.

class LayoutOverlay {
  constructor(model, camera) {
    this.model = model;
    this.camera = camera;
  }

  /** Draws for a state of the view: `selected` node, `hovered` node, `net`, and what is shown. */
  paint(context, state) {
    const { camera } = this;
    const ratio = window.devicePixelRatio || 1;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, camera.width, camera.height);
    context.scale(ratio, ratio);
    this.ratio = ratio;
    if (state.shown.names) this.paintNames(context, state);
    if (state.selected >= 0) this.paintFlylines(context, state);
    if (state.net >= 0) this.paintNet(context, state.net);
    if (state.hovered >= 0 && state.hovered !== state.selected) {
      this.paintOutline(context, state.hovered, theme.color("ink"), 1.5);
    }
    if (state.selected >= 0) {
      this.paintOutline(context, state.selected, theme.color("selection"), 2.5);
    }
    if (state.showsCrosshair) this.paintCrosshair(context);
    this.paintScale(context);
  }

  screen(node) {
    const { model, camera, ratio } = this;
    return [
      camera.toScreenX(model.x[node]) / ratio, camera.toScreenY(model.y[node]) / ratio,
      (model.outlineWidths[node] * camera.scale) / ratio,
      (model.outlineHeights[node] * camera.scale) / ratio,
    ];
  }

  paintOutline(context, node, color, width) {
    const [x, y, boxWidth, boxHeight] = this.screen(node);
    const halfWidth = Math.max(boxWidth / 2, 4);
    const halfHeight = Math.max(boxHeight / 2, 4);
    context.lineWidth = width + 2;
    context.strokeStyle = theme.color("paper");
    context.strokeRect(x - halfWidth, y - halfHeight, 2 * halfWidth, 2 * halfHeight);
    context.lineWidth = width;
    context.strokeStyle = color;
    context.strokeRect(x - halfWidth, y - halfHeight, 2 * halfWidth, 2 * halfHeight);
  }

  paintFlylines(context, state) {
    const { model } = this;
    const [x, y] = this.screen(state.selected);
    context.beginPath();
    for (const net of state.flylineNets) {
      for (const node of model.nodesOf(net)) {
        if (node === state.selected || !state.shown[model.kinds[node]]) continue;
        const [otherX, otherY] = this.screen(node);
        if (!Number.isFinite(otherX + otherY)) continue;
        context.moveTo(x, y);
        context.lineTo(otherX, otherY);
      }
    }
    context.strokeStyle = theme.color("flyline");
    context.lineWidth = 1;
    context.globalAlpha = state.net >= 0 ? 0.2 : 0.6;
    context.stroke();
    context.globalAlpha = 1;
  }

  /** A net as a star from its driver, or its first node, with a dot on each. */
  paintNet(context, net) {
    const nodes = this.model.nodesOf(net);
    if (nodes.length === 0) return;
    const [x, y] = this.screen(nodes[0]);
    context.strokeStyle = theme.color("selection");
    context.fillStyle = theme.color("selection");
    context.lineWidth = 2;
    context.beginPath();
    for (const node of nodes) {
      const [otherX, otherY] = this.screen(node);
      context.moveTo(x, y);
      context.lineTo(otherX, otherY);
    }
    context.stroke();
    context.beginPath();
    for (const node of nodes) {
      const [otherX, otherY] = this.screen(node);
      context.moveTo(otherX + 3, otherY);
      context.arc(otherX, otherY, 3, 0, 2 * Math.PI);
    }
    context.fill();
  }

  /** Names of the largest hard macros, where they fit. */
  paintNames(context, state) {
    const { model, camera } = this;
    if (!state.shown[nodeKind.hardMacro]) return;
    context.font = "11px system-ui, sans-serif";
    context.textAlign = "center";
    context.textBaseline = "middle";
    const overMap = state.shown.map !== null && model.mapView?.maps.length > 0;
    context.fillStyle = overMap ? "#ffffff" : theme.color("hard-name");
    // Maps are dark in places and bright in others.
    context.strokeStyle = "#10151c";
    context.lineWidth = 3;
    context.lineJoin = "round";
    const write = (label, x, y) => {
      if (overMap) context.strokeText(label, x, y);
      context.fillText(label, x, y);
    };
    let left = 300;
    for (const node of model.nodesOfKind[nodeKind.hardMacro]) {
      const [x, y, width, height] = this.screen(node);
      if (width < 44 && height < 44) break;
      if (x < 0 || y < 0 || x > camera.width || y > camera.height) continue;
      const isUpright = height > 1.6 * width;
      const letters = Math.floor(((isUpright ? height : width) - 10) / 6.7);
      if ((isUpright ? width : height) < 15 || letters < 5) continue;
      const name = model.names[node];
      // Of a path the end tells most.
      const label = shortened(
        name.length > letters ? name.slice(name.lastIndexOf("/") + 1) : name, letters);
      if (isUpright) {
        context.save();
        context.translate(x, y);
        context.rotate(-Math.PI / 2);
        write(label, 0, 0);
        context.restore();
      } else {
        write(label, x, y);
      }
      left -= 1;
      if (left === 0) break;
    }
  }

  paintCrosshair(context) {
    const x = this.camera.width / this.ratio / 2;
    const y = this.camera.height / this.ratio / 2;
    context.lineWidth = 1.5;
    context.strokeStyle = theme.color("selection");
    context.beginPath();
    for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
      context.moveTo(x + 4 * dx, y + 4 * dy);
      context.lineTo(x + 12 * dx, y + 12 * dy);
    }
    context.stroke();
  }

  paintScale(context) {
    const { section } = this.model;
    const perUnit = (this.camera.scale * section.unitLength) / this.ratio;
    const target = 110 / perUnit;
    const power = 10 ** Math.floor(Math.log10(target));
    const length = power * [5, 2, 1].find((step) => step * power <= target);
    const [x, y] = [14, this.camera.height / this.ratio - 14];
    const text = `${formatNumber(length)} ${section.unit}`;
    context.font = "12px system-ui, sans-serif";
    context.textAlign = "left";
    context.textBaseline = "alphabetic";
    const room = Math.max(context.measureText(text).width, length * perUnit);
    context.globalAlpha = 0.85;
    context.fillStyle = theme.color("paper");
    context.fillRect(x - 6, y - 22, room + 12, 28);
    context.globalAlpha = 1;
    context.fillStyle = theme.color("ink");
    context.fillText(text, x, y - 8);
    context.fillRect(x, y - 1, length * perUnit, 2);
  }
}

/** The two ends of a name that is longer than so many letters. */
function shortened(name, letters) {
  if (name.length <= letters) return name;
  const kept = Math.max(letters - 1, 2);
  return `${name.slice(0, Math.ceil(kept / 2))}…${name.slice(name.length - Math.floor(kept / 2))}`;
}
