// The heatmap: every hidden unit (a row) at every time (a column), on a canvas; colours and scale as `tint` has them.

const HEAT = { gutter: 44, end: 12, column: 40, row: { most: 24, least: 6, all: 288 }, named: 16, grid: 8, slant: 14 };

/** Build the heatmap. A hand on it moves the step; `write` draws a run, `show` frames the column of a time. */
function buildHeatmap(data, toStep) {
  const parts = {
    canvas: html("canvas"),
    labels: svg("g"),
    frame: svg("g", { class: "cursor" }, svg("rect", { class: "halo" }), svg("rect")),
    cell: svg("rect", { class: "pointed", visibility: "hidden" }),
    probe: html("span", { class: "probe" }),
    legend: html("div", { class: "legend quiet" }),
    readout: html("p", { class: "readout" }),
  };
  parts.marks = svg("svg", {}, parts.labels, parts.frame, parts.cell);
  parts.chart = html("div", { class: "chart", role: "img" }, parts.canvas, parts.marks);
  const element = html("div", { class: "heatmap" }, parts.chart, parts.legend, parts.readout, parts.probe);
  const view = { data, parts, element, run: null, place: null, step: 0, unit: null, pointed: null };
  new ResizeObserver(() => element.clientWidth !== view.place?.room && drawHeatmap(view)).observe(element);
  listenToHeatmap(view, toStep);
  const write = (run, each = data) => {
    Object.assign(view, { run, data: each });
    drawHeatmap(view);
  };
  const show = (t) => {
    view.step = t;
    showHeatmapStep(view);
  };
  return { element, write, show };
}

/** Where rows and columns stand in the room that there is; the canvas and its marks share these pixels. */
function layOutHeatmap({ data, run, element }) {
  const [columns, rows] = [run.h.length, run.h[0].length];
  const room = element.clientWidth;
  const column = Math.max(1, Math.min(HEAT.column, (room - HEAT.gutter - HEAT.end) / columns));
  const row = Math.max(HEAT.row.least, Math.min(HEAT.row.most, Math.floor(HEAT.row.all / rows)));
  const scale = data.scales.h;
  return { columns, rows, room, column, row, scale, width: columns * column, height: rows * row };
}

/** Draw the run: cells, labels, scale. Waits for its width if it does not stand on the page yet. */
function drawHeatmap(view) {
  const { parts, run, element, data } = view;
  view.place = null;
  if (!run || element.clientWidth === 0) return;
  const place = (view.place = layOutHeatmap(view));
  paintHeatmap(view, place);
  const below = labelHeatmap(parts.labels, data, place);
  const size = { width: HEAT.gutter + place.width + HEAT.end, height: place.height + below };
  for (const [name, value] of Object.entries(size)) parts.marks.setAttribute(name, value);
  writeHeatmapScale(view, [-place.scale, place.scale].map(formatNumber));
  showHeatmapStep(view);
}

/** Print the scale's two ends, and say what is shown to someone who does not see it. */
function writeHeatmapScale({ parts, run, place }, ends) {
  const isOver = run.h.some((state) => state.some(isOverflow));
  const hatched = !isOver ? [] : [html("i", { class: "hatched" }), html("span", {}, "not finite")];
  parts.legend.replaceChildren(ends[0], html("i", { class: "ramp" }), ends[1], ...hatched);
  const units = place.rows === 1 ? "one hidden unit" : `${place.rows} hidden units`;
  const also = isOver ? "; what is hatched is not finite" : "";
  const alt = `Heatmap of ${units} from t = 0 to ${place.columns - 1}; blue is positive, red is negative`;
  parts.chart.setAttribute("aria-label", `${alt}, the scale runs from ${ends.join(" to ")}${also}.`);
}

/** Paint one pixel a cell and enlarge it; what is no finite number is hatched. */
function paintHeatmap({ parts, run }, place) {
  const { canvas } = parts;
  const density = window.devicePixelRatio || 1;
  const [width, height] = [Math.round(place.width * density), place.height * density];
  Object.assign(canvas, { width, height });
  Object.assign(canvas.style, { width: `${width / density}px`, height: `${place.height}px`, left: `${HEAT.gutter}px` });
  const context = canvas.getContext("2d");
  const colour = heatColours(parts.probe);
  const small = html("canvas", { width: place.columns, height: place.rows });
  small.getContext("2d").putImageData(heatPixels(place.columns, place.rows, place.scale, colour, (t, unit) => run.h[t][unit]), 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(small, 0, 0, width, height);
  const edge = { x: (t) => Math.round((t * width) / place.columns), y: (unit) => Math.round((unit * height) / place.rows) };
  hatchHeatmap(context, run, edge, colour.muted, density);
  context.fillStyle = `rgb(${colour.page})`;
  if (place.column >= HEAT.grid) for (let t = 1; t < place.columns; t++) context.fillRect(edge.x(t), 0, 1, height);
  if (place.row >= HEAT.grid) for (let unit = 1; unit < place.rows; unit++) context.fillRect(0, edge.y(unit), width, 1);
  context.strokeStyle = `rgb(${colour.line})`;
  context.strokeRect(0.5, 0.5, width - 1, height - 1);
}

/** Whether a number has left what a computer can hold; one that an exercise still hides has not. */
function isOverflow(value) {
  return value !== null && !Number.isFinite(value);
}

/** Hatch what is infinite or not a number, a whole stretch of time at once. */
function hatchHeatmap(context, run, edge, ink, density) {
  const tile = html("canvas", { width: 6 * density, height: 6 * density });
  const pen = tile.getContext("2d");
  pen.scale(density, density);
  pen.strokeStyle = `rgb(${ink})`;
  pen.stroke(new Path2D("M-1 7L7 -1M-4 4L4 -4M2 10L10 2"));
  context.fillStyle = context.createPattern(tile, "repeat");
  for (let unit = 0; unit < run.h[0].length; unit++) {
    for (let t = 0, from = null; t <= run.h.length; t++) {
      const isHatched = t < run.h.length && isOverflow(run.h[t][unit]);
      if (isHatched && from === null) from = t;
      if (isHatched || from === null) continue;
      context.fillRect(edge.x(from), edge.y(unit), edge.x(t) - edge.x(from), edge.y(unit + 1) - edge.y(unit));
      from = null;
    }
  }
}
