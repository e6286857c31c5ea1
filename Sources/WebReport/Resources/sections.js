// Sections of a page, by their kinds.

const builders = {
  text: buildText, figures: buildFigures, layout: buildLayout, curves: buildCurves,
  histogram: buildHistogram, table: buildTable,
};

function buildText(section) {
  const { card, body } = sectionCard("text", section.title);
  body.append(...section.paragraphs.map((paragraph) => element("p", {}, paragraph)));
  return card;
}

function buildFigures(section) {
  const { card, body } = sectionCard("figures", section.title);
  const list = element("dl", { className: "figure-list" });
  for (const figure of section.figures) {
    list.append(
      element("div", {}, element("dt", {}, figure.label),
        element("dd", {}, figure.value),
        figure.detail ? element("dd", { className: "detail quiet" }, figure.detail) : null));
  }
  body.append(list);
  return card;
}

/** Charts stand two in a row; one that is left over takes the whole row. */
function widenLoneCharts(content) {
  let column = 0;
  for (const card of content.children) {
    const isChart = card.classList.contains("curves") || card.classList.contains("histogram");
    const next = card.nextElementSibling;
    const isFollowed = next?.classList.contains("curves") || next?.classList.contains("histogram");
    if (isChart && column === 0 && !isFollowed) card.classList.add("wide");
    column = isChart ? (column + 1) % 2 : 0;
  }
}
