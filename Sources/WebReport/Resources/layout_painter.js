// Draws boxes into a buffer of pixels: a hundred thousand of them take a few milliseconds, which
// neither paths on a canvas nor elements do.

class PixelBuffer {
  constructor(width, height) {
    this.width = width;
    this.height = height;
    this.image = new ImageData(width, height);
    this.pixels = new Uint32Array(this.image.data.buffer);
  }

  clear([red, green, blue]) {
    this.pixels.fill(packColor(red, green, blue));
  }

  /** Fills the pixels from (left, top) up to but without (right, bottom); `opacity` is 0 to 256. */
  fill(left, top, right, bottom, [red, green, blue], opacity = 256) {
    left = Math.max(left, 0);
    top = Math.max(top, 0);
    right = Math.min(right, this.width);
    bottom = Math.min(bottom, this.height);
    if (left >= right || top >= bottom) return;
    const { pixels, width } = this;
    if (opacity >= 256) {
      const color = packColor(red, green, blue);
      for (let row = top; row < bottom; row++) {
        if (right - left > 16) pixels.fill(color, row * width + left, row * width + right);
        else for (let at = row * width + left; at < row * width + right; at++) pixels[at] = color;
      }
      return;
    }
    // Red and blue are blended in one number, with green's byte free between them.
    const redBlue = ((blue << 16) | red) * opacity;
    const ownGreen = (green << 8) * opacity;
    const rest = 256 - opacity;
    for (let row = top; row < bottom; row++) {
      for (let at = row * width + left; at < row * width + right; at++) {
        const below = pixels[at];
        pixels[at] =
          0xff000000 | ((((below & 0xff00ff) * rest + redBlue) >>> 8) & 0xff00ff)
          | ((((below & 0xff00) * rest + ownGreen) >>> 8) & 0xff00);
      }
    }
  }

  /** Draws the edge of a box, so many pixels wide, within it. */
  outline(left, top, right, bottom, color, opacity = 256, line = 1) {
    this.fill(left, top, right, Math.min(top + line, bottom), color, opacity);
    this.fill(left, Math.max(bottom - line, top + line), right, bottom, color, opacity);
    this.fill(left, top + line, Math.min(left + line, right), bottom - line, color, opacity);
    this.fill(Math.max(right - line, left + line), top + line, right, bottom - line, color, opacity);
  }
}

function packColor(red, green, blue) {
  return (0xff000000 | (blue << 16) | (green << 8) | red) >>> 0;
}

/** Where the design is on the canvas: the point at its centre, and pixels of the canvas a unit. */
class Camera {
  constructor() {
    this.x = 0;
    this.y = 0;
    this.scale = 1;
    this.width = 1;
    this.height = 1;
  }

  fit({ minX, minY, maxX, maxY }) {
    this.x = (minX + maxX) / 2;
    this.y = (minY + maxY) / 2;
    this.fitScale = Math.min(this.width / (maxX - minX), this.height / (maxY - minY)) * 0.94;
    this.scale = this.fitScale;
  }

  toScreenX(x) { return (x - this.x) * this.scale + this.width / 2; }
  toScreenY(y) { return this.height / 2 - (y - this.y) * this.scale; }
  toDesignX(x) { return (x - this.width / 2) / this.scale + this.x; }
  toDesignY(y) { return (this.height / 2 - y) / this.scale + this.y; }

  /** Changes the scale so that a point of the canvas stays on its point of the design. */
  zoom(factor, atX = this.width / 2, atY = this.height / 2) {
    const [x, y] = [this.toDesignX(atX), this.toDesignY(atY)];
    this.scale = Math.min(Math.max(this.scale * factor, this.fitScale / 8), this.fitScale * 4000);
    this.x = x - (atX - this.width / 2) / this.scale;
    this.y = y + (atY - this.height / 2) / this.scale;
  }
}

class LayoutPainter {
  constructor(model, camera) {
    this.model = model;
    this.camera = camera;
    this.readColors();
  }

  readColors() {
    this.colors = {};
    for (const name of ["paper", "die", "die-edge", "hard", "hard-edge", "soft", "soft-edge",
      "cell", "port", "blockage", "grid-cell"]) {
      this.colors[name] = theme.rgb(name);
    }
  }

  /** Draws what `shown` says: kinds of nodes by number, `grid`, and the name of a map or null. */
  paint(buffer, shown) {
    const { model, colors } = this;
    const ratio = window.devicePixelRatio || 1;
    this.line = Math.max(1, Math.round(ratio));
    buffer.clear(colors.paper);
    const die = this.screenBox(model.section.die);
    if (die) buffer.fill(...die, colors.die);
    const map = shown.map === null ? null
      : model.mapView?.maps.find((map) => map.name === shown.map) ?? null;
    if (map && map.values.length > 0) this.paintMap(buffer, map, shown.mapMost);
    if (shown.grid) this.paintGrid(buffer);
    for (const blockage of model.section.blockages) {
      const box = this.screenBox(blockage);
      if (box) buffer.fill(...box, colors.blockage, 70);
    }
    const overMap = map !== null && map.values.length > 0;
    if (shown[nodeKind.softMacro]) {
      this.paintNodes(buffer, nodeKind.softMacro, colors.soft, overMap ? 0 : 80, colors["soft-edge"], overMap ? 90 : 120);
    }
    if (shown[nodeKind.cell]) {
      this.paintNodes(buffer, nodeKind.cell, colors.cell, overMap ? 36 : 160, colors.cell, overMap ? 90 : 256, 9);
    }
    if (shown[nodeKind.hardMacro]) {
      // Over a map edges are white, with a dark line within, as maps are dark in places and bright in others.
      this.paintNodes(buffer, nodeKind.hardMacro, colors.hard, overMap ? 0 : shown.hardOpacity ?? 236,
        overMap ? [255, 255, 255] : colors["hard-edge"], 256, overMap ? 3 : 6, overMap ? [16, 21, 28] : null);
    }
    if (shown[nodeKind.port]) this.paintPorts(buffer);
    if (die) buffer.outline(...die, colors["die-edge"], 256, this.line);
  }

  /** The pixels that a rectangle covers, at least one each way; null if it is no rectangle. */
  screenBox({ minX, minY, maxX, maxY }) {
    const { camera } = this;
    const left = Math.round(camera.toScreenX(minX));
    const top = Math.round(camera.toScreenY(maxY));
    const right = Math.max(Math.round(camera.toScreenX(maxX)), left + 1);
    const bottom = Math.max(Math.round(camera.toScreenY(minY)), top + 1);
    return Number.isFinite(left + top + right + bottom) ? [left, top, right, bottom] : null;
  }

  /** Draws the nodes of a kind, with edges from so many pixels of height on, where wanted a second within. */
  paintNodes(buffer, kind, color, opacity, edge, edgeOpacity, edgeFrom = 3, innerEdge = null) {
    const { model, camera } = this;
    const { scale, width, height } = camera;
    const offsetX = width / 2 - camera.x * scale;
    const offsetY = height / 2 + camera.y * scale;
    const from = edgeFrom * this.line;
    for (const node of model.nodesOfKind[kind]) {
      const boxWidth = model.outlineWidths[node] * scale;
      const boxHeight = model.outlineHeights[node] * scale;
      const centerX = model.x[node] * scale + offsetX;
      const centerY = offsetY - model.y[node] * scale;
      const leftEdge = centerX - boxWidth / 2;
      const topEdge = centerY - boxHeight / 2;
      // Written so that places that are no number are passed over too.
      if (!(leftEdge < width && topEdge < height)) continue;
      if (leftEdge + boxWidth < 0 || topEdge + boxHeight < 0) continue;
      const left = Math.round(leftEdge);
      const top = Math.round(topEdge);
      const right = Math.max(Math.round(leftEdge + boxWidth), left + 1);
      const bottom = Math.max(Math.round(topEdge + boxHeight), top + 1);
      // Cells of a row have edges together, however wide each is.
      if (bottom - top >= from && right - left >= 3 * this.line) {
        if (opacity > 0) buffer.fill(left, top, right, bottom, color, opacity);
        buffer.outline(left, top, right, bottom, edge, edgeOpacity, this.line);
        if (innerEdge && right - left >= 4 * from && bottom - top >= 4 * from) {
          const { line } = this;
          buffer.outline(left + line, top + line, right - line, bottom - line, innerEdge, 200, line);
        }
      } else {
        // What is thinner than a pixel covers a part of it.
        const share = Math.min(boxWidth, 1) * Math.min(boxHeight, 1);
        const least = opacity === 0 ? edgeOpacity : opacity;
        buffer.fill(left, top, right, bottom, opacity === 0 ? edge : color,
          Math.max((least * share) | 0, 24));
      }
    }
  }

  paintPorts(buffer) {
    const { model, camera } = this;
    const least = 2 * this.line;
    for (const node of model.nodesOfKind[nodeKind.port]) {
      const halfWidth = Math.max((model.outlineWidths[node] * camera.scale) / 2, least);
      const halfHeight = Math.max((model.outlineHeights[node] * camera.scale) / 2, least);
      const x = camera.toScreenX(model.x[node]);
      const y = camera.toScreenY(model.y[node]);
      if (!Number.isFinite(x + y)) continue;
      buffer.fill(Math.round(x - halfWidth), Math.round(y - halfHeight),
        Math.round(x + halfWidth), Math.round(y + halfHeight), this.colors.port);
    }
  }

  /** The edges of the grid's columns and rows in pixels, or of blocks of so many of them. */
  gridEdges(block = 1) {
    const { camera, model } = this;
    const { die, columns, rows } = model.section;
    const xs = Array.from({ length: Math.ceil(columns / block) + 1 }, (_, column) =>
      Math.round(camera.toScreenX(
        die.minX + ((die.maxX - die.minX) * Math.min(column * block, columns)) / columns)));
    const ys = Array.from({ length: Math.ceil(rows / block) + 1 }, (_, row) =>
      Math.round(camera.toScreenY(
        die.minY + ((die.maxY - die.minY) * Math.min(row * block, rows)) / rows)));
    return { xs, ys };
  }

  paintMap(buffer, map, most) {
    const { xs, ys } = this.gridEdges(map.block);
    const [columns, rows] = [xs.length - 1, ys.length - 1];
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const share = most > 0 ? map.values[row * columns + column] / most : 0;
        const level = Math.min(Math.max(Math.floor(share * 128), 0), 127) || 0;
        buffer.fill(xs[column], ys[row + 1], xs[column + 1], ys[row], heatColors[level]);
      }
    }
  }

  paintGrid(buffer) {
    const { xs, ys } = this.gridEdges();
    const color = this.colors["grid-cell"];
    for (const x of xs) buffer.fill(x, ys.at(-1), x + 1, ys[0], color, 90);
    for (const y of ys) buffer.fill(xs[0], y, xs.at(-1), y + 1, color, 90);
  }
}
