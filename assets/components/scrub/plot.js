// The picture: where each step and each amount stands, and the paths through them.

const MARGIN = { top: 10, right: 108, bottom: 44, left: 46 };
const FAR = 4000; // pixels outside the picture where a curve that leaves it is held
const LABEL_ROOM = 24; // pixels between the middles of two numbers under the picture

/** Lay the picture out for a size, an axis and a number of steps: functions from steps and amounts to pixels. */
function layOut(picture, setting, width, height) {
  const left = MARGIN.left;
  const right = width - MARGIN.right;
  const top = MARGIN.top;
  const bottom = height - MARGIN.bottom;
  const axis = picture.logAxes[setting.back - picture.minBack];
  const limit = picture.linearLimit;
  const isLog = setting.scale === "log";
  const [low, high] = isLog ? axis.range : [-limit, limit];
  const level = (amount) => bottom - ((amount - low) / (high - low)) * (bottom - top);
  return {
    left, right, top, bottom, low, high, isLog,
    ticks: isLog ? axis.ticks : [-limit, -limit / 2, 0, limit / 2, limit],
    one: isLog ? 0 : 1,
    x: (back) => left + (back / setting.back) * (right - left),
    y: (amount) => Math.min(Math.max(level(amount), top - FAR), bottom + FAR),
  };
}

/** The step back that is nearest to a horizontal place in the picture. */
function stepAt(layout, setting, x) {
  const back = Math.round(((x - layout.left) / (layout.right - layout.left)) * setting.back);
  return Math.min(Math.max(back, 0), setting.back);
}

/** Draw what only size, axis and number of steps decide. */
function drawFrame(parts, layout, setting) {
  const { left, right, top, bottom } = layout;
  place(parts.area, { x: left - 6, y: top, width: right - left + 12, height: bottom - top });
  const rows = layout.ticks.flatMap((tick) => [
    svg("line", { x1: left, x2: right, y1: layout.y(tick), y2: layout.y(tick), class: tick === 0 && !layout.isLog ? "zero" : "" }),
    svg("text", { x: left - 8, y: layout.y(tick) + 4, "text-anchor": "end" }, layout.isLog ? powerOfTen(tick) : formatExactly(tick)),
  ]);
  parts.columns = stepTicks(setting.back).map((back) => ({
    x: layout.x(back),
    label: svg("text", { class: "step", x: layout.x(back), y: bottom + 17, "text-anchor": "middle" }, String(back)),
  }));
  const columns = parts.columns.map(({ label }) => label);
  parts.grid.replaceChildren(...rows, ...columns, svg("line", { class: "zero", x1: left, x2: right, y1: bottom, y2: bottom }));
  place(parts.one, { x1: left, x2: right, y1: layout.y(layout.one), y2: layout.y(layout.one) });
  place(parts.oneName, { x: right - 4, y: layout.y(layout.one) - 6, "text-anchor": "end" });
  place(parts.xName, { x: (left + right) / 2, y: bottom + 37 });
  parts.yName.textContent = layout.isLog
    ? "gradient left, its size on a log axis"
    : "gradient left, with its sign, on a linear axis";
}

/** Draw one curve: its line, a filled dot for each positive value, a hollow one for each negative. */
function drawCurve(curve, table, layout, setting) {
  const amounts = layout.isLog ? table.decades : table.values;
  const radius = Math.min(curve.largest, Math.max(1.2, (layout.x(1) - layout.x(0)) / 4));
  const paths = { line: "", positive: "", negative: "" };
  let left = false; // a line between two points outside the picture is not drawn
  for (let back = 0; back <= setting.back; back++) {
    const x = layout.x(back).toFixed(1);
    const y = layout.y(amounts[back]).toFixed(1);
    const leaves = isBeyond(layout, y);
    paths.line += `${back === 0 || (left && leaves) ? "M" : "L"}${x} ${y}`;
    left = leaves;
    paths[table.values[back] < 0 ? "negative" : "positive"] += dot(x, y, radius.toFixed(1));
  }
  for (const [name, path] of Object.entries(paths)) curve[name].setAttribute("d", path);
}

function isBeyond(layout, y) {
  return y < layout.top - 1 || y > layout.bottom + 1;
}

/** Name the curves where they end, one above the other where they end close together. */
function drawNames(curves, tables, layout, setting) {
  const ends = tables.map((table) => {
    const y = layout.y((layout.isLog ? table.decades : table.values)[setting.back]);
    const beyond = y < layout.top - 1 ? "↑ " : y > layout.bottom + 1 ? "↓ " : "";
    return { y, text: beyond + formatNumber(table.values[setting.back]) };
  });
  spread(ends.map(({ y }) => y), layout.top + 8, layout.bottom - 18).forEach((y, rank) => {
    place(curves[rank].name, { x: layout.right + 12, y });
    place(curves[rank].end, { x: layout.right + 12, y: y + 16 });
    curves[rank].end.textContent = ends[rank].text;
  });
}

/** Draw the line that marks the step at which the numbers are read; labels that its number would touch give way. */
function drawReading(parts, layout, at) {
  const x = layout.x(at);
  place(parts.reading, { x1: x, x2: x, y1: layout.top, y2: layout.bottom });
  place(parts.readingName, { x, y: layout.bottom + 17 });
  parts.readingName.textContent = String(at);
  for (const column of parts.columns) column.label.toggleAttribute("hidden", Math.abs(column.x - x) < LABEL_ROOM);
}
