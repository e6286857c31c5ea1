// Making elements, and writing numbers. Text from the data only ever becomes text nodes.

/** An element with properties, attributes (names with a dash, `role` or `for`) and children. */
function element(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes("-") || name === "role" || name === "for") node.setAttribute(name, value);
    else node[name] = value;
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

let elementCount = 0;

/** An id that no other element of the page has. */
function freshID(prefix) {
  elementCount += 1;
  return `${prefix}-${elementCount}`;
}

/** A number as a person reads it: up to six significant digits, or so many decimals. */
function formatNumber(value, decimals = null) {
  if (value === null || Number.isNaN(value)) return "–";
  if (decimals !== null) {
    return value.toLocaleString("en", {
      minimumFractionDigits: decimals, maximumFractionDigits: decimals,
    });
  }
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e9)) return value.toExponential(3);
  return value.toLocaleString("en", { maximumSignificantDigits: 6 });
}

/** A button that is pressed or not. */
function toggleButton(label, pressed, onChange) {
  const button = element("button", { type: "button", className: "chip", "aria-pressed": pressed });
  button.append(label);
  button.addEventListener("click", () => {
    const now = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", now);
    onChange(now);
  });
  return button;
}

/** A card with a heading, as every section has. */
function sectionCard(kind, title, note = "") {
  const card = element("section", { className: `card ${kind}` });
  if (title) {
    const heading = element("h2", { id: freshID("heading") }, title);
    card.setAttribute("aria-labelledby", heading.id);
    card.append(heading);
  }
  const body = element("div", { className: "card-body" });
  card.append(body);
  if (note) card.append(element("p", { className: "note quiet" }, note));
  return { card, body };
}
