// The unrolled row: three lanes (y on top, h in the middle, x below), a column for every time step.

const CELL = { height: 24, padding: 10, digit: 7.3 };
const LANE_GAP = 58;
const COLUMN_GAP = { least: 34, most: 110 };
const MARGIN = 10;
const LABEL_ROOM = 8; // at the right, for the last arrow's name
const ARROW = 6;
const WINDOW = 12; // steps that are drawn at once

/** Where everything stands, from the sizes of the network and the width that there is. */
function layOut(run, cellWidth, width) {
  const steps = Math.min(run.x.length, WINDOW);
  const room = (width - 2 * MARGIN - LABEL_ROOM - (steps + 1) * cellWidth) / steps;
  const gap = Math.max(COLUMN_GAP.least, Math.min(COLUMN_GAP.most, room));
  const heights = { y: run.y[0].length, h: run.h[0].length, x: run.x[0].length };
  const top = { y: MARGIN };
  top.h = top.y + heights.y * CELL.height + LANE_GAP;
  top.x = top.h + heights.h * CELL.height + LANE_GAP;
  const bottom = top.x + heights.x * CELL.height;
  const pitch = cellWidth + gap;
  return {
    steps,
    cellWidth,
    pitch,
    gap,
    top,
    heights,
    token: bottom + 22,
    time: bottom + 40,
    left: (column) => MARGIN + column * pitch,
    middle: (column) => MARGIN + column * pitch + cellWidth / 2,
    laneMiddle: (lane) => top[lane] + (heights[lane] * CELL.height) / 2,
    gapAbove: (lane) => top[lane] - LANE_GAP / 2,
    height: bottom + 50,
    width: MARGIN * 2 + (steps + 1) * pitch - gap + LABEL_ROOM,
  };
}

/** Draw one vector as a column of cells; its function writes the values of a step into it. */
function drawVector(place, lane, column) {
  const group = svg("g", { class: `vector ${lane}${column === 0 ? " start" : ""}` });
  const cells = [];
  for (let row = 0; row < place.heights[lane]; row++) {
    const y = place.top[lane] + row * CELL.height;
    const left = place.left(column);
    const rect = svg("rect", { class: "tinted", x: left, y, width: place.cellWidth, height: CELL.height });
    const text = svg("text", { class: "number", x: left + place.cellWidth - CELL.padding / 2, y: y + 16.5 });
    const title = svg("title");
    const cell = svg("g", {}, rect, text, title);
    group.append(cell);
    cells.push({ cell, rect, text, title });
  }
  const frame = { x: place.left(column), y: place.top[lane], width: place.cellWidth };
  group.append(svg("rect", { class: "frame", ...frame, height: place.heights[lane] * CELL.height, rx: 4 }));
  const write = (values, t, data) =>
    cells.forEach(({ cell, rect, text, title }, row) => {
      cell.dataset.cell = `${lane}-${t}-${row}`;
      markNumber(cell, addressOf(lane, t, row), data);
      text.textContent = writeValue(values[row]);
      text.setAttribute("x", place.left(column) + place.cellWidth - (text.textContent.length > LEAST_DIGITS ? 1.5 : CELL.padding / 2));
      title.textContent = values[row] === null ? "" : `${lane}_${t}[${row + 1}] = ${formatExactly(values[row])}`;
      tint(rect, values[row] ?? 0, data.scales[lane]);
    });
  return { group, write };
}

/** Draw an arrow that belongs to a shared matrix, its name beside it. */
function drawArrow(matrix, from, to, label) {
  const path = svg("path", { d: `M${from[0]} ${from[1]}L${to[0]} ${to[1]}`, "marker-end": "url(#head)" });
  const wide = svg("path", { class: "hit", d: `M${from[0]} ${from[1]}L${to[0]} ${to[1]}` });
  const copy = svg("tspan", { class: "copy", dy: "-8" });
  const text = svg("text", { x: label[0], y: label[1], "text-anchor": label[2] }, ...symbol(svg, matrix), copy);
  return svg("g", { class: `use ${matrix}`, "data-matrix": matrix }, path, wide, text);
}

/** Draw the three arrows into a step and its output: W_xh upwards, W_hh from the left, W_hy upwards. */
function drawArrows(place, t) {
  const middle = place.middle(t);
  const above = (lane) => place.top[lane] + place.heights[lane] * CELL.height + ARROW;
  const level = place.laneMiddle("h");
  const beside = middle + 8;
  const between = place.left(t) - place.gap / 2;
  return [
    drawArrow("W_xh", [middle, place.top.x - 3], [middle, above("h")], [beside, place.gapAbove("x") + 4, "start"]),
    drawArrow(
      "W_hh",
      [place.left(t) - place.gap + 3, level],
      [place.left(t) - ARROW, level],
      [between - 2, level - 8, "middle"],
    ),
    drawArrow("W_hy", [middle, place.top.h - 3], [middle, above("y")], [beside, place.gapAbove("h") + 4, "start"]),
  ];
}

/** Draw the thin lines that tie every use of a matrix to the one place where it stands. */
function drawTies(place) {
  const last = place.steps;
  const inputLevel = place.gapAbove("x") + 14;
  const outputLevel = place.gapAbove("h") - 13;
  const memoryLevel = place.top.h - 8;
  let memory = `M0 ${memoryLevel}H${place.left(last) - place.gap / 2}`;
  for (let t = 1; t <= last; t++) memory += `M${place.left(t) - place.gap / 2} ${memoryLevel}V${place.laneMiddle("h") - 20}`;
  const lines = {
    W_xh: `M0 ${inputLevel}H${place.middle(last)}`,
    W_hy: `M0 ${outputLevel}H${place.middle(last)}`,
    W_hh: memory,
  };
  return Object.entries(lines).map(([matrix, d]) => svg("path", { class: `tie ${matrix}`, d }));
}

/** Draw the row. Returns the drawing, its columns and a function that writes the steps from ``offset`` on. */
function drawRow(data, place) {
  const columns = [];
  const writers = [];
  const drawing = svg("svg", { width: place.width, height: place.height, class: "row", "aria-hidden": "true" });
  drawing.append(arrowHead(), ...drawTies(place));
  for (let index = 0; index <= place.steps; index++) {
    const column = svg("g", { class: "column" });
    const vectors = {};
    if (index > 0) column.append(...drawArrows(place, index));
    for (const lane of index === 0 ? ["h"] : ["y", "h", "x"]) {
      vectors[lane] = drawVector(place, lane, index);
      column.append(vectors[lane].group);
    }
    const captions = index === 0 ? drawLaneNames(place) : drawCaptions(place, index);
    column.append(...captions.elements);
    writers.push((run, each, offset) => {
      const t = offset + index;
      column.dataset.step = t;
      column.classList.toggle("silent", t > 0 && !predicts(each, t));
      nameCopies(column, each, t);
      for (const [lane, vector] of Object.entries(vectors)) vector.write(lane === "h" ? run.h[t] : run[lane][t - 1], t, each);
      captions.write(each, t);
    });
    drawing.append(column);
    columns.push(column);
  }
  return { drawing, columns, write: (run, each, offset) => writers.forEach((writer) => writer(run, each, offset)) };
}

/** Where the network is untied each arrow is named after its step's copy, with a star if that was changed. */
function nameCopies(column, data, t) {
  for (const use of column.querySelectorAll(".use")) {
    const isOwn = data.bench?.copies?.some(([matrix, step]) => matrix === use.dataset.matrix && step === t);
    use.querySelector(".copy").textContent = data.bench?.untied ? `(${t})${isOwn ? "*" : ""}` : "";
  }
}

/** The point of every arrow. */
function arrowHead() {
  const head = svg("path", { d: "M0 0L7 3.5L0 7Z", fill: "context-stroke" });
  const size = { markerWidth: 7, markerHeight: 7, refX: 5, refY: 3.5, markerUnits: "userSpaceOnUse" };
  return svg("defs", {}, svg("marker", { id: "head", orient: "auto", ...size }, head));
}

/** The token and the number of a step under its column. */
function drawCaptions(place, column) {
  const at = { x: place.middle(column), "text-anchor": "middle" };
  const [word, whole] = [document.createTextNode(""), svg("title")];
  const token = svg("text", { ...at, y: place.token, class: "token" }, word, whole);
  const time = svg("text", { ...at, y: place.time, class: "caption" });
  const write = (data, t) => {
    const full = data.tokens[t - 1];
    word.data = full.length > 12 ? `${full.slice(0, 11)}…` : full;
    whole.textContent = word.data === full ? "" : full;
    time.textContent = `t = ${t}`;
  };
  return { elements: [token, time], write };
}

/** The names of the lanes, at their left end. */
function drawLaneNames(place) {
  const names = { y: ["y_t", "output"], h: ["h_0", "hidden"], x: ["x_t", "input"] };
  const elements = Object.entries(names).map(([lane, [letter, word]]) => {
    const y = lane === "h" ? place.top.x - LANE_GAP + 17 : place.laneMiddle(lane) + 4;
    return svg("text", { x: place.left(0), y, class: `lane ${lane}` }, ...symbol(svg, letter), svg("tspan", { dy: "-3" }, ` ${word}`));
  });
  const rows = Array.from({ length: place.heights.x }, (_, row) => {
    const y = place.top.x + row * CELL.height + 16.5;
    return svg("text", { class: "caption", x: place.left(1) - 8, y, "text-anchor": "end" });
  });
  const start = elements[1].querySelector(".index");
  const write = (data, t) => {
    start.textContent = t;
    rows.forEach((text, row) => (text.textContent = data.input_names?.[row] ?? ""));
  };
  return { elements: [...elements, ...rows], write };
}
