// Tables that sort by any column.

function buildTable(section) {
  const { card, body } = sectionCard("table", section.title, section.note);
  const short = section.columns.map((_, place) => isShort(section, place));
  const rows = section.rows.map((cells, index) => ({
    cells, index, row: tableRow(section, cells, short),
  }));
  const head = element("tr");
  const content = element("tbody", {}, ...rows.map((row) => row.row));
  const said = element("p", { className: "visually-hidden", role: "status" });
  const headings = section.columns.map((column, place) => {
    const button = element("button", { type: "button" }, column.title);
    const heading = element("th", { scope: "col", "aria-sort": "none" }, button);
    if (isNumeric(section, place)) heading.className = "number";
    button.addEventListener("click", () => sort(place));
    head.append(heading);
    return heading;
  });

  function sort(place) {
    const falls = headings[place].getAttribute("aria-sort") === "ascending";
    for (const heading of headings) heading.setAttribute("aria-sort", "none");
    headings[place].setAttribute("aria-sort", falls ? "descending" : "ascending");
    const sorted = [...rows].sort((left, right) => {
      const order = compareCells(left.cells[place], right.cells[place], falls);
      return order !== 0 ? order : left.index - right.index;
    });
    content.append(...sorted.map((row) => row.row));
    said.textContent =
      `Sorted by ${section.columns[place].title}, ${falls ? "falling" : "rising"}.`;
  }

  markBest(section, rows);
  const table = element("table", {}, element("thead", {}, head), content);
  const scroller = element(
    "div",
    { className: "scroller", tabIndex: 0, role: "region", "aria-label": section.title || "Table" },
    table);
  body.append(scroller, said);
  return card;
}

function isNumeric(section, place) {
  const cells = section.rows.map((row) => row[place]).filter((cell) => cell !== null);
  return cells.length > 0 && cells.every((cell) => typeof cell === "number");
}

/** Whether all text of a column is short enough to stay on a line. */
function isShort(section, place) {
  return section.rows.every((row) => typeof row[place] !== "string" || row[place].length <= 28);
}

function tableRow(section, cells, short) {
  const row = element("tr");
  cells.forEach((cell, place) => {
    const isNumber = typeof cell === "number";
    const text = isNumber ? formatNumber(cell, section.columns[place].decimals ?? null) : cell;
    const isAligned = isNumber || (cell === null && isNumeric(section, place));
    const kind = isAligned ? "number" : short[place] ? "short" : "";
    row.append(element("td", { className: kind }, text ?? "–"));
  });
  return row;
}

/** Numbers by size, text by its parts with numbers in it by size; what is missing comes last. */
function compareCells(left, right, falls) {
  if (left === null || right === null) return (left === null) - (right === null);
  const order =
    typeof left === "number" && typeof right === "number"
      ? left - right
      : String(left).localeCompare(String(right), "en", { numeric: true });
  return falls ? -order : order;
}

function markBest(section, rows) {
  section.columns.forEach((column, place) => {
    if (column.best === "none" || rows.length < 2) return;
    const numbers = rows.map((row) => row.cells[place]).filter((cell) => typeof cell === "number");
    const best = column.best === "least" ? Math.min(...numbers) : Math.max(...numbers);
    if (numbers.every((number) => number === best)) return;
    for (const { cells, row } of rows) {
      if (cells[place] !== best) continue;
      row.children[place].classList.add("best");
      row.children[place].append(element("span", { className: "visually-hidden" }, " (best)"));
    }
  });
}
