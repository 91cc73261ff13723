// The row: outputs with their losses on top, then the hidden states, the gradient under them, and the inputs.

const BACK_GAP = { least: 50, most: 110, inner: 3, output: 40, slope: 28, input: 22, end: 58 };
const FLOW = { least: 1, most: 7, margin: 4, point: 8 };

/** Where everything stands. */
function layOutBack(run, cellWidth, width) {
  const steps = Math.min(run.x.length, WINDOW);
  const room = (width - 2 * MARGIN - BACK_GAP.end - (steps + 1) * cellWidth) / steps;
  const longest = Math.max(...run.norms.from_future.map((norm) => formatNumber(norm).length)); // they stand between the columns
  const gap = Math.max(BACK_GAP.least, longest * CELL.digit + BACK_GAP.inner, Math.min(BACK_GAP.most, room));
  const outputs = run.y[0].length;
  const heights = { target: outputs, y: outputs, dy: outputs, h: run.h[0].length, da: run.h[0].length, x: run.x[0].length };
  const after = { target: BACK_GAP.inner, y: BACK_GAP.inner, dy: BACK_GAP.output, h: BACK_GAP.slope, da: BACK_GAP.input, x: 0 };
  const top = {};
  let free = MARGIN;
  for (const lane of Object.keys(heights)) {
    top[lane] = free;
    free += heights[lane] * CELL.height + after[lane];
  }
  const pitch = cellWidth + gap;
  const bottom = (lane) => top[lane] + heights[lane] * CELL.height;
  const left = (column) => MARGIN + column * pitch;
  return {
    steps, cellWidth, gap, pitch, heights, top, bottom, left,
    right: (column) => left(column) + cellWidth,
    middle: (column) => left(column) + cellWidth / 2,
    laneMiddle: (lane) => (top[lane] + bottom(lane)) / 2,
    token: free + 18,
    time: free + 36,
    height: free + 44,
    width: MARGIN * 2 + (steps + 1) * pitch - gap + BACK_GAP.end,
  };
}

/** One arrow of the gradient: its line, as wide as the logarithm of its norm says, and the norm beside it. */
function drawFlow(phase, d, label, name) {
  const line = svg("path", { class: "flow-line", d, "marker-end": "url(#flow-head)" });
  const number = svg("text", { class: "flow-number", x: label.x, y: label.y, "text-anchor": label.anchor });
  const caption = svg("text", { class: "flow-name", x: label.x, y: label.y - 15, "text-anchor": label.anchor }, ...symbol(svg, name), svg("tspan", { dy: -3 }, "ᵀ"));
  const group = svg("g", { class: "flow", "data-part": phase }, line, caption, number);
  const write = (share, norm) => {
    line.style.strokeWidth = share === null ? FLOW.least : FLOW.least + share * (FLOW.most - FLOW.least);
    group.classList.toggle("nothing", share === null);
    number.textContent = formatNumber(norm);
  };
  return { group, write };
}

/** The three arrows into the gradient of a step: from its output, from the step after, and through the slope. */
function drawFlows(place, column) {
  const aside = place.right(column) + 12;
  const [from, to] = [place.laneMiddle("dy"), place.top.da];
  const down = `M${place.right(column) + FLOW.margin} ${from}Q${aside} ${from} ${aside} ${from + 10}V${to - 20}Q${aside} ${to - 10} ${place.right(column) - 8} ${to - FLOW.margin}`;
  const level = place.laneMiddle("da");
  const along = `M${place.left(column + 1) - FLOW.margin} ${level}H${place.right(column) + FLOW.point}`;
  const between = place.right(column) + place.gap / 2;
  const output = drawFlow("output", down, { x: aside + 6, y: place.bottom("dy") + 36, anchor: "start" }, "W_hy");
  const future = drawFlow("future", along, { x: between + 4, y: level - 8, anchor: "middle" }, "W_hh");
  const middle = place.middle(column);
  const slope = svg("g", { class: "flow slope", "data-part": "slope" },
    svg("path", { class: "slope-line", d: `M${middle} ${place.bottom("h") + 2}V${place.top.da - 7}`, "marker-end": "url(#head)" }),
    svg("text", { class: "flow-name", x: middle - 8, y: place.bottom("h") + 18, "text-anchor": "end" }, "φ′"));
  return { output, future, slope };
}

/** The forward arrows, thin: h from the step before, y from h. */
function drawForward(place, column) {
  const level = place.laneMiddle("h");
  const middle = place.middle(column);
  const d = `M${place.right(column - 1) + 3} ${level}H${place.left(column) - ARROW}M${middle} ${place.top.h - 3}V${place.bottom("dy") + ARROW}`;
  return svg("path", { class: "forward", d });
}

/** Draw one column: its vectors, arrows and captions; its function writes a step into it. */
function drawBackColumn(place, index, isLast) {
  const column = svg("g", { class: "column" });
  const vectors = {};
  const flows = index === 0 ? {} : drawFlows(place, index);
  if (index > 0) {
    column.append(drawForward(place, index), flows.output.group, flows.slope);
    if (!isLast) column.append(flows.future.group);
  }
  for (const lane of index === 0 ? ["h"] : ["target", "y", "dy", "h", "da", "x"]) {
    vectors[lane] = drawVector(place, lane, index);
    column.append(vectors[lane].group);
  }
  if (index > 0) {
    vectors.dy.group.dataset.part = "loss";
    vectors.da.group.dataset.part = "delta";
  }
  const captions = index === 0 ? drawBackNames(place) : drawCaptions(place, index);
  column.append(...captions.elements);
  const write = (run, data, offset) => {
    const t = offset + index;
    column.dataset.step = t;
    column.classList.toggle("without-loss", t > 0 && !hasLoss(data, t));
    for (const [lane, vector] of Object.entries(vectors)) vector.write(laneAt(run, lane, t), t, data);
    if (index > 0) {
      flows.output.write(run.widths.from_output[t - 1], run.norms.from_output[t - 1]);
      flows.future.write(run.widths.from_future[t - 1], run.norms.from_future[t - 1]);
    }
    captions.write(data, t);
  };
  return { column, write };
}

function laneAt(run, lane, t) {
  return lane === "h" ? run.h[t] : run[lane][t - 1] ?? run.y[t - 1];
}

/** The names of the lanes, at their left end. */
function drawBackNames(place) {
  const names = { target: ["target", "output"], y: ["y_t", "output"], dy: ["∂L/∂y_t", "gradient"], h: ["h_0", "hidden"], da: ["δ_t", "gradient"], x: ["x_t", "input"] };
  const elements = Object.entries(names).map(([lane, [name, role]]) => {
    const y = lane === "h" ? place.bottom("h") + 18 : place.laneMiddle(lane) + 4;
    return svg("text", { x: place.left(0), y, class: `lane ${role}-lane` }, ...symbol(svg, name));
  });
  const start = elements[3].querySelector(".index");
  return { elements, write: (data, t) => (start.textContent = t) };
}

/** The point of an arrow of the gradient, large enough for the widest. */
function flowHead() {
  const head = svg("path", { d: "M0 0L10 6L0 12Z", fill: "context-stroke" });
  return svg("defs", {}, svg("marker", { id: "flow-head", orient: "auto", markerWidth: 10, markerHeight: 12, refX: 4, refY: 6, markerUnits: "userSpaceOnUse" }, head));
}

/** The row, and the part of a long one that is in view. */
class BackRow {
  constructor(data, cellWidth, width, offset, onScroll) {
    this.place = layOutBack(data.run, cellWidth, width);
    this.length = data.tokens.length;
    this.offset = Math.min(offset, this.length - this.place.steps);
    const drawing = svg("svg", { width: this.place.width, height: this.place.height, class: "row", "aria-hidden": "true" });
    drawing.append(arrowHead(), flowHead());
    this.columns = Array.from({ length: this.place.steps + 1 }, (_, index) => drawBackColumn(this.place, index, index === this.place.steps));
    drawing.append(...this.columns.map((each) => each.column));
    this.isWider = this.place.width > width + 1;
    const reachable = this.isWider && { tabindex: 0, role: "group", "aria-label": "The row; scroll sideways for more steps" };
    this.frame = html("div", { class: "frame-scroll", ...reachable }, drawing);
    this.frame.addEventListener("scroll", onScroll);
    this.element = html("div", { class: "picture" }, this.frame);
  }

  /** Whether every step stands where the bars below can stand under it. */
  get isAligned() {
    return !this.isWider && this.length === this.place.steps;
  }

  write(run, data) {
    [this.run, this.data] = [run, data];
    this.columns.forEach((each) => each.write(run, data, this.offset));
  }

  /** Show how far the gradient has come: steps before t wait for it, at t it has come to a phase. */
  show(t, phase, isWhole) {
    this.keepInWindow(t);
    const reached = PHASES.indexOf(phase);
    for (const { column } of this.columns) {
      const own = Number(column.dataset.step);
      column.dataset.time = own > t ? "past" : own === t ? "now" : "future";
      for (const part of column.querySelectorAll("[data-part]")) {
        const at = PHASES.indexOf(part.dataset.part);
        part.dataset.reach = own < t || (own === t && at > reached) ? "later" : own === t && at === reached && !isWhole ? "now" : "done";
      }
    }
    this.keepInView(t);
  }

  keepInWindow(t) {
    const { steps } = this.place;
    const isInside = t > this.offset && t <= this.offset + steps;
    if (isInside || this.length <= steps) return;
    this.offset = Math.max(0, Math.min(this.length - steps, t - Math.ceil(steps / 2)));
    this.columns.forEach((each) => each.write(this.run, this.data, this.offset));
  }

  keepInView(t) {
    const { frame, place } = this;
    const left = place.left(t - this.offset);
    if (left - place.pitch < frame.scrollLeft) frame.scrollLeft = left - place.pitch;
    if (left + place.pitch > frame.scrollLeft + frame.clientWidth) frame.scrollLeft = left + place.pitch - frame.clientWidth;
  }
}
