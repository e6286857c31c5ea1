// The page: reads the data and makes its sections.

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

function buildPage() {
  const report = JSON.parse(document.getElementById("report-data").textContent);
  const content = document.getElementById("content");
  if (report.format !== "chipplace-report" || report.version !== 1) {
    content.append(element("p", { className: "fault" },
      `This page reads version 1 of the format; its data are of version ${report.version}.`));
    return;
  }
  document.getElementById("title").textContent = report.title;
  document.getElementById("subtitle").textContent = report.subtitle;
  content.append(...report.sections.map((section) => builders[section.type](section)));
  widenLoneCharts(content);
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

theme.start();
buildPage();
document.documentElement.dataset.ready = "yes";
