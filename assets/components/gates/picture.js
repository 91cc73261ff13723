// The unrolled row of one cell: its lanes from the hidden state down to the input, and the gradient's lanes below.

const ROW = { cell: 80, gap: { least: 26, most: 84 }, lane: 15, gutter: 132, narrow: 60, words: 46, most: 12 };

/** Where everything stands. */
function layOutGates(data, width, isNarrow) {
  const steps = Math.min(data.tokens.length, ROW.most);
  const gutter = isNarrow ? ROW.narrow : ROW.gutter;
  const room = (width - gutter - 2 * MARGIN - (steps + 1) * ROW.cell) / steps;
  const gap = Math.max(ROW.gap.least, Math.min(ROW.gap.most, room));
  const [top, heights] = [{}, {}];
  let y = MARGIN;
  let words = 0;
  for (const lane of data.lanes) {
    if (lane.kind === "gradient" && !words) [words, y] = [y, y + ROW.words];
    [top[lane.name], heights[lane.name]] = [y, data.quantities[lane.name].values[0].length];
    y += heights[lane.name] * CELL.height + ROW.lane;
  }
  const pitch = ROW.cell + gap;
  return {
    steps, gutter, gap, pitch, top, heights, words,
    cellWidth: ROW.cell,
    left: (column) => MARGIN + column * pitch,
    middle: (column) => MARGIN + column * pitch + ROW.cell / 2,
    bottom: (lane) => top[lane] + heights[lane] * CELL.height,
    laneMiddle: (lane) => top[lane] + (heights[lane] * CELL.height) / 2,
    height: y,
    width: 2 * MARGIN + (steps + 1) * pitch - gap,
  };
}

class GatesPicture {
  constructor(data, { width, isNarrow, onScroll }) {
    this.data = data;
    this.place = layOutGates(data, width, isNarrow);
    this.offset = 0;
    const { place } = this;
    this.row = svg("svg", { width: place.width, height: place.height, class: "row", "aria-hidden": "true" });
    this.row.append(arrowHead());
    this.columns = Array.from({ length: place.steps + 1 }, (_, index) => this.drawColumn(index));
    this.row.append(...this.columns.map((column) => column.group));
    const hasMore = place.width > width - place.gutter + 1;
    const reach = hasMore && { tabindex: 0, role: "group", "aria-label": "The unrolled row; scroll sideways for more steps" };
    this.frame = html("div", { class: "frame-scroll", ...reach }, this.row);
    this.frame.classList.toggle("has-more", hasMore);
    this.frame.addEventListener("scroll", () => this.showEdge(onScroll));
    this.element = html("div", { class: "picture" }, this.drawNames(isNarrow), this.frame);
  }

  /** The lanes' names at the left, which stay when the row scrolls. */
  drawNames(isNarrow) {
    const { data, place } = this;
    const names = svg("svg", { width: place.gutter, height: place.height, class: "lane-names" });
    for (const { name, kind, job } of data.lanes) {
      const { label, role } = data.quantities[name];
      const y = place.laneMiddle(name) + (isNarrow || kind === "gradient" ? 4 : -2);
      const words = kind === "gradient" ? (isNarrow ? SPOKEN[name] ?? name : job) : label;
      names.append(svg("text", { x: 0, y, class: `lane-name ${role}` }, ...(kind === "gradient" ? subscripted(svg, words) : symbol(svg, words))));
      if (!isNarrow && kind !== "gradient") names.append(svg("text", { x: 0, y: y + 15, class: "caption" }, job));
    }
    const at = { x: 0, class: "caption gradient-head" };
    names.append(svg("text", { ...at, y: place.words + 36 }, isNarrow ? "left" : "Left of the gradient:"));
    return names;
  }

  drawColumn(index) {
    const { data, place } = this;
    const group = svg("g", { class: "column" });
    const writers = [];
    for (const { name, kind } of data.lanes) {
      if (index === 0 && data.quantities[name].first > 0) continue;
      const part = kind === "rings" ? drawRings(place, name, index) : drawVector(place, name, index);
      part.group.dataset.lane = name;
      writers.push((t, view) => part.write(rowAt(view, name, t), t, view));
      group.append(part.group);
    }
    if (index > 0) group.prepend(...drawWires(data, place, index));
    const captions = index > 0 ? drawCaptions({ ...place, token: place.words + 8, time: place.words + 25 }, index) : null;
    if (captions) group.append(...captions.elements);
    return { group, writers, captions };
  }

  /** Write the numbers of the steps that are in view. */
  write(data) {
    this.data = data;
    const scales = Object.fromEntries(data.lanes.map(({ name }) => [name, data.scales[data.quantities[name].scale]]));
    const view = { ...data, scales };
    this.columns.forEach(({ group, captions, writers }, index) => {
      const t = this.offset + index;
      group.dataset.step = t;
      for (const writer of writers) writer(t, view);
      captions?.write(data, t);
      group.querySelectorAll(".gate-name").forEach((each) => (each.textContent = subscript(t)));
    });
  }

  /** Show step t in focus, and in it what has been computed so far. */
  show(t, reached, isWhole) {
    this.keepInWindow(t);
    this.columns.forEach(({ group }, index) => {
      const own = this.offset + index;
      put(group, "time", own < t ? "past" : own === t ? "now" : "future");
      for (const lane of group.querySelectorAll("[data-lane]")) {
        const { phase } = this.data.lanes.find(({ name }) => name === lane.dataset.lane);
        const isOpen = own === t && t > 0 && !isWhole && phase !== "";
        put(lane, "stop", isOpen && phase === reached.at(-1) ? "now" : "");
        put(lane, "later", String(isOpen && !reached.includes(phase)));
      }
    });
    this.keepInView(t);
  }

  /** Fade the right edge while there is more of the row behind it. */
  showEdge(onScroll) {
    const { scrollLeft, clientWidth, scrollWidth } = this.frame;
    this.frame.classList.toggle("has-more", scrollLeft + clientWidth < scrollWidth - 2);
    onScroll();
  }

  /** Of a long sequence the row shows a window: move it where the step in focus is. */
  keepInWindow(t) {
    const { steps } = this.place;
    if (t <= this.offset + steps && (t > this.offset || this.offset === 0)) return;
    this.offset = Math.max(0, Math.min(this.data.tokens.length - steps, t - Math.ceil(steps / 2)));
    this.write(this.data);
  }

  keepInView(t) {
    const { frame, place } = this;
    const left = place.left(t - this.offset);
    if (left - place.pitch < frame.scrollLeft) frame.scrollLeft = left - place.pitch;
    if (left + place.pitch > frame.scrollLeft + frame.clientWidth) frame.scrollLeft = left + place.pitch - frame.clientWidth;
  }
}

/** Mark an element, unless it is marked so already: what does not change costs nothing. */
function put(element, name, value) {
  if (element.dataset[name] !== value) element.dataset[name] = value;
}

/** Lower the index behind each underscore: ∂h_T/∂h_t. */
function subscripted(make, words) {
  let isLow = false;
  return words.split(/(_[A-Za-z0-9])/).filter(Boolean).map((part) => {
    const wasLow = isLow;
    isLow = part.startsWith("_");
    const text = isLow ? part.slice(1) : part;
    if (make === html) return isLow ? html("sub", {}, text) : text;
    return svg("tspan", { class: isLow ? "index" : null, dy: isLow ? 3 : wasLow ? -3 : 0 }, text);
  });
}
