// The middle of the picture: the hidden state after every word as a column of cells, for order A above and for
// order B below, and between them the answer after every word.

const CHART = { height: 126, pad: 10 };
const CELL = 6;
const GAP = 14;
const LABEL = 20; // pixels for a row of words where the chips do not stand over their columns
const END = { wide: 92, narrow: 34 }; // room for the names at the ends of the lines

/** Decide on the width of a word's column, and whether the chips fit over them. */
function layOut(data, width, longest) {
  const num = data.words.length;
  const isNarrow = width < LOOSE_WIDTH;
  const gutter = isNarrow ? 42 : 92;
  const end = isNarrow ? END.narrow : END.wide;
  const column = Math.min(isNarrow ? 72 : 104, Math.max(isNarrow ? 40 : 44, Math.floor((width - gutter - end) / num)));
  const isLoose = isNarrow || longest + 6 > column;
  const label = isLoose ? LABEL : 0;
  const strip = data.units * CELL;
  const top = { 0: label, chart: label + strip + GAP, 1: label + strip + GAP + CHART.height + GAP };
  const height = top[1] + strip + label;
  return { gutter, column, isLoose, isNarrow, strip, top, height, label, right: gutter + num * column, width: gutter + num * column + end };
}

function middleOf(layout, step) {
  return layout.gutter + (step + 0.5) * layout.column;
}

function drawPicture(data, layout) {
  const cursor = svg("rect", { class: "cursor", width: layout.column, y: 0, height: layout.height, visibility: "hidden" });
  const ring = svg("rect", { class: "cell-ring", height: CELL, visibility: "hidden" });
  const element = svg(
    "svg",
    { width: layout.width, height: layout.height, role: "group", tabindex: 0, "aria-label": data.picture_label },
    ...partingBand(data, layout),
    cursor,
    ...(layout.isNarrow ? [] : laneNames(layout)),
    ...data.readings.flatMap((reading, row) => drawStrips(reading, row, data, layout)),
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

function laneNames(layout) {
  const lines = [
    ["hidden state", "hidden-ink", layout.top[0] + layout.strip / 2],
    ["output", "output-ink", layout.top.chart + CHART.height / 2 - 30],
    ["hidden state", "hidden-ink", layout.top[1] + layout.strip / 2],
  ];
  return lines.map(([text, role, y]) => svg("text", { class: `lane ${role}`, x: 0, y: y + 4 }, text));
}

function drawStrips(reading, row, data, layout) {
  const width = stripWidth(layout);
  const top = layout.top[row];
  const parts = reading.h.flatMap((h, step) => {
    const x = middleOf(layout, step) - width / 2;
    const cells = h.map((value, unit) => {
      const cell = svg("rect", { class: "tinted", x, y: top + unit * CELL, width, height: CELL, "data-at": `${row}-${step}-${unit}` });
      tint(cell, value, 1);
      return cell;
    });
    const y = top + layout.strip / 2;
    const hand = step && svg("path", { class: "hand", d: `M${x - layout.column + width + 2} ${y}H${x - 3}m-4 -3.5l4 3.5l-4 3.5` });
    return [...cells, svg("rect", { class: "outline", x, y: top, width, height: layout.strip }), ...(hand ? [hand] : [])];
  });
  const labels = layout.isLoose ? reading.words.map((word, step) => columnWord(word, row, step, data, layout)) : [];
  return [svg("g", { class: "hidden" }, ...parts), svg("g", { class: "input" }, ...labels)];
}

function columnWord(word, row, step, data, layout) {
  const room = Math.floor(layout.column / 7);
  const text = word.length > room ? `${word.slice(0, room - 1)}…` : word;
  const y = row ? layout.height - 5 : 14;
  return svg("text", { class: "word", x: middleOf(layout, step), y, "text-anchor": "middle" }, text);
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
  const [first, second, both] = layout.isNarrow ? ["A", "B", "MLP"] : ["A, RNN", "B, RNN", "A and B, MLP"];
  const names = [
    { text: first, at: last(0), kind: "output-ink" },
    { text: second, at: last(1), kind: "output-ink" },
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
