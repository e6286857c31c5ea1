// Curves and histograms, drawn by uPlot; legends and reading by keyboard are made here.

function buildCurves(section) {
  return makeCurves(section).card;
}

/** A card with curves, and the plot in it. */
function makeCurves(section) {
  const { card, body } = sectionCard("curves", section.title, section.note);
  const tables = [];
  const series = [];
  const bands = [];
  // Which rows of uPlot's data belong to each series: itself, then its interval's ends.
  const members = [];
  section.series.forEach((curve, index) => {
    const x = decodeNumbers(curve.x);
    const columns = [curve.y, curve.lower, curve.upper].filter(Boolean);
    const first = series.length + 1;
    columns.forEach((column, part) => {
      tables.push([x, gapped(decodeNumbers(column))]);
      series.push(part === 0 ? curveStyle(curve, index) : { label: "", width: 0, points: { show: false } });
    });
    if (columns.length === 3) {
      bands.push({ series: [first + 2, first + 1], fill: () => `${theme.series(index)}33` });
    }
    members.push(columns.map((_, part) => first + part));
  });
  const data = tables.length > 0 ? uPlot.join(tables) : [[]];
  const names = section.series.map((curve) => curve.name);
  const plot = addChart(
    body, section, { data, series, bands, members, names, at: (x) => formatNumber(x) });
  return { card, plot };
}

function gapped(values) {
  return Array.from(values, (value) => (Number.isFinite(value) ? value : null));
}

function curveStyle(curve, index) {
  const style = {
    label: curve.name,
    width: 2,
    stroke: () => theme.series(index),
    points: { show: curve.style === "points", size: 8, fill: () => theme.series(index) },
  };
  if (curve.style !== "points") style.points.filter = lonePoints;
  if (curve.style === "steps") style.paths = uPlot.paths.stepped({ align: 1 });
  if (curve.style === "points") style.paths = () => null;
  return style;
}

/** The points of a line that have no neighbour to draw a line to; null for none. */
function lonePoints(plot, row) {
  const own = [];
  // Undefined are the places of other series' points.
  plot.data[row].forEach((value, place) => value !== undefined && own.push([value, place]));
  const has = (at) => at in own && own[at][0] !== null;
  const lone = own.flatMap(([, place], at) => (has(at) && !has(at - 1) && !has(at + 1) ? [place] : []));
  return lone.length > 0 ? lone : null;
}

function buildHistogram(section) {
  const { card, body } = sectionCard("histogram", section.title, section.note);
  const { edges } = section;
  const data = [edges.map((_, place) => place)];
  const series = section.series.map((counts, index) => {
    data.push([...counts.counts, counts.counts.at(-1)]);
    return {
      label: counts.name,
      width: 1.5,
      stroke: () => theme.series(index),
      fill: () => `${theme.series(index)}38`,
      paths: uPlot.paths.stepped({ align: 1 }),
      points: { show: false },
    };
  });
  addChart(body, section, {
    data, series, bands: [], members: series.map((_, index) => [index + 1]),
    names: section.series.map((counts) => counts.name),
    at: (place) => {
      const bin = Math.min(place, edges.length - 2);
      return `${shortNumber(edges[bin])} to ${shortNumber(edges[bin + 1])}`;
    },
    tick: (place) => (Number.isInteger(place) && edges[place] !== undefined
      ? shortNumber(edges[place]) : ""),
    fromZero: true,
    // The last edge is no bin of its own.
    points: edges.length - 1,
  });
  return card;
}

function shortNumber(value) {
  return value.toLocaleString("en", { maximumSignificantDigits: 2 });
}

/** Steps between ticks where there is nothing between whole numbers. */
const wholeSteps = Array.from({ length: 13 }, (_, power) => [1, 2, 5].map((step) => step * 10 ** power)).flat();

/** A number at a tick: powers of ten without zeros that say nothing. */
function tickNumber(value) {
  return formatNumber(value).replace(/\.?0+e/, "e");
}

/** A chart with its legend and the figures under the cursor, in an element; returns the plot. */
function addChart(body, section, chart) {
  const figure = element("div", {
    className: "chart", tabIndex: 0, role: "application",
    "aria-label":
      `${section.title}: ${section.yLabel} over ${section.xLabel}. Left and right read values.`,
  });
  const place = element("span", { className: "chart-place quiet" });
  const said = element("p", { className: "visually-hidden", role: "status" });
  const values = chart.names.map(() => element("span", { className: "legend-value" }));
  const legend = element("div", { className: "legend" });
  body.append(legend, figure, said);

  const axis = (label, extra) => ({
    stroke: () => theme.color("quiet"), grid: { stroke: () => theme.color("grid"), width: 1 },
    ticks: { stroke: () => theme.color("grid"), width: 1, size: 4 },
    font: "12px system-ui, sans-serif", labelFont: "12px system-ui, sans-serif",
    label, labelSize: 20, ...extra,
  });
  const plot = new uPlot(
    {
      width: 600, height: 260, legend: { show: false }, padding: [12, 16, 0, 0],
      cursor: { y: false, points: { size: 7 }, drag: { x: true, y: false } },
      scales: { x: { time: false }, y: chart.fromZero ? { range: (_, __, most) => [0, most * 1.06 || 1] } : {} },
      series: [{}, ...chart.series],
      bands: chart.bands,
      axes: [
        axis(section.xLabel, {
          size: 34,
          // As far apart as the longest number needs.
          space: (_, __, ___, most) => Math.max(50, chart.tick ? 0 : 7 * tickNumber(most).length + 18),
          ...(chart.tick ? { values: (_, splits) => splits.map(chart.tick) } : {}),
          // Rounds and other things that are counted have no halves.
          ...(chart.data[0].every(Number.isInteger) ? { incrs: wholeSteps } : {}),
        }),
        axis(section.yLabel, {
          // As wide as the longest number.
          size: (_, values) => Math.max(64, ...(values ?? []).map((text) => 16 + 7 * text.length)),
          values: (_, splits) => splits.map(tickNumber),
        }),
      ],
      hooks: { setCursor: [(drawn) => read(drawn)] },
    },
    chart.data, figure);

  function read(drawn) {
    const index = drawn.cursor.idx;
    const isInside = index !== null && index !== undefined && drawn.cursor.left >= 0;
    place.textContent = isInside ? `${chart.at(drawn.data[0][index])} ${section.xLabel}` : "";
    chart.members.forEach((rows, at) => {
      const value = isInside ? valueBefore(drawn.data[rows[0]], index) : null;
      values[at].textContent = value === null ? "" : formatNumber(value);
    });
  }

  chart.names.forEach((name, index) => {
    const swatch = element("span", { className: "swatch" });
    swatch.style.setProperty("--swatch", `var(--series-${(index % 8) + 1})`);
    const button = toggleButton(swatch, true, (show) => {
      for (const row of chart.members[index]) plot.setSeries(row, { show });
    });
    button.append(element("span", {}, name), values[index]);
    legend.append(button);
  });
  legend.append(place);

  let reading = -1;
  figure.addEventListener("keydown", (event) => {
    const count = chart.points ?? plot.data[0].length;
    const step = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }[event.key];
    if (step === undefined || count === 0) return;
    event.preventDefault();
    reading = Math.min(Math.max(reading + step, 0), count - 1);
    plot.setCursor({ left: plot.valToPos(plot.data[0][reading], "x"), top: 10 });
    said.textContent = [place, ...values].map((part, at) =>
      (at === 0 ? part.textContent : `${chart.names[at - 1]} ${part.textContent || "none"}`)).join(", ");
  });
  new ResizeObserver(() => {
    const width = Math.floor(figure.clientWidth);
    if (width > 0 && width !== plot.width) plot.setSize({ width, height: width < 520 ? 220 : 260 });
  }).observe(figure);
  theme.onChange(() => plot.redraw(false, true));
  return plot;
}

/** The value at a place, or the last one before it: series have their points at different places. */
function valueBefore(values, index) {
  for (let place = index; place >= 0; place--) {
    if (values[place] !== null && values[place] !== undefined) return values[place];
  }
  return null;
}
