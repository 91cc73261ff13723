// The three shared matrices, each standing once at the left edge of the row, with what it is for and its switch.

const PLATE = { head: 40, gap: 8, small: 18, cell: 22, least: 148, narrow: 112, numbered: 4 };
const ROLES = { W_xh: "new information", W_hh: "old memory", W_hy: "prediction" };

function isNumbered(columns) {
  return columns <= PLATE.numbered;
}

function plateSize(matrix, cellWidth) {
  const [rows, columns] = [matrix.length, matrix[0].length];
  const hasNumbers = isNumbered(columns);
  return { width: columns * (hasNumbers ? cellWidth : PLATE.small) + 3, height: PLATE.head + rows * (hasNumbers ? PLATE.cell : PLATE.small) + 3 };
}

/** The room that the plates need at the left of the row. */
function platesWidth(run, cellWidth) {
  return Math.max(PLATE.least, ...Object.keys(ROLES).map((matrix) => plateSize(run[matrix], cellWidth).width)) + PLATE.gap;
}

/** Draw the plates: beside the lanes that they feed, or on a narrow page one after the other above the row. */
function drawPlates(data, place, { isNarrow, onSwitch }) {
  const run = data.runs[0];
  const drawing = html("div", { class: isNarrow ? "plate-strip" : "plates" });
  const wanted = { W_hy: place.gapAbove("h") - 6, W_hh: place.laneMiddle("h"), W_xh: place.gapAbove("x") + 40 };
  const writers = [];
  let free = 0;
  for (const [matrix, centre] of Object.entries(wanted)) {
    const { width, height } = plateSize(run[matrix], place.cellWidth);
    const plate = drawPlate(matrix, run[matrix], data, onSwitch);
    const top = Math.max(free, centre - height / 2);
    if (!isNarrow) plate.element.style.top = `${top}px`;
    plate.element.style.width = isNarrow ? `${Math.max(width, data.bench ? PLATE.least : PLATE.narrow)}px` : "";
    free = top + height + PLATE.gap;
    writers.push(plate.write);
    drawing.append(plate.element);
  }
  if (!isNarrow) Object.assign(drawing.style, { width: `${platesWidth(run, place.cellWidth)}px`, height: `${Math.max(place.height, free)}px` });
  return { drawing, write: (each, shown, t) => writers.forEach((writer) => writer(each, shown, t)) };
}

/** Draw one matrix: its numbers if it is small, else tints whose numbers stand in the arithmetic below. */
function drawPlate(matrix, values, data, onSwitch) {
  const [rows, columns] = [values.length, values[0].length];
  const grid = buildGrid(rows, columns, { isNumbered: isNumbered(columns) });
  if (data.bench) openToKeys(grid, columns, `Numbers of ${matrix}; Enter edits one`);
  const label = html("span", { class: "label" }, ...symbol(html, matrix));
  const count = html("span", { class: "count" });
  const toggle = data.bench && html("button", { type: "button", class: "switch", onclick: () => onSwitch(matrix) });
  const head = html("div", { class: "plate-head" }, label, html("span", { class: "role" }, ROLES[matrix]), count, ...(toggle ? [toggle] : []));
  const element = html("div", { class: `plate ${matrix}`, "data-matrix": matrix }, head, grid.element);
  const write = (each, run, t) => {
    grid.write(weightsAt(run, t)[matrix], each.scales.weight, (row, column) => addressOf(matrix, null, row, column), each);
    const copy = run.copies ? `, copy of t = ${Math.max(t, 1)}` : "";
    count.textContent = `${rows} × ${columns} = ${rows * columns}${copy}`;
    if (!toggle) return;
    const isOff = each.bench.off.includes(matrix);
    element.classList.toggle("off", isOff);
    toggle.textContent = isOff ? "off" : "on";
    toggle.setAttribute("aria-pressed", !isOff);
    toggle.setAttribute("aria-label", `${matrix}, ${ROLES[matrix]}: ${isOff ? "off" : "on"}`);
    toggle.disabled = Boolean(each.bench.exercise);
  };
  return { element, write };
}
