// The middle of the picture: the hidden state after every word as a column of cells, for order A above and for
// order B below, and between them the answer after every word.

const CHART = { height: 126, pad: 10 };
const CELL = 6;
const GAP = { wide: 28, narrow: 44 }; // between hidden states and answers: here a number is read out
const SHADES = [-1, -0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75, 1];
const LEAST = 30; // pixels for a column: narrower ones would have no room for an arrow between cells
const LABEL = 20; // pixels for a row of words where the chips do not stand over their columns
const END = { wide: 70, narrow: 34 }; // room for the names at the ends of the lines

/** Decide on the width of a word's column, and whether the chips fit over them. */
function layOut(data, width, longest) {
  const num = data.words.length;
  const isNarrow = width < LOOSE_WIDTH;
  const gutter = isNarrow ? 42 : 92;
  const end = isNarrow ? END.narrow : END.wide;
  const fitting = Math.floor((width - gutter - end) / num);
  const column = Math.min(isNarrow ? 72 : 104, fitting < LEAST ? 40 : fitting);
  const isLoose = isNarrow || longest + 4 > column;
  const label = isLoose ? LABEL : 0;
  const strip = data.units * CELL;
  const gap = isNarrow ? GAP.narrow : GAP.wide;
  const chart = label + strip + gap;
  const top = { 0: label, chart, 1: chart + CHART.height + gap };
  const note = [label + strip + 6, chart + CHART.height + 3];
  const height = top[1] + strip + label;
  const right = gutter + num * column;
  return { gutter, column, isLoose, isNarrow, strip, top, note, height, label, right, width: right + end };
}

function middleOf(layout, step) {
  return layout.gutter + (step + 0.5) * layout.column;
}

function drawPicture(data, layout, font) {
  const cursor = svg("rect", { class: "cursor", width: layout.column, y: 0, height: layout.height, visibility: "hidden" });
  const ring = svg("rect", { class: "cell-ring", height: CELL, visibility: "hidden" });
  const element = svg(
    "svg",
    { width: layout.width, height: layout.height, role: "group", tabindex: 0, "aria-label": data.picture_label },
    ...partingBand(data, layout),
    cursor,
    ...(layout.isNarrow ? [] : laneNames(layout)),
    ...data.readings.flatMap((reading, row) => drawStrips(reading, row, layout, font)),
    svg("g", { class: "output" }, ...drawChart(data, layout)),
    ring,
  );
  const mark = (at) => {
    for (const part of [cursor, ring]) part.setAttribute("visibility", at ? "visible" : "hidden");
    if (!at) return;
    const width = stripWidth(layout);
    cursor.setAttribute("x", layout.gutter + at.step * layout.column);
    place(ring, { x: middleOf(layout, at.step) - width / 2, y: layout.top[at.row] + at.unit * CELL, width });
  };
  return { element, mark, layout };
}

function place(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}

function stripWidth(layout) {
  return Math.min(40, layout.column - 12);
}

function partingBand(data, layout) {
  if (data.parting === null) return [];
  const x = layout.gutter + (data.parting - 1) * layout.column;
  return [svg("rect", { class: "band", x, y: 0, width: layout.column, height: layout.height })];
}

/** Name the three lanes at the left; the scale of the cells' colours stands below the first name. */
function laneNames(layout) {
  const lane = (role, text, y) => svg("g", { class: role }, svg("text", { class: `lane ${role}-ink`, x: 0, y: y + 4 }, text));
  const first = layout.top[0] + layout.strip / 2;
  const scale = colourKey();
  place(scale, { x: 0, y: first + 8 });
  return [
    lane("hidden", "hidden state", first - 12),
    svg("g", { class: "hidden" }, scale),
    lane("output", "output", layout.top.chart + CHART.height / 2 - 30),
    lane("hidden", "hidden state", layout.top[1] + layout.strip / 2),
  ];
}

/** The scale of the cells: negative, none, positive, each in its colour, with their numbers below. */
function colourKey() {
  const cells = SHADES.map((value, index) => {
    const cell = svg("rect", { class: "tinted", x: 8 * index, y: 0, width: 8, height: 10 });
    shade(cell, value);
    return cell;
  });
  const marks = ["−1", "0", "1"].map((text, index) =>
    svg("text", { class: "tick", x: 36 * index, y: 23, "text-anchor": ["start", "middle", "end"][index] }, text),
  );
  const frame = svg("rect", { class: "scale", x: 0, y: 0, width: 72, height: 10 });
  return svg("svg", { class: "colours", width: 73, height: 26, role: "img", "aria-label": "Colours of cells: red from −1, none at 0, blue to 1" }, ...cells, frame, ...marks);
}

/** Tint a cell between -1 and 1 so that the smallest value still shows its sign, on a dark page too. */
function shade(cell, value) {
  tint(cell, value, 1);
  cell.style.setProperty("--share", value === 0 ? "0%" : `${Math.round(14 + 61 * Math.abs(value))}%`);
}

function drawStrips(reading, row, layout, font) {
  const width = stripWidth(layout);
  const top = layout.top[row];
  const parts = reading.h.flatMap((h, step) => {
    const x = middleOf(layout, step) - width / 2;
    const cells = h.map((value, unit) => {
      const cell = svg("rect", { class: "tinted", x, y: top + unit * CELL, width, height: CELL, "data-at": `${row}-${step}-${unit}` });
      shade(cell, value);
      return cell;
    });
    const y = top + layout.strip / 2;
    const hand = step && svg("path", { class: "hand", d: `M${x - layout.column + width + 2} ${y}H${x - 3}m-4 -3.5l4 3.5l-4 3.5` });
    return [...cells, svg("rect", { class: "outline", x, y: top, width, height: layout.strip }), ...(hand ? [hand] : [])];
  });
  const labels = layout.isLoose ? reading.words.map((word, step) => columnWord(word, row, step, layout, font)) : [];
  const kind = "ab"[row];
  return [svg("g", { class: `hidden ${kind}` }, ...parts), svg("g", { class: `input ${kind}` }, ...labels)];
}

function columnWord(word, row, step, layout, font) {
  const y = row ? layout.height - 5 : 14;
  return svg("text", { class: "word", x: middleOf(layout, step), y, "text-anchor": "middle" }, fitted(word, layout.column - 6, font));
}

const pen = document.createElement("canvas").getContext("2d");

function widthOf(text, font) {
  pen.font = font;
  return pen.measureText(text).width;
}

/** Cut a word to a width in pixels. */
function fitted(word, room, font) {
  if (widthOf(word, font) <= room) return word;
  let end = word.length - 1;
  while (end > 1 && widthOf(`${word.slice(0, end)}…`, font) > room) end--;
  return `${word.slice(0, end)}…`;
}

function drawChart(data, layout) {
  const y = (share) => layout.top.chart + CHART.pad + (1 - share) * (CHART.height - 2 * CHART.pad);
  const rules = data.axis.flatMap(({ value, label }) => [
    svg("line", { class: value === 0.5 ? "even" : "grid", x1: layout.gutter, x2: layout.right, y1: y(value), y2: y(value) }),
    svg("text", { class: "tick", x: layout.gutter - 6, y: y(value) + 4, "text-anchor": "end" }, label),
  ]);
  const lines = data.readings.flatMap((reading, row) => {
    const points = reading.probabilities.map((share, step) => [middleOf(layout, step), y(share)]);
    const kind = "AB"[row].toLowerCase();
    return [
      svg("polyline", { class: `answer ${kind}`, points: points.map((point) => point.join(",")).join(" ") }),
      ...points.map(([cx, cy], step) => svg("circle", { class: `dot ${kind}`, cx, cy, r: row ? 3 : 4, "data-at": `${row}-${step}-0` })),
    ];
  });
  const mlp = y(data.readings[0].mlp);
  return [
    ...rules,
    svg("line", { class: "mlp", x1: layout.gutter, x2: layout.right, y1: mlp, y2: mlp }),
    ...lines,
    ...endNames(data, layout, y),
  ];
}

/** Name the lines at their right ends, a line of text apart at least. */
function endNames(data, layout, y) {
  const last = (row) => y(data.readings[row].probabilities.at(-1));
  const [first, second, both] = layout.isNarrow ? ["A", "B", "MLP"] : ["A, RNN", "B, RNN", "MLP, both"];
  const names = [
    { text: first, at: last(0), kind: "output-ink a" },
    { text: second, at: last(1), kind: "output-ink b" },
    { text: both, at: y(data.readings[0].mlp), kind: "plain" },
  ].sort((one, other) => one.at - other.at);
  const lowest = layout.top.chart + CHART.height - 4;
  names.forEach((name, index) => (name.y = Math.max(name.at, index ? names[index - 1].y + 15 : 0)));
  names.findLast((name, index) => void (name.y = Math.min(name.y, lowest - 15 * (names.length - 1 - index))));
  return names.map(({ text, y: at, kind }) => svg("text", { class: `end ${kind}`, x: layout.right + 4, y: at + 4 }, text));
}

/** A pointer or the arrow keys choose one cell of one column. */
function listenToPicture(orders) {
  const point = (event) => {
    const found = event.target.closest?.("[data-at]");
    if (!found) return;
    const [row, step, unit] = found.dataset.at.split("-").map(Number);
    orders.point({ row, step, unit });
  };
  orders.frame.addEventListener("pointerover", (event) => event.pointerType === "mouse" && point(event));
  orders.frame.addEventListener("click", point);
  orders.frame.addEventListener("keydown", (event) => {
    const { data } = orders;
    const at = orders.at ?? { row: 0, step: -1, unit: 0 };
    const moves = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
    if (event.key === "Escape" && orders.at) return orders.point(null);
    if (event.key === "Home") moves.Home = [-data.words.length, 0];
    if (event.key === "End") moves.End = [data.words.length, 0];
    if (!(event.key in moves) || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    event.preventDefault();
    const [across, down] = moves[event.key];
    const flat = Math.min(2 * data.units - 1, Math.max(0, at.row * data.units + at.unit + down));
    const step = Math.min(data.words.length - 1, Math.max(0, at.step + across));
    orders.point({ row: Math.floor(flat / data.units), step, unit: flat % data.units });
    orders.said.textContent = orders.readout.textContent;
    const column = orders.picture.layout.gutter + step * orders.picture.layout.column;
    const { frame } = orders;
    if (column < frame.scrollLeft) frame.scrollLeft = column - 8;
    if (column + 100 > frame.scrollLeft + frame.clientWidth) frame.scrollLeft = column + 100 - frame.clientWidth;
  });
}
