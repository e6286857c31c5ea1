// The controls of a layout: what is shown, which map, which placement.

/** Boxes to tick for kinds of nodes that there are, names and the grid. */
function buildLayerControls(model, shown, onChange) {
  const part = element("fieldset", { className: "panel-part layers" }, element("legend", {}, "Show"));
  const add = (key, label, swatch) => {
    const box = element("input", { type: "checkbox", checked: shown[key], id: freshID("layer") });
    box.dataset.layer = key;
    box.addEventListener("change", () => {
      shown[key] = box.checked;
      onChange();
    });
    const mark = element("span", { className: `layer-swatch ${swatch}` });
    part.append(element("label", { for: box.id }, box, swatch ? mark : null, label));
  };
  const layers = [["Hard macros", "hard"], ["Soft macros", "soft"], ["Cells", "cell"], ["Ports", "port"]];
  layers.forEach(([label, swatch], kind) => {
    const count = model.nodesOfKind[kind].length;
    if (count > 0) add(kind, `${label} (${formatNumber(count)})`, swatch);
  });
  if (model.nodesOfKind[nodeKind.hardMacro].length > 0) add("names", "Names of macros", "");
  add("grid", "Cost grid", "");
  return part;
}

/** The choice of a map, with its scale; null if no placement has one. */
function buildMapControls(model, shown, onChange) {
  const names = [...new Set(model.views.flatMap((view) => view.maps.map((map) => map.name)))];
  if (names.length === 0) return null;
  const part = element("fieldset", { className: "panel-part maps" }, element("legend", {}, "Map"));
  const group = freshID("map");
  const bar = element("div", { className: "color-bar", hidden: true });
  const ramp = element("div", { className: "color-ramp" });
  const stops = [0, 21, 42, 63, 84, 105, 127].map((level) => `rgb(${heatColors[level].join(" ")})`);
  ramp.style.backgroundImage = `linear-gradient(to right, ${stops.join(", ")})`;
  const scale = element("div", { className: "color-scale quiet" });
  bar.append(ramp, scale);
  const remark = element("p", { className: "quiet", hidden: true },
    "Maps are of placements, not of the frames of the animation.");

  for (const name of [null, ...names]) {
    const button = element("input", { type: "radio", name: group, id: freshID("map"), checked: name === null });
    button.dataset.map = name ?? "none";
    button.addEventListener("change", () => {
      shown.map = name;
      bar.hidden = name === null;
      rescale();
      onChange();
    });
    part.append(element("label", { for: button.id }, button, name ?? "None"));
  }
  part.append(bar, remark);

  /** Fits the scale to the values of the map that is shown. */
  function rescale() {
    // One scale for all placements, so that they can be compared.
    const maps = model.views.flatMap((view) => view.maps.filter((map) => map.name === shown.map));
    if (maps.length === 0) return;
    shown.mapMost = maps.reduce(
      (most, map) => map.values.reduce((high, value) => (value > high ? value : high), most), 0);
    scale.replaceChildren(element("span", {}, "0"), element("span", {}, maps[0].unit),
      element("span", {}, formatNumber(Number(shown.mapMost.toPrecision(3)))));
  }

  return { part, rescale, update: () => { remark.hidden = model.frame === null || shown.map === null; } };
}

/** The slider between two placements, and their choice where there are more; null for only one. */
function buildCompareControls(model, onChange) {
  if (model.views.length < 2) return null;
  const root = element("div", { className: "compare", role: "group", "aria-label": "Before and after" });
  const slider = element("input", {
    type: "range", min: "0", max: "1", step: "0.01", value: "1", className: "compare-slider",
    "aria-label": "From before to after",
  });
  const say = () => {
    slider.setAttribute("aria-valuetext", model.share === 0 ? model.views[model.before].label
      : model.share === 1 ? model.views[model.after].label
      : `${Math.round(100 * model.share)} % of the way`);
  };
  const show = () => {
    model.showBetween(Number(slider.value));
    say();
    onChange();
  };
  slider.addEventListener("input", show);
  const end = (key, label) => {
    if (model.views.length === 2) {
      const button = element("button", { type: "button", className: "chip" }, model.views[model[key]].label);
      button.addEventListener("click", () => {
        slider.value = key === "before" ? 0 : 1;
        show();
      });
      return button;
    }
    const choice = element("select", { "aria-label": label });
    model.views.forEach((view, place) => {
      choice.append(element("option", { value: place, selected: place === model[key] }, view.label));
    });
    choice.addEventListener("change", () => {
      model[key] = Number(choice.value);
      show();
    });
    return choice;
  };
  root.append(end("before", "Before"), slider, end("after", "After"));
  say();
  return { root, reset: () => { slider.value = 1; } };
}

/** Playing the animation; null if there are no frames. */
function buildPlayer(model, onChange) {
  const { frames } = model;
  if (frames.length < 2) return null;
  const slider = element("input", {
    type: "range", min: "0", max: frames.length - 1, step: "1", value: frames.length - 1,
    className: "frame-slider", "aria-label": "Frame",
  });
  const label = element("output", { className: "frame-label quiet" }, frames.at(-1).label);
  const button = (text, name, action) => {
    const made = element("button", { type: "button", className: "chip", "aria-label": name, title: name }, text);
    made.addEventListener("click", action);
    return made;
  };
  let timer = null;

  function show(number) {
    const frame = Math.min(Math.max(number, 0), frames.length - 1);
    slider.value = frame;
    slider.setAttribute("aria-valuetext", frames[frame].label);
    label.textContent = frames[frame].label;
    model.showFrame(frame);
    onChange();
  }

  function pause() {
    clearInterval(timer);
    timer = null;
    play.textContent = "▶";
    play.title = "Play";
    play.setAttribute("aria-label", "Play");
  }

  function toggle() {
    if (timer !== null) return pause();
    let next = Number(slider.value) >= frames.length - 1 ? 0 : Number(slider.value) + 1;
    play.textContent = "❚❚";
    play.title = "Pause";
    play.setAttribute("aria-label", "Pause");
    show(next);
    timer = setInterval(() => {
      next += 1;
      show(next);
      if (next >= frames.length - 1) pause();
    }, Math.min(160, Math.max(60, 8000 / frames.length)));
  }

  const play = button("▶", "Play", toggle);
  const step = (by) => { pause(); show(Number(slider.value) + by); };
  slider.addEventListener("input", () => { pause(); show(Number(slider.value)); });
  const root = element("div", { className: "player", role: "group", "aria-label": "Animation" },
    button("◀", "Previous frame", () => step(-1)), play,
    button("▶▏", "Next frame", () => step(1)), slider, label);
  return { root, toggle, pause };
}
