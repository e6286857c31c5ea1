// Finding nodes and nets by name: a combobox with the best dozen matches.

class NameSearch {
  /** `choose` takes "node" or "net", and its number. */
  constructor(model, choose) {
    this.model = model;
    this.choose = choose;
    this.matches = [];
    this.active = -1;
    const listID = freshID("matches");
    const inputID = freshID("search");
    this.input = element("input", {
      id: inputID, type: "text", autocomplete: "off", spellcheck: false, role: "combobox",
      placeholder: "Macro, cell, port or net", "aria-expanded": "false", "aria-controls": listID,
      "aria-autocomplete": "list",
    });
    this.list = element("ul", { id: listID, className: "matches", role: "listbox", hidden: true,
      "aria-label": "Names found" });
    this.said = element("p", { className: "visually-hidden", role: "status" });
    this.root = element("div", { className: "panel-part search" },
      element("label", { for: inputID }, "Find"), this.input, this.list, this.said);
    this.input.addEventListener("input", () => this.find());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => this.close());
  }

  find() {
    const text = this.input.value.trim().toLowerCase();
    this.matches = text === "" ? [] : this.ranked(text).slice(0, 12);
    this.active = this.matches.length > 0 ? 0 : -1;
    this.list.replaceChildren(...this.matches.map((match, place) => {
      const option = element("li", { id: freshID("match"), role: "option" },
        element("span", {}, match.name), element("span", { className: "quiet" }, match.detail));
      // Before the field loses the focus, which closes the list.
      option.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        this.take(place);
      });
      return option;
    }));
    if (text !== "" && this.matches.length === 0) {
      this.list.append(element("li", { className: "quiet" }, "No such name"));
    }
    this.said.textContent = text === "" ? "" : `${this.matches.length} names found`;
    this.list.hidden = text === "";
    this.input.setAttribute("aria-expanded", !this.list.hidden);
    this.markActive();
  }

  /** Whole names before beginnings before parts; macros before nets before cells. */
  ranked(text) {
    const { model } = this;
    const found = [];
    const consider = (name, kind, number, detail, order) => {
      const lower = name.toLowerCase();
      const place = lower.indexOf(text);
      if (place < 0) return;
      const rank = lower === text ? 0 : place === 0 ? 10 : 20;
      found.push({ name, kind, number, detail, rank: rank + order });
    };
    for (let node = 0; node < model.count; node++) {
      const kind = model.kinds[node];
      consider(model.names[node], "node", node, kindNames[kind], kind === nodeKind.cell ? 4 : kind);
    }
    for (let net = 0; net < model.netCount; net++) {
      consider(model.netNames[net], "net", net, "net", 3);
    }
    return found.sort((left, right) =>
      left.rank - right.rank || left.name.length - right.name.length
      || (left.name < right.name ? -1 : left.name > right.name ? 1 : 0));
  }

  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.matches.length > 0) {
      event.preventDefault();
      const { length } = this.matches;
      this.active = (this.active + step + length) % length;
      this.markActive();
    } else if (event.key === "Enter" && this.active >= 0) {
      event.preventDefault();
      this.take(this.active);
    } else if (event.key === "Escape") {
      this.close();
    }
  }

  markActive() {
    [...this.list.children].forEach((option, place) => {
      if (option.role === "option") option.setAttribute("aria-selected", place === this.active);
    });
    const id = this.list.children[this.active]?.id;
    if (id) this.input.setAttribute("aria-activedescendant", id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  take(place) {
    const { kind, number, name } = this.matches[place];
    this.input.value = name;
    this.close();
    this.choose(kind, number);
  }

  close() {
    this.list.hidden = true;
    this.active = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.markActive();
  }
}
