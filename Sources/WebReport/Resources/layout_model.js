// A layout's data, and where its nodes are at the moment: between two placements, or in a frame of
// the animation.

const nodeKind = { hardMacro: 0, softMacro: 1, cell: 2, port: 3 };
const kindNames = ["hard macro", "soft macro", "cell", "port"];
const orientationNames = ["N", "W", "S", "E", "FN", "FW", "FS", "FE"];

class LayoutModel {
  constructor(section) {
    const { nodes, nets } = section;
    this.section = section;
    this.count = nodes.count;
    this.kinds = decodeNumbers(nodes.kinds);
    this.widths = decodeNumbers(nodes.widths);
    this.heights = decodeNumbers(nodes.heights);
    this.fixed = decodeNumbers(nodes.fixed);
    this.names = decodeNames(nodes.names, nodes.count);
    this.netCount = nets.count;
    this.netStarts = decodeNumbers(nets.starts);
    this.netNodes = decodeNumbers(nets.nodes);
    this.netNames = decodeNames(nets.names, nets.count);
    this.views = section.views.map((view) => ({
      label: view.label, figures: view.figures,
      x: decodeNumbers(view.x), y: decodeNumbers(view.y),
      orientations: decodeNumbers(view.orientations),
      maps: view.maps.map((map) => ({ ...map, values: decodeNumbers(map.values) })),
    }));
    this.frames = this.decodeFrames(section.animation);
    this.listKinds();
    this.linkNets();
    // The state: centres and outlines' sizes.
    this.x = new Float32Array(this.count);
    this.y = new Float32Array(this.count);
    this.outlineWidths = new Float32Array(this.count);
    this.outlineHeights = new Float32Array(this.count);
    this.orientations = new Uint8Array(this.count);
    this.revision = 0;
    this.before = 0;
    this.after = this.views.length - 1;
    this.showBetween(1);
    this.extent = this.findExtent();
  }

  decodeFrames(animation) {
    if (!animation) return [];
    this.movingNodes = decodeNumbers(animation.nodes);
    this.frameExtent = animation.extent;
    return animation.frames.map((frame) => ({
      label: frame.label, x: decodeNumbers(frame.x), y: decodeNumbers(frame.y),
      orientations: decodeNumbers(frame.orientations),
    }));
  }

  /** Nodes by kind, the largest first, so that small ones are drawn over large ones. */
  listKinds() {
    const lists = [[], [], [], []];
    for (let node = 0; node < this.count; node++) lists[this.kinds[node]].push(node);
    const area = (node) => this.widths[node] * this.heights[node];
    for (const kind of [nodeKind.hardMacro, nodeKind.softMacro]) {
      lists[kind].sort((left, right) => area(right) - area(left) || left - right);
    }
    this.nodesOfKind = lists.map((list) => Int32Array.from(list));
  }

  /** The nets of each node, in compressed rows, from the nodes of each net. */
  linkNets() {
    const starts = new Int32Array(this.count + 1);
    for (const node of this.netNodes) starts[node + 1] += 1;
    for (let node = 0; node < this.count; node++) starts[node + 1] += starts[node];
    const next = starts.slice();
    const nets = new Int32Array(this.netNodes.length);
    for (let net = 0; net < this.netCount; net++) {
      for (let place = this.netStarts[net]; place < this.netStarts[net + 1]; place++) {
        nets[next[this.netNodes[place]]++] = net;
      }
    }
    this.nodeNetStarts = starts;
    this.nodeNets = nets;
  }

  netsOf(node) {
    return this.nodeNets.subarray(this.nodeNetStarts[node], this.nodeNetStarts[node + 1]);
  }

  nodesOf(net) {
    return this.netNodes.subarray(this.netStarts[net], this.netStarts[net + 1]);
  }

  /** Shows the placement at a share of the way from the one chosen as before to that as after. */
  showBetween(share) {
    this.share = share;
    this.frame = null;
    const from = this.views[this.before];
    const to = this.views[this.after];
    for (let node = 0; node < this.count; node++) {
      this.x[node] = from.x[node] + (to.x[node] - from.x[node]) * share;
      this.y[node] = from.y[node] + (to.y[node] - from.y[node]) * share;
    }
    if (share === 1) {
      this.x.set(to.x);
      this.y.set(to.y);
    }
    this.orientations.set(share < 0.5 ? from.orientations : to.orientations);
    this.placeOutlines();
  }

  /** Shows a frame of the animation. */
  showFrame(number) {
    const last = this.views.at(-1);
    this.frame = number;
    this.x.set(last.x);
    this.y.set(last.y);
    this.orientations.set(last.orientations);
    const { x, y, orientations } = this.frames[number];
    const { minX, minY, maxX, maxY } = this.frameExtent;
    for (let place = 0; place < this.movingNodes.length; place++) {
      const node = this.movingNodes[place];
      this.x[node] = minX + ((maxX - minX) * x[place]) / 65535;
      this.y[node] = minY + ((maxY - minY) * y[place]) / 65535;
      this.orientations[node] = orientations[place];
    }
    this.placeOutlines();
  }

  /** Puts nodes elsewhere, in the last placement, and shows that. */
  place(nodes, x, y, orientations) {
    const last = this.views.at(-1);
    nodes.forEach((node, at) => {
      last.x[node] = x[at];
      last.y[node] = y[at];
      last.orientations[node] = orientations[at];
    });
    this.showBetween(1);
  }

  placeOutlines() {
    for (let node = 0; node < this.count; node++) {
      const turns = (this.orientations[node] & 1) === 1;
      this.outlineWidths[node] = turns ? this.heights[node] : this.widths[node];
      this.outlineHeights[node] = turns ? this.widths[node] : this.heights[node];
    }
    this.revision += 1;
  }

  /** The placement whose maps can be shown; null in a frame, which has none. */
  get mapView() {
    if (this.frame !== null) return null;
    return this.views[this.share < 0.5 ? this.before : this.after];
  }

  /** What to look at: the die, or where it is none the nodes, and hard macros beside it. */
  findExtent() {
    let { minX, minY, maxX, maxY } = this.section.die;
    const isDie = maxX > minX && maxY > minY;
    if (!isDie) [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let node = 0; node < this.count; node++) {
      if (isDie && this.kinds[node] !== nodeKind.hardMacro) continue;
      const halfWidth = this.outlineWidths[node] / 2;
      const halfHeight = this.outlineHeights[node] / 2;
      if (!Number.isFinite(this.x[node] + this.y[node])) continue;
      minX = Math.min(minX, this.x[node] - halfWidth);
      maxX = Math.max(maxX, this.x[node] + halfWidth);
      minY = Math.min(minY, this.y[node] - halfHeight);
      maxY = Math.max(maxY, this.y[node] + halfHeight);
    }
    if (!(maxX > minX && maxY > minY)) [minX, minY, maxX, maxY] = [0, 0, 1, 1];
    return { minX, minY, maxX, maxY };
  }
}
