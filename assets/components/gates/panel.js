// What a person sets: the bias of each gate, and where a gate is held open or shut.

const BIAS = { reach: 8, nudge: 0.5 };
const HOLDS = [["as computed", null], ["open", 1], ["shut", 0]];
const SCOPES = { all: () => "every step", here: (t) => `t = ${t} alone`, on: (t) => `from t = ${t} on` };

class Panel {
  /** ``ask`` sends a question to Python; ``place`` returns the step in focus; ``before`` is the panel that this one follows. */
  constructor(data, { ask, place, before }) {
    const units = data.controls[0].bias.length;
    const unit = before && before.unit < units ? before.unit : null;
    Object.assign(this, { ask, place, data, gesture: 0, unit, scope: before?.scope ?? "all" });
    this.scopes = this.choice("Hold at", Object.keys(SCOPES).map((scope) => [scope, ""]), (scope) => (this.scope = scope));
    const own = Array.from({ length: units }, (_, unit) => [unit, `unit ${unit + 1}`]);
    this.units = this.choice("Bias of", [[null, "all units"], ...(units > 1 ? own : [])], (unit) => (this.unit = unit));
    this.reset = html("button", { type: "button", class: "reset", onclick: () => ask({ do: "reset" }) }, "Reset");
    this.said = html("p", { class: "said", role: "alert" });
    this.rows = data.controls.map((control) => this.buildRow(control));
    const hint = html("span", { class: "quiet hint" }, "The network runs again when you let a slider go.");
    const head = html("div", { class: "panel-head" }, this.units.element, this.scopes.element, this.reset, hint);
    this.element = html("div", { class: "panel", role: "group", "aria-label": "Biases and held gates" }, head, ...this.rows.map((row) => row.element), this.said);
    this.element.addEventListener("keydown", (event) => event.stopPropagation());
  }

  choice(label, options, choose) {
    const buttons = options.map(([value, words]) => html("button", { type: "button", onclick: () => pick(value) }, words));
    const pick = (value) => {
      choose(value);
      this.show();
    };
    const show = (value) => options.forEach(([each], index) => buttons[index].setAttribute("aria-pressed", each === value));
    return { element: html("div", { class: "choice", role: "group", "aria-label": label }, html("span", { class: "quiet" }, label), ...buttons), show, buttons };
  }

  buildRow({ gate, job, held }) {
    const note = html("span", { class: "held-note quiet" });
    const name = html("span", { class: "job" }, html("b", {}, gate), ` ${job}`, note);
    const box = html("input", { type: "text", class: "box", inputmode: "text", autocomplete: "off", spellcheck: "false", "aria-label": `Bias b_${gate}` });
    const slider = html("input", { type: "range", min: -BIAS.reach, max: BIAS.reach, step: 0.1, "aria-label": `Drag the bias b_${gate}` });
    const send = (text) => this.ask({ do: "edit", number: this.unit === null ? gate : `${gate} ${this.unit}`, text, gesture: `${gate} ${this.gesture}` });
    const nudge = (by, label) => html("button", { type: "button", "aria-label": `${label} bias b_${gate}`, onclick: () => step(by) }, by < 0 ? MINUS : "+");
    const step = (by) => {
      this.gesture++;
      slider.value = Number(slider.value) + by;
      box.value = slider.value;
      send(slider.value);
    };
    slider.addEventListener("pointerdown", () => this.gesture++);
    slider.addEventListener("input", () => (box.value = slider.value.replace("-", MINUS))); // a moving hand sends nothing
    slider.addEventListener("change", () => send(slider.value));
    box.addEventListener("change", () => send(box.value));
    const line = html("div", { class: "bias" }, html("span", { class: "label" }, ...symbol(html, `b_${gate}`)), nudge(-BIAS.nudge, "Less"), box, nudge(BIAS.nudge, "More"), slider);
    const holds = HOLDS.map(([words, value]) => html("button", { type: "button", onclick: () => this.hold(gate, value) }, words));
    const hold = held ? html("div", { class: "choice", role: "group", "aria-label": `Hold gate ${gate}` }, ...holds) : html("span", { class: "quiet" }, "no gate: nothing to hold");
    return { gate, box, slider, holds, note, element: html("div", { class: "panel-row", "data-gate": gate }, name, line, hold) };
  }

  hold(gate, value) {
    const t = Math.max(1, this.place());
    const [first, last] = { all: [1, null], here: [t, t], on: [t, null] }[this.scope];
    this.ask({ do: "hold", gate, value, first, last });
  }

  write(data) {
    this.data = data;
    this.show();
  }

  /** Show what is set, at the step in focus and for the unit that is chosen. */
  show() {
    const { data, unit, scope } = this;
    const t = Math.max(1, this.place());
    Object.values(SCOPES).forEach((words, index) => (this.scopes.buttons[index].textContent = words(t)));
    this.scopes.show(scope);
    this.units.show(unit);
    this.reset.disabled = !data.is_changed;
    this.said.textContent = data.said;
    this.rows.forEach((row, index) => this.showRow(row, data.controls[index], t, unit, scope));
  }

  showRow({ box, slider, holds, note }, { bias, held }, t, unit, scope) {
    const values = unit === null ? bias : [bias[unit]];
    const isOne = values.every((value) => value === values[0]);
    const active = box.getRootNode().activeElement;
    if (active !== box || !this.data.said) box.value = isOne ? String(values[0]).replace("-", MINUS) : "";
    box.placeholder = "differ";
    if (active !== slider) slider.value = values[0];
    slider.setAttribute("aria-valuetext", isOne ? formatNumber(values[0]) : "the units differ");
    if (!held) return;
    const span = { all: held, here: [held[t - 1]], on: held.slice(t - 1) }[scope];
    const shown = span.every((value) => value === span[0]) ? span[0] : undefined;
    HOLDS.forEach(([, value], index) => holds[index].setAttribute("aria-pressed", value === shown));
    note.textContent = describeHeld(held);
  }
}

/** Say in words at which steps a gate is held. */
function describeHeld(held) {
  const runs = [];
  held.forEach((value, index) => {
    if (value === null) return;
    const last = runs.at(-1);
    if (last && last.value === value && last.to === index) last.to = index + 1;
    else runs.push({ value, from: index + 1, to: index + 1 });
  });
  const words = runs.map(({ value, from, to }) => `${value === 1 ? "open" : "shut"}, t = ${from === to ? from : `${from} to ${to}`}`);
  return words.length > 0 ? `held ${words.join("; ")}` : "";
}
