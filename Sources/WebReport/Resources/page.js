// The page of a report: reads the data and makes its sections.

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

theme.start();
buildPage();
document.documentElement.dataset.ready = "yes";
