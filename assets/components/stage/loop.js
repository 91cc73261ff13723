// The folded network: one column stands for every step, and the hidden state comes back to it one step later.

const LOOP = { gap: 84, names: 88, rise: 30, corner: 10 };
const LOOP_WORDS = { y: "output", h: "hidden", x: "input" };

/**
 * Draw the folded network: the row of a single step whose first column, the memory, is fed by the second.
 * Returns the drawing, its size and a function that writes the numbers of step t of a run in place.
 */
function drawLoop(data, cellWidth) {
  const [first] = data.runs;
  const width = 2 * MARGIN + 2 * cellWidth + LOOP.gap;
  const place = layOut({ ...first, x: first.x.slice(0, 1) }, cellWidth, width);
  const size = { width: width + LOOP.names, height: place.height };
  const drawing = svg("svg", { ...size, class: "loop", "aria-hidden": "true" });
  const head = arrowHead();
  head.querySelector("marker").id = "loop-head"; // the row, hidden meanwhile, cannot lend its own
  const memory = loopMemory(place);
  const lanes = ["y", "h", "x"].map((lane) => loopLane(place, lane));
  const captions = drawCaptions(place, 1);
  const now = svg("g", { class: "column", "data-time": "now" }, ...drawArrows(place, 1));
  now.append(...lanes.map(({ group }) => group), ...captions.elements);
  drawing.append(head, loopWire(place), svg("g", { class: "column" }, memory.group), now);
  for (const path of drawing.querySelectorAll("[marker-end]")) path.setAttribute("marker-end", "url(#loop-head)");
  const write = (run, t, each = data) => {
    memory.write(t > 0 ? run.h[t - 1] : null, t, each);
    for (const { lane, write } of lanes) write(lane === "h" ? run.h[t] : run[lane][t - 1] ?? null, t, each);
    now.dataset.step = t;
    now.classList.toggle("silent", t > 0 && !predicts(each, t));
    drawing.classList.toggle("starting", t === 0);
    if (t > 0) captions.write(each, t);
    captions.elements[0].setAttribute("visibility", t > 0 ? "visible" : "hidden");
    if (t === 0) captions.elements[1].textContent = "t = 0";
  };
  return { drawing, write, ...size };
}

/** One lane of the step: its vector, and its name at the right. */
function loopLane(place, lane) {
  const vector = loopVector(place, lane, 1);
  const at = { x: place.left(1) + place.cellWidth + 10, y: place.laneMiddle(lane) + 4 };
  const name = svg("text", { ...at, class: `lane ${lane}` });
  vector.group.append(name);
  const write = (values, t, data) => {
    vector.write(values, t, data);
    vector.group.classList.toggle("start", lane === "h" && t === 0);
    writeLoopName(name, `${lane}_${values ? t : "t"}`, values && t === 0 ? "start" : LOOP_WORDS[lane]);
  };
  return { lane, group: vector.group, write };
}

/** The memory that comes in: the hidden state of the step before, dashed as the start of the row is. */
function loopMemory(place) {
  const vector = loopVector(place, "h", 0);
  const below = place.top.h + place.heights.h * CELL.height + 18;
  const name = svg("text", { x: Math.max(place.middle(0), 46), y: below, "text-anchor": "middle", class: "lane h" });
  vector.group.append(name);
  const write = (values, t, data) => {
    vector.write(values, t - 1, data);
    if (values) writeLoopName(name, `h_${t - 1}`, "memory");
    else name.replaceChildren("no memory yet");
  };
  return { group: vector.group, write };
}

/** A vector whose cells stand empty where a step has no such numbers; an empty cell cannot be chosen. */
function loopVector(place, lane, column) {
  const vector = drawVector(place, lane, column);
  const cells = [...vector.group.querySelectorAll("g")];
  const write = (values, t, data) => {
    vector.group.classList.toggle("empty", !values);
    if (values) vector.write(values, t, data);
    else cells.forEach(emptyLoopCell);
  };
  return { group: vector.group, write };
}

function emptyLoopCell(cell) {
  for (const name of ["cell", "number", "edit"]) delete cell.dataset[name];
  for (const text of cell.querySelectorAll("text, title")) text.textContent = "";
  tint(cell.querySelector("rect"), 0, 1);
}

function writeLoopName(element, letter, word) {
  element.replaceChildren(...symbol(svg, letter), svg("tspan", { dy: "-3" }, ` ${word}`));
}

/** The way back: the hidden state leaves its column and is the memory of the next step. */
function loopWire(place) {
  const { rise, corner } = LOOP;
  const [from, to] = [place.left(1) + 14, place.middle(0)];
  const high = place.top.h - rise;
  const d =
    `M${from} ${place.top.h - 3}V${high + corner}q0 ${-corner} ${-corner} ${-corner}` +
    `H${to + corner}q${-corner} 0 ${-corner} ${corner}V${place.top.h - ARROW}`;
  const text = svg("text", { x: (from + to) / 2, y: high - 7, "text-anchor": "middle" }, "one step later");
  return svg("g", { class: "wire" }, svg("path", { d, "marker-end": "url(#loop-head)" }), text);
}
