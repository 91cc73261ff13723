// What stands under the words: rows of bars with one scale, and the hidden state as a heatmap.
// All have the words' own axis: a bar and a column of cells stand where their word stands.

const LANE = { label: 29, bars: 64, gap: 12, heat: 192, cell: { least: 1, most: 12 } };
const MOST_PIXELS = 16000; // a canvas must not be wider

/** Where the lanes stand, from the top of the columns. */
function placeLanes(lanes) {
  const top = PLOT_HEIGHT + LANE.label + LANE.gap;
  const bars = lanes.bars.map((_, index) => top + index * (LANE.bars + LANE.gap));
  const cell = Math.max(LANE.cell.least, Math.min(LANE.cell.most, Math.floor(LANE.heat / lanes.num_units)));
  const heat = top + lanes.bars.length * (LANE.bars + LANE.gap);
  return { bars, heat, cell, height: cell * lanes.num_units, bottom: heat + cell * lanes.num_units };
}

/** Take the lanes' numbers out of what Python sent. */
function readLanes(state) {
  const { lanes } = state.data;
  state.lanes = lanes && { ...lanes, values: new Float32Array(bytesOf(lanes.states)), places: placeLanes(lanes) };
  if (lanes && !lanes.orders.some((order) => order.name === state.order)) state.order = lanes.order;
  state.root.classList.toggle("layered", Boolean(lanes));
  state.columns.style.setProperty("--lanes", lanes ? `${state.lanes.places.bottom - PLOT_HEIGHT - LANE.label}px` : "0px");
}

/** What stands at the left of each lane: its name and the ends of its scale. */
function laneNames(lanes) {
  const { places } = lanes;
  const bars = lanes.bars.flatMap((lane, index) => [
    laneName(places.bars[index], lanes.scale[0], "end"),
    laneName(places.bars[index] + LANE.bars / 2 - 14, lane.title, "name"),
    laneName(places.bars[index] + LANE.bars - 14, lanes.scale[1], "end"),
  ]);
  const waiting = laneName(places.bars[0] + LANE.bars / 2 - 8, lanes.waiting, "waiting");
  return [...bars, laneName(places.heat, lanes.title, "name"), waiting];
}

function laneName(top, text, kind) {
  return html("span", { class: `lane-${kind}`, style: `top: ${top}px` }, text);
}

/** Draw the bars of every lane as one picture over columns that are laid out. */
function drawBars(lanes, nodes, width) {
  const parts = lanes.bars.flatMap((lane, index) => {
    const zero = lanes.places.bars[index] + LANE.bars / 2;
    return [
      svg("line", { class: "undecided", x1: 0, x2: width, y1: zero, y2: zero }),
      ...lane.places.map((share, word) => share && laneBar(nodes[word], zero, share)).filter(Boolean),
    ];
  });
  return svg("svg", { class: "bars", width, height: lanes.places.bottom, "aria-hidden": "true" }, ...parts);
}

/** A bar grows up for what draws towards positive, down for what draws away from it. */
function laneBar(node, zero, share) {
  const wide = Math.max(3, Math.min(28, node.offsetWidth - 8));
  const high = Math.max(1, (Math.abs(share) * LANE.bars) / 2);
  const x = node.offsetLeft + (node.offsetWidth - wide) / 2;
  return svg("rect", { class: share < 0 ? "against" : "for", x, y: share < 0 ? zero : zero - high, width: wide, height: high });
}

/** Paint the hidden states: one strip of cells under each word, units in the chosen order. */
function paintStates(state) {
  const { lanes, heat, probe, columns, columnNodes } = state;
  heat.hidden = !lanes;
  const width = columns.offsetWidth;
  if (!lanes || !width) return; // off the page there is no width, and no colour either
  const units = lanes.orders.find((order) => order.name === state.order).units;
  const count = lanes.num_units;
  const density = Math.min(window.devicePixelRatio || 1, MOST_PIXELS / width);
  Object.assign(heat, { width: Math.round(width * density), height: Math.round(lanes.places.height * density) });
  Object.assign(heat.style, { top: `${lanes.places.heat}px`, width: `${width}px`, height: `${lanes.places.height}px` });
  const small = html("canvas", { width: columnNodes.length, height: count });
  const at = (word, row) => lanes.values[word * count + units[row]];
  small.getContext("2d").putImageData(heatPixels(columnNodes.length, count, lanes.largest, heatColours(probe), at), 0, 0);
  const context = heat.getContext("2d");
  context.imageSmoothingEnabled = false;
  columnNodes.forEach((node, word) => {
    const [left, wide] = [node.offsetLeft * density, node.offsetWidth * density];
    context.drawImage(small, word, 0, 1, count, left, 0, Math.max(1, wide - density), heat.height);
  });
  state.heatNote.textContent = lanes.description;
}

/** Draw all lanes, or take them away. */
function drawLanes(state) {
  const { lanes, columns, columnNodes, axis, data } = state;
  columns.querySelector("svg.bars")?.remove();
  axis.replaceChildren(...data.axis.map(axisMark), ...(lanes ? laneNames(lanes) : []));
  paintStates(state);
  if (lanes) columns.append(drawBars(lanes, columnNodes, columns.offsetWidth));
}

/** The numbers of one word, as the readout says them. */
function laneNotes(lanes, index) {
  return lanes ? lanes.waiting || lanes.bars.map((lane) => lane.notes[index]).join(" · ") : "";
}

/** Say the cell under the pointer, also when the picture was drawn anew beneath it; without one, what a cell's colour means. */
function readCell(state) {
  const { lanes, heat, cellNote, pointer } = state;
  if (!lanes) return;
  const box = heat.getBoundingClientRect();
  const node = pointer && heat.getRootNode().elementFromPoint(pointer.x, pointer.y)?.closest(".column");
  const row = node ? Math.floor(((pointer.y - box.top) / box.height) * lanes.num_units) : -1;
  const isInside = row >= 0 && row < lanes.num_units;
  cellNote.classList.toggle("quiet", !isInside);
  if (!isInside) return (cellNote.textContent = "Blue is positive, red negative. Point at a cell for its number.");
  const unit = lanes.orders.find((order) => order.name === state.order).units[row];
  const value = lanes.values[Number(node.dataset.index) * lanes.num_units + unit];
  cellNote.textContent = `unit ${unit + 1} after “${state.data.words[node.dataset.index].text}”: h = ${formatNumber(value)}`;
}

/** The row of buttons that set the units' order. */
function writeOrders(state) {
  const { lanes, orders } = state;
  orders.parentElement.hidden = !lanes;
  if (!lanes) return;
  if (orders.childElementCount !== lanes.orders.length + 1) {
    const buttons = lanes.orders.map(({ name, label }) =>
      html("button", { type: "button", "data-order": name, onclick: () => takeOrder(state, name) }, label),
    );
    orders.replaceChildren(html("span", { class: "quiet" }, "Units in the order of their"), ...buttons);
  }
  for (const button of orders.querySelectorAll("button"))
    button.setAttribute("aria-pressed", String(button.dataset.order === state.order));
}

function takeOrder(state, name) {
  state.order = name;
  writeOrders(state);
  paintStates(state);
  state.send("order", name);
}
