// The three shared matrices, each standing once at the left edge of the row.

const PLATE = { label: 18, gap: 12, cell: 18, least: 76, numbered: 3 };
const ROLES = { W_xh: "new information", W_hh: "old memory", W_hy: "prediction" };

/** How wide and high one cell of a matrix is drawn: with its number if the matrix is small, else as a tint. */
function plateCell(rows, columns, cellWidth) {
  const isNumbered = rows <= PLATE.numbered && columns <= PLATE.numbered;
  return { isNumbered, width: isNumbered ? cellWidth - 4 : PLATE.cell, height: isNumbered ? 20 : PLATE.cell };
}

/** The room that the plates need at the left of the row. */
function platesWidth(run, cellWidth) {
  const widths = Object.keys(ROLES).map((matrix) => {
    const [rows, columns] = [run[matrix].length, run[matrix][0].length];
    return columns * plateCell(rows, columns, cellWidth).width;
  });
  return Math.max(PLATE.least, ...widths) + PLATE.gap;
}

/** Draw the plates beside the lanes that they feed. Returns the drawing and a function that writes a run's weights. */
function drawPlates(data, place) {
  const run = data.runs[0];
  const drawing = svg("svg", { width: platesWidth(run, place.cellWidth), height: place.height, class: "plates", "aria-hidden": "true" });
  const wanted = { W_hy: place.gapAbove("h"), W_hh: place.laneMiddle("h"), W_xh: place.gapAbove("x") + 30 };
  const writers = [];
  let free = 0;
  for (const [matrix, centre] of Object.entries(wanted)) {
    const plate = drawPlate(matrix, run[matrix], data, place.cellWidth);
    const top = Math.max(free, centre - plate.height / 2);
    plate.group.setAttribute("transform", `translate(0 ${top})`);
    free = top + plate.height + PLATE.gap;
    writers.push((each) => plate.write(each[matrix]));
    drawing.append(plate.group);
  }
  drawing.setAttribute("height", Math.max(place.height, free));
  return { drawing, write: (each) => writers.forEach((writer) => writer(each)) };
}

/** Draw the plates side by side above a narrow row. */
function drawPlateStrip(data, place) {
  const run = data.runs[0];
  const drawing = html("div", { class: "plate-strip" });
  const writers = [];
  for (const matrix of Object.keys(ROLES)) {
    const plate = drawPlate(matrix, run[matrix], data, place.cellWidth);
    const size = { width: Math.max(PLATE.least, plate.width) + 2, height: plate.height + 2 };
    drawing.append(svg("svg", { ...size, "aria-hidden": "true" }, plate.group));
    writers.push((each) => plate.write(each[matrix]));
  }
  return { drawing, write: (each) => writers.forEach((writer) => writer(each)) };
}

/** Draw one matrix: its numbers if it is small, else a heatmap whose numbers stand in the arithmetic below. */
function drawPlate(matrix, values, data, cellWidth) {
  const [rows, columns] = [values.length, values[0].length];
  const { isNumbered, width, height } = plateCell(rows, columns, cellWidth);
  const group = svg("g", { class: `plate ${matrix}`, "data-matrix": matrix });
  group.append(
    svg("text", { y: 12, class: "label" }, ...symbol(svg, matrix)),
    svg("text", { x: 34, y: 12, class: "caption" }, `${rows} × ${columns}`),
  );
  const cells = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const [x, y] = [1 + column * width, PLATE.label + row * height];
      const rect = svg("rect", { class: "tinted", x, y, width, height });
      const text = svg("text", { class: "number", x: x + width - 3, y: y + 14.5 });
      const title = svg("title");
      group.append(svg("g", {}, rect, isNumbered ? text : "", title));
      cells.push({ rect, text, title, row, column });
    }
  }
  const frame = { x: 1, y: PLATE.label, width: columns * width, height: rows * height, rx: 4 };
  group.append(svg("rect", { class: "frame", ...frame }));
  const write = (weights) =>
    cells.forEach(({ rect, text, title, row, column }) => {
      const weight = weights[row][column];
      text.textContent = formatNumber(weight);
      title.textContent = `${matrix}[${row + 1}, ${column + 1}] = ${formatExactly(weight)} (${ROLES[matrix]})`;
      tint(rect, weight, data.scales.weight);
    });
  return { group, write, width: columns * width, height: PLATE.label + rows * height };
}
