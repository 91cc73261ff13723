// The three cells over the same input: a heatmap of each hidden state, and below it what is left of the gradient.

const SIDE = { left: 208, right: 44, narrow: 12, row: 16, least: 8, head: 20, gap: 12, chart: 200, pad: 10, label: 15 };

const EQUAL = ["units", "parameters"];
const BELOW = "0 (below the smallest number)";

class ComparisonPicture {
  /** ``toStep(t, isFinal)`` moves the step in focus, ``ask`` sends a question to Python. */
  constructor({ toStep, ask }) {
    const buttons = EQUAL.map((equal) => html("button", { type: "button", "data-equal": equal, onclick: () => ask({ do: "equal", equal }) }, equal));
    const choice = html("div", { class: "choice", role: "group", "aria-label": "Compared at equal" }, html("span", { class: "quiet" }, "with equal"), ...buttons);
    const head = html("div", { class: "comparison-head" }, html("h3", {}, "The three cells on the same input"), choice);
    this.readout = html("p", { class: "readout" });
    this.body = html("div");
    this.element = html("div", { class: "comparison" }, head, this.body, this.readout);
    Object.assign(this, { toStep, buttons });
    choice.addEventListener("keydown", (event) => event.stopPropagation());
  }

  /** Draw for a width; what changes later is only written. */
  build(data, width, isNarrow) {
    const { comparison, tokens } = data;
    const left = isNarrow ? SIDE.narrow : SIDE.left;
    const pitch = (width - left - SIDE.right) / (tokens.length + 1);
    this.place = { left, pitch, width, isNarrow, x: (t) => left + (t + 0.5) * pitch };
    const parts = [];
    let y = 0;
    this.heats = comparison.cells.map((cell) => {
      const heat = this.buildHeat(cell, y);
      y = heat.bottom + SIDE.gap;
      parts.push(heat.group);
      return heat;
    });
    this.chart = this.buildChart(comparison, y, tokens);
    const height = this.chart.bottom;
    this.cursor = svg("rect", { class: "cursor", y: 0, height: this.chart.floor, width: pitch, rx: 3 });
    this.picture = svg("svg", { width, height, role: "img" }, ...parts, this.chart.group, this.cursor);
    this.listen();
    const scale = html("div", { class: "heat-scale quiet" }, html("span", { class: "rings-key" }, `h from ${MINUS}1`, html("i", { class: "ramp" }), "to 1"), html("span", {}, "One scale for all three. A hollow mark on the floor is 0, below the smallest number."));
    this.body.replaceChildren(this.picture, scale, this.buildKey(comparison));
  }

  buildHeat({ h }, y) {
    const { left, pitch, x } = this.place;
    const units = h[0].length;
    const row = Math.max(SIDE.least, Math.min(SIDE.row, 80 / units));
    const name = svg("text", { class: "heat-name", x: 0, y: y + 14 });
    const note = svg("text", { class: "caption", x: this.place.isNarrow ? 96 : 0, y: y + (this.place.isNarrow ? 14 : 30) });
    const top = this.place.isNarrow ? y + SIDE.head : y;
    const cells = h.map((_, t) =>
      Array.from({ length: units }, (__, unit) => svg("rect", { class: "tinted", x: x(t) - pitch / 2, y: top + unit * row, width: pitch, height: row }, svg("title"))),
    );
    const frame = svg("rect", { class: "frame", x: left, y: top, width: pitch * h.length, height: row * units, rx: 2 });
    const group = svg("g", { class: "heat" }, name, note, ...cells.flat(), frame);
    const write = (cell) => {
      name.textContent = cell.name;
      note.textContent = cell.note;
      cells.forEach((column, t) =>
        column.forEach((rect, unit) => {
          tint(rect, cell.h[t][unit], 1);
          rect.firstChild.textContent = `h${subscript(t)}[${unit + 1}] = ${formatNumber(cell.h[t][unit])}`;
        }),
      );
    };
    return { group, write, bottom: Math.max(top + row * units, y + (this.place.isNarrow ? 0 : 34)) };
  }

  buildChart({ lines, ticks }, y, tokens) {
    const { left, width, x, pitch } = this.place;
    const [top, floor] = [y + SIDE.pad + 14, y + SIDE.pad + 14 + SIDE.chart];
    const head = svg("text", { class: "lane-name gradient", x: 0, y: y + 12 }, "Left of the gradient");
    const grid = svg("g", { class: "grid-lines" });
    const paths = lines.map(({ style }) => svg("path", { class: `flow ${style}` }));
    const dots = lines.map(({ style }) => svg("circle", { class: `flow-dot ${style}`, r: 3.5 }));
    const labels = lines.map(({ style }) => svg("text", { class: `flow-label ${style}`, x: left - 8, "text-anchor": "end" }));
    const every = Math.max(1, Math.ceil(44 / pitch));
    const under = svg("g", { class: "unders" });
    const names = tokens.map((token, index) => ((index + 1) % every ? null : svg("text", { class: "caption", x: x(index + 1), y: floor + 18, "text-anchor": "middle" }, shortened(token, pitch * every))));
    const start = svg("text", { class: "caption", x: x(0), y: floor + 18, "text-anchor": "middle" }, "t = 0");
    const group = svg("g", {}, head, grid, ...paths, under, ...dots, ...(this.place.isNarrow ? [] : labels), start, ...names.filter(Boolean));
    const level = (place) => floor - place * (floor - top);
    const write = (comparison) => {
      grid.replaceChildren(...comparison.ticks.flatMap(([place, words]) => [
        svg("path", { d: `M${left} ${level(place)}H${width - SIDE.right}` }),
        svg("text", { class: "caption", x: width - SIDE.right + 6, y: level(place) + 4 }, words),
      ]));
      comparison.lines.forEach(({ places }, index) => {
        const points = places.map((place, t) => `${x(t)} ${level(place)}`);
        paths[index].setAttribute("d", `M${points.join("L")}`);
      });
      under.replaceChildren(...comparison.lines.flatMap(({ below, label }) => below.flatMap((isBelow, t) => (isBelow ? [svg("circle", { class: "flow-under", cx: x(t), cy: floor, r: 4.5 }, svg("title", {}, `${label}: ${BELOW}`))] : []))));
      this.levels = comparison.lines.map(({ places }) => places.map(level));
      placeLabels(labels, comparison.lines, this.levels.map((ys) => ys[0]), floor);
    };
    return { group, write, dots, floor, bottom: floor + 26 };
  }

  /** On a narrow page, and for the ear, the lines are named below. */
  buildKey({ lines }) {
    const items = lines.map(({ label, style }) =>
      html("li", {}, svg("svg", { width: 34, height: 12 }, svg("path", { class: `flow ${style}`, d: "M0 6H34" })), html("span", {}, ...subscripted(html, label))),
    );
    return html("ul", { class: "key", hidden: this.place.isNarrow ? null : "" }, ...items);
  }

  write(data) {
    this.data = data;
    this.heats.forEach((heat, index) => heat.write(data.comparison.cells[index]));
    this.chart.write(data.comparison);
    this.picture.setAttribute("aria-label", data.comparison.alt);
    for (const button of this.buttons) button.setAttribute("aria-pressed", button.dataset.equal === data.comparison.equal);
  }

  show(t) {
    const { place, data, chart } = this;
    this.cursor.setAttribute("x", place.x(t) - place.pitch / 2);
    chart.dots.forEach((dot, index) => {
      dot.setAttribute("cx", place.x(t));
      dot.setAttribute("cy", this.levels[index][t]);
      dot.classList.toggle("under", data.comparison.lines[index].below[t]);
    });
    const values = data.comparison.lines.map(({ label, values, below }) => html("span", { class: "value" }, html("span", { class: "quiet" }, ...subscripted(html, label), " "), below[t] ? BELOW : formatNumber(values[t])));
    this.readout.replaceChildren(html("b", {}, t === 0 ? "t = 0" : `t = ${t}, “${data.tokens[t - 1]}”`), ...values);
  }

  /** A hand on the picture moves the step in focus. */
  listen() {
    const { picture, place } = this;
    const at = (event) => {
      const t = Math.floor((event.clientX - picture.getBoundingClientRect().left - place.left) / place.pitch);
      return Math.max(0, Math.min(this.data.tokens.length, t));
    };
    let isDown = false;
    picture.addEventListener("pointerdown", (event) => {
      isDown = true;
      picture.setPointerCapture(event.pointerId);
      this.toStep(at(event), false);
    });
    picture.addEventListener("pointermove", (event) => isDown && this.toStep(at(event), false));
    for (const type of ["pointerup", "pointercancel"])
      picture.addEventListener(type, (event) => {
        if (isDown) this.toStep(at(event), true);
        isDown = false;
      });
  }
}

/** Put the names of the lines at their left ends, none on another. */
function placeLabels(labels, lines, ends, floor) {
  const order = ends.map((_, index) => index).sort((one, other) => ends[one] - ends[other]);
  const levels = order.map((index) => ends[index]);
  for (let k = 1; k < levels.length; k++) levels[k] = Math.max(levels[k], levels[k - 1] + SIDE.label);
  const over = Math.max(0, levels.at(-1) - floor);
  for (let k = levels.length - 1; k >= 0; k--) levels[k] = Math.min(levels[k] - (k === levels.length - 1 ? over : 0), k === levels.length - 1 ? Infinity : levels[k + 1] - SIDE.label);
  order.forEach((index, k) => {
    labels[index].setAttribute("y", levels[k] + 4);
    labels[index].replaceChildren(...subscripted(svg, `${lines[index].label}\u00a0 `), svg("tspan", { class: "end" }, lines[index].below[0] ? "under" : formatNumber(lines[index].values[0])));
  });
}

function shortened(token, room) {
  const most = Math.max(2, Math.floor(room / 7.5));
  return token.length > most ? `${token.slice(0, most - 1)}…` : token;
}
