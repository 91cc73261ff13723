// What stands on and around the heatmap: labels of units and times, the cursor, the line that reads a cell, the hand.

const HEAT_HINT = "Point at or tap a cell; drag to move in time.";

/** Label units at the left, times and, where they fit, tokens below. Returns the height of what stands below. */
function labelHeatmap(group, data, place) {
  const middle = { x: (t) => HEAT.gutter + (t + 0.5) * place.column, y: (unit) => (unit + 0.5) * place.row + 4 };
  const labels = [];
  for (let unit = 0; unit < place.rows; unit++) {
    const isNamed = place.rows <= HEAT.named || unit === 0 || (unit + 1) % 8 === 0;
    const at = { class: "unit", x: HEAT.gutter - 6, y: Math.max(middle.y(unit), 10), "text-anchor": "end" };
    if (isNamed) labels.push(svg("text", at, `h[${unit + 1}]`));
  }
  const times = place.height + 15;
  const room = 8 + 7 * String(place.columns - 1).length; // pixels that a time takes
  const spacing = [1, 2, 5, 10, 20, 50].find((size) => size * place.column >= room) ?? 100;
  labels.push(svg("text", { class: "caption", x: HEAT.gutter - 6, y: times, "text-anchor": "end" }, "t ="));
  for (let t = 0; t < place.columns; t += spacing)
    labels.push(svg("text", { class: "caption", x: middle.x(t), y: times, "text-anchor": "middle" }, String(t)));
  const names = data.tokens.map(shortToken);
  const longest = Math.max(...names.map((name) => name.length));
  const isLevel = longest * 7 + 6 <= place.column;
  const isSlanted = !isLevel && place.column >= HEAT.slant;
  names.forEach((name, index) => {
    const [x, y] = [middle.x(index + 1), times + 17];
    if (isLevel) labels.push(svg("text", { class: "token", x, y, "text-anchor": "middle" }, name));
    const slant = { "text-anchor": "end", transform: `translate(${x + 4} ${y - 6}) rotate(-45)` };
    if (isSlanted) labels.push(svg("text", { class: "token", ...slant }, name));
  });
  group.replaceChildren(...labels);
  return isLevel ? 40 : isSlanted ? 30 + longest * 5.4 : 24;
}

function shortToken(token) {
  return token.length > 12 ? `${token.slice(0, 11)}…` : token;
}

/** Frame the column of the step in focus, and say what the cell under the hand holds. */
function showHeatmapStep(view) {
  const { parts, place, step } = view;
  if (!place) return;
  const wide = Math.max(place.column, 3);
  const x = HEAT.gutter + (step + 0.5) * place.column - wide / 2;
  for (const rect of parts.frame.children)
    fill(rect, { x: x - 1, y: 1, width: wide + 2, height: Math.max(0, place.height - 2), rx: 2 }, []);
  readHeatmap(view);
}

/** Say the number under the pointer; without one, that of the unit last touched at the step in focus. */
function readHeatmap({ parts, place, run, data, pointed, unit, step }) {
  const cell = pointed ?? (unit !== null && unit < place.rows ? { unit, t: step } : null);
  const isShown = cell && cell.t < place.columns && cell.unit < place.rows;
  parts.cell.setAttribute("visibility", isShown ? "visible" : "hidden");
  parts.readout.classList.toggle("quiet", !isShown);
  if (!isShown) return parts.readout.replaceChildren(HEAT_HINT);
  const box = { x: HEAT.gutter + cell.t * place.column, y: cell.unit * place.row };
  fill(parts.cell, { ...box, width: place.column, height: place.row }, []);
  const value = run.h[cell.t][cell.unit];
  const name = cell.t === 0 ? "(start)" : `“${shortToken(data.tokens[cell.t - 1])}”`;
  const number = html("span", { class: "value", title: value === null ? null : formatExactly(value) }, writeValue(value));
  parts.readout.replaceChildren(`unit ${cell.unit + 1}, t = ${cell.t} ${name}: h = `, number);
}

/** Follow a pointer: over the cells it reads, pressed it moves the step until it is let go. */
function listenToHeatmap(view, toStep) {
  const { chart, canvas } = view.parts;
  let held = null;
  const cellAt = (event) => {
    const box = canvas.getBoundingClientRect();
    const index = (at, size, last) => Math.max(0, Math.min(last, Math.floor(at / size)));
    const { column, columns, row, rows } = view.place;
    return { t: index(event.clientX - box.left, column, columns - 1), unit: index(event.clientY - box.top, row, rows - 1) };
  };
  const end = () => {
    if (held === null) return;
    toStep(held, true);
    held = null;
  };
  const isInside = (event) => event.target === canvas || held !== null;
  const follow = (event) => {
    if (!view.place) return;
    view.pointed = isInside(event) ? cellAt(event) : null;
    if (held !== null && view.pointed.t !== held) toStep((held = view.pointed.t), false);
    readHeatmap(view);
  };
  canvas.addEventListener("pointerdown", (event) => {
    if (!view.place || event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    view.pointed = cellAt(event);
    [held, view.unit] = [view.pointed.t, view.pointed.unit];
    toStep(held, false);
    readHeatmap(view);
  });
  chart.addEventListener("pointermove", follow);
  canvas.addEventListener("pointerup", end);
  canvas.addEventListener("pointercancel", end);
  chart.addEventListener("pointerleave", () => {
    view.pointed = null;
    if (view.place) readHeatmap(view);
  });
}
