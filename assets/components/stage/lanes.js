// The unrolled row: three lanes (y on top, h in the middle, x below), a column for every time step.

const CELL = { height: 24, padding: 10, digit: 7.3 };
const LANE_GAP = 58;
const COLUMN_GAP = { least: 38, most: 110 };
const MARGIN = 10;
const ARROW = 6;

/** Where everything stands, from the sizes of the network and the width that there is. */
function layOut(run, cellWidth, width) {
  const steps = run.x.length;
  const room = (width - 2 * MARGIN - (steps + 1) * cellWidth) / steps;
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
    left: (t) => MARGIN + t * pitch,
    middle: (t) => MARGIN + t * pitch + cellWidth / 2,
    laneMiddle: (lane) => top[lane] + (heights[lane] * CELL.height) / 2,
    gapAbove: (lane) => top[lane] - LANE_GAP / 2,
    height: bottom + 50,
    width: MARGIN * 2 + (steps + 1) * pitch - gap,
  };
}

/** Draw one vector as a column of cells; returns the group and a function that writes values into it. */
function drawVector(place, lane, t, name, scale) {
  const group = svg("g", { class: `vector ${lane}${t === 0 ? " start" : ""}` });
  const cells = [];
  for (let row = 0; row < place.heights[lane]; row++) {
    const y = place.top[lane] + row * CELL.height;
    const rect = svg("rect", { class: "tinted", x: place.left(t), y, width: place.cellWidth, height: CELL.height });
    const text = svg("text", { class: "number", x: place.left(t) + place.cellWidth - CELL.padding / 2, y: y + 16.5 });
    const title = svg("title");
    group.append(svg("g", { "data-cell": `${lane}-${t}-${row}` }, rect, text, title));
    cells.push({ rect, text, title });
  }
  const frame = { x: place.left(t), y: place.top[lane], width: place.cellWidth };
  group.append(svg("rect", { class: "frame", ...frame, height: place.heights[lane] * CELL.height, rx: 4 }));
  const write = (values) =>
    cells.forEach(({ rect, text, title }, row) => {
      text.textContent = formatNumber(values[row]);
      title.textContent = `${name}[${row + 1}] = ${formatExactly(values[row])}`;
      tint(rect, values[row], scale);
    });
  return { group, write };
}

/** Draw an arrow that belongs to a shared matrix, its name beside it. */
function drawArrow(matrix, from, to, label) {
  const path = svg("path", { d: `M${from[0]} ${from[1]}L${to[0]} ${to[1]}`, "marker-end": "url(#head)" });
  const wide = svg("path", { class: "hit", d: `M${from[0]} ${from[1]}L${to[0]} ${to[1]}` });
  const text = svg("text", { x: label[0], y: label[1], "text-anchor": label[2] }, ...symbol(svg, matrix));
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

/** Draw the whole row. Returns the drawing and functions that write a run's values and set the step in focus. */
function drawRow(data, place, onStep) {
  const columns = [];
  const writers = [];
  const drawing = svg("svg", { width: place.width, height: place.height, class: "row", "aria-hidden": "true" });
  const head = svg("path", { d: "M0 0L7 3.5L0 7Z", fill: "context-stroke" });
  const size = { markerWidth: 7, markerHeight: 7, refX: 5, refY: 3.5, markerUnits: "userSpaceOnUse" };
  drawing.append(svg("defs", {}, svg("marker", { id: "head", orient: "auto", ...size }, head)), ...drawTies(place));

  for (let t = 0; t <= place.steps; t++) {
    const column = svg("g", { class: "column", "data-step": t });
    const lanes = t === 0 ? ["h"] : ["y", "h", "x"];
    if (t > 0) column.append(...drawArrows(place, t));
    for (const lane of lanes) {
      const vector = drawVector(place, lane, t, `${lane}_${t}`, data.scales[lane]);
      writers.push((run) => vector.write(lane === "h" ? run.h[t] : run[lane][t - 1]));
      column.append(vector.group);
    }
    column.append(...captions(data, place, t));
    column.addEventListener("click", () => onStep(t));
    drawing.append(column);
    columns.push(column);
  }
  return {
    drawing,
    columns,
    write: (run) => writers.forEach((writer) => writer(run)),
  };
}

/** The token and the number of a step under its column; for the start the name of h_0. */
function captions(data, place, t) {
  const at = { x: place.middle(t), "text-anchor": "middle" };
  if (t === 0) return laneNames(place);
  const token = data.tokens[t - 1];
  const short = token.length > 12 ? `${token.slice(0, 11)}…` : token;
  return [
    svg("text", { ...at, y: place.token, class: "token" }, short, ...(short === token ? [] : [svg("title", {}, token)])),
    svg("text", { ...at, y: place.time, class: "caption" }, `t = ${t}`),
  ];
}

/** The names of the lanes, at their left end. */
function laneNames(place) {
  const names = { y: ["y_t", "output"], h: ["h_0", "hidden"], x: ["x_t", "input"] };
  return Object.entries(names).map(([lane, [letter, word]]) => {
    const y = lane === "h" ? place.top.x - LANE_GAP + 17 : place.laneMiddle(lane) + 4;
    return svg("text", { x: place.left(0), y, class: `lane ${lane}` }, ...symbol(svg, letter), svg("tspan", { dy: "-3" }, ` ${word}`));
  });
}
