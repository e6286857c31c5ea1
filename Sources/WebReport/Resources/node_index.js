// Which node is at a point: a uniform grid over the layout, each of whose bins lists the nodes that
// reach into it.

class NodeIndex {
  constructor(model) {
    this.model = model;
    this.revision = -1;
  }

  /** Builds the grid anew if nodes have moved since. */
  update() {
    const { model } = this;
    if (this.revision === model.revision) return;
    this.revision = model.revision;
    const { minX, minY, maxX, maxY } = model.extent;
    this.side = Math.min(Math.max(Math.ceil(Math.sqrt(model.count)), 1), 256);
    this.columnsPerUnit = this.side / (maxX - minX);
    this.rowsPerUnit = this.side / (maxY - minY);
    const counts = new Int32Array(this.side * this.side + 1);
    this.eachBin((bin) => { counts[bin + 1] += 1; });
    for (let bin = 1; bin < counts.length; bin++) counts[bin] += counts[bin - 1];
    this.starts = counts;
    const next = counts.slice();
    this.nodes = new Int32Array(counts[counts.length - 1]);
    this.eachBin((bin, node) => { this.nodes[next[bin]++] = node; });
  }

  eachBin(visit) {
    const { model } = this;
    for (let node = 0; node < model.count; node++) {
      const halfWidth = model.outlineWidths[node] / 2;
      const halfHeight = model.outlineHeights[node] / 2;
      if (!Number.isFinite(model.x[node] + model.y[node])) continue;
      const left = this.column(model.x[node] - halfWidth);
      const right = this.column(model.x[node] + halfWidth);
      const bottom = this.row(model.y[node] - halfHeight);
      const top = this.row(model.y[node] + halfHeight);
      for (let row = bottom; row <= top; row++) {
        for (let column = left; column <= right; column++) visit(row * this.side + column, node);
      }
    }
  }

  column(x) {
    const column = Math.floor((x - this.model.extent.minX) * this.columnsPerUnit);
    return Math.min(Math.max(column, 0), this.side - 1);
  }

  row(y) {
    const row = Math.floor((y - this.model.extent.minY) * this.rowsPerUnit);
    return Math.min(Math.max(row, 0), this.side - 1);
  }

  /** The smallest node that is shown at a point, or within `reach` of it; -1 if there is none. */
  nodeAt(x, y, reach, isShown) {
    this.update();
    const { model } = this;
    let best = -1;
    let bestArea = Infinity;
    for (let row = this.row(y - reach); row <= this.row(y + reach); row++) {
      for (let column = this.column(x - reach); column <= this.column(x + reach); column++) {
        const bin = row * this.side + column;
        for (let place = this.starts[bin]; place < this.starts[bin + 1]; place++) {
          const node = this.nodes[place];
          if (!isShown[model.kinds[node]]) continue;
          // Ports often have no size at all.
          const slack = model.kinds[node] === nodeKind.port ? reach : reach / 4;
          const width = Math.max(model.outlineWidths[node] / 2, slack);
          const height = Math.max(model.outlineHeights[node] / 2, slack);
          if (Math.abs(x - model.x[node]) > width || Math.abs(y - model.y[node]) > height) continue;
          if (width * height < bestArea) {
            best = node;
            bestArea = width * height;
          }
        }
      }
    }
    return best;
  }
}
