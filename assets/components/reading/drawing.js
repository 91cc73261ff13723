// The words and the curve of a reading, as nodes. What the person typed is only ever set as textContent.

const PLOT_HEIGHT = 168; // as in reading.css
const PLOT_TOP = 12;
const PLOT_BOTTOM = 156;

/** Give a node its word's place, bar and spoken sentence. */
function bind(node, word, index) {
  node.dataset.index = index;
  node.style.setProperty("--up", word.above);
  node.style.setProperty("--down", word.below);
  node.setAttribute("aria-label", word.sentence);
  return node;
}

function runningWord(word, index) {
  return bind(html("span", { class: word.known ? "word bar" : "word bar unknown" }, word.text), word, index);
}

function columnOf(word, index) {
  const node = bind(html("div", { class: "column" }), word, index);
  const label = html("span", { class: "label" }); // no bar: the curve stands right above
  const before = word.before.trim();
  if (before) label.append(html("span", { class: "gap" }, before));
  label.append(html("span", { class: word.known ? "known" : "unknown" }, word.text));
  node.append(label);
  return node;
}

function axisMark(mark) {
  return html("span", { style: `top: ${plotY(mark.value) - 7}px` }, mark.label);
}

/** Where a probability stands in the plot, in pixels from its top. */
function plotY(value) {
  return PLOT_BOTTOM - value * (PLOT_BOTTOM - PLOT_TOP);
}

/** Draw the curve over columns that are already laid out; give back what moves with the chosen word. */
function drawCurve(columns, nodes, data) {
  const width = columns.offsetWidth;
  const points = nodes.map((node, index) => [node.offsetLeft + node.offsetWidth / 2, plotY(data.words[index].value)]);
  const plot = svg("svg", { class: "plot", width, height: PLOT_HEIGHT, "aria-hidden": "true" });
  for (const mark of data.axis) {
    const y = plotY(mark.value);
    plot.append(svg("line", { class: mark.undecided ? "undecided" : "grid", x1: 0, x2: width, y1: y, y2: y }));
  }
  const move = svg("line", { class: "move" });
  const here = svg("circle", { class: "here", r: 6.5 });
  const path = points.map((point) => point.join(",")).join(" ");
  const dots = points.map(([cx, cy]) => svg("circle", { class: "dot", cx, cy, r: 3.5 }));
  plot.append(move, svg("polyline", { class: "curve", points: path }), ...dots, here);
  columns.querySelector("svg.plot")?.remove();
  columns.prepend(plot);
  return { points, move, here };
}

/** Mark one word on the curve, and how far it moved the prediction. */
function markPoint({ points, move, here }, index) {
  const [x, y] = points[index];
  const from = index > 0 ? points[index - 1][1] : y;
  for (const [name, value] of Object.entries({ x1: x, x2: x, y1: from, y2: y })) move.setAttribute(name, value);
  here.setAttribute("cx", x);
  here.setAttribute("cy", y);
}
