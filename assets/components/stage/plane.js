// The plane: the path that the hidden state takes through the plane of two of its units.

const PLANE = { most: 420, left: 40, right: 18, top: 28, bottom: 40, dot: 4, small: 2.5, reach: 24, tie: 4, named: 12 };

/** Build the plane. A click on a dot moves the step; `write` draws a run, `show` rings the dot of a time. */
function buildPlane(data, toStep) {
  const parts = {
    axes: svg("g", { class: "axes" }),
    future: svg("path", { class: "path future" }),
    past: svg("path", { class: "path past" }),
    dots: svg("g"),
    names: svg("g"),
    ring: svg("circle", { class: "ring", r: 9 }),
    choices: html("div", { class: "choices" }),
    note: html("p", { class: "note quiet" }),
  };
  const { axes, future, past, dots, names, ring } = parts;
  parts.drawing = svg("svg", { role: "img" }, axes, future, past, dots, ring, names);
  const element = html("div", { class: "plane" }, parts.choices, parts.drawing, parts.note);
  const view = { data, parts, element, run: null, place: null, step: 0, units: data.units ?? [0, 1] };
  new ResizeObserver(() => element.clientWidth !== view.place?.room && drawPlane(view)).observe(element);
  parts.drawing.addEventListener("click", (event) => {
    const t = view.place && planeStepAt(view, event);
    if (t !== null) toStep(t, true);
  });
  const write = (run, each = data) => {
    Object.assign(view, { run, data: each });
    drawPlane(view);
  };
  const show = (t) => {
    view.step = t;
    showPlaneStep(view);
  };
  return { element, write, show };
}

/** Draw the run: axes, dots, and as many names as there is room for. */
function drawPlane(view) {
  const { parts, run, element } = view;
  view.place = null;
  if (!run || element.clientWidth === 0) return;
  const numUnits = run.h[0].length;
  element.classList.toggle("single", numUnits === 1);
  if (numUnits === 1) return void parts.choices.replaceChildren("One unit has no plane: see the heatmap.");
  if (view.units.some((unit) => unit >= numUnits)) view.units = [0, 1];
  if (view.numUnits !== numUnits) buildUnitChoices(view, numUnits);
  view.numUnits = numUnits;
  const place = (view.place = layOutPlane(view));
  fill(parts.drawing, { width: place.size, height: place.size }, []);
  drawPlaneAxes(view, place);
  view.points = run.h.map((state) => planePoint(place, state[view.units[0]], state[view.units[1]]));
  const radius = view.points.length > 60 ? PLANE.small : PLANE.dot;
  parts.dots.replaceChildren(...view.points.map((point, t) => planeDot(point, t, radius)));
  view.boxes = nameEveryDot(view);
  const [across, up] = view.units.map((unit) => `h[${unit + 1}]`);
  const label = `Path of the hidden state from t = 0 to ${run.h.length - 1}: ${across} across, ${up} upwards.`;
  parts.drawing.setAttribute("aria-label", label);
  showPlaneStep(view);
}

/** The square, and the values at its edges: -1 and 1 for tanh, 0 and the largest finite value for a ReLU. */
function layOutPlane({ data, run, units, element }) {
  const room = element.clientWidth;
  const size = Math.min(PLANE.most, room);
  const [left, right, top] = [PLANE.left, size - PLANE.right, PLANE.top];
  const finite = run.h.flatMap((state) => units.map((unit) => state[unit])).filter(Number.isFinite);
  const [low, high] = data.activation === "tanh" ? [-1, 1] : [0, Math.max(...finite, 0) || 1];
  return { room, size, left, right, top, bottom: size - PLANE.bottom, low, high };
}

/** Where two values stand; null if one of them is not a number (yet). What lies outside is held at the edge. */
function planePoint({ left, right, top, bottom, low, high }, across, up) {
  const values = [across, up];
  if (values.some((value) => value === null || Number.isNaN(value))) return null;
  const [x, y] = values.map((value) => Math.max(0, Math.min(1, value / (high - low) - low / (high - low))));
  const isBeyond = values.some((value) => value < low || value > high);
  return { x: left + x * (right - left), y: bottom - y * (bottom - top), isBeyond };
}

function planeDot(point, t, radius) {
  if (!point) return svg("g");
  const kind = `dot${t === 0 ? " start" : ""}${point.isBeyond ? " beyond" : ""}`;
  return svg("circle", { class: kind, cx: point.x, cy: point.y, r: t === 0 ? radius + 2 : radius });
}

function drawPlaneAxes({ parts, units }, { left, right, top, bottom, low, high }) {
  const ends = low < 0 ? [low, 0, high] : [low, high];
  const share = (value) => (value - low) / (high - low);
  const lines = [svg("rect", { class: "square", x: left, y: top, width: right - left, height: bottom - top })];
  for (const end of ends) {
    const [x, y] = [left + share(end) * (right - left), bottom - share(end) * (bottom - top)];
    if (end === 0 && low < 0) lines.push(svg("path", { class: "zero", d: `M${x} ${top}V${bottom}M${left} ${y}H${right}` }));
    const word = low < 0 ? formatExactly(end) : formatNumber(end);
    lines.push(svg("text", { class: "caption", x, y: bottom + 16, "text-anchor": low === 0 && end === high ? "end" : "middle" }, word));
    const isLong = word.length > 4; // such a number stands inside the square, not beside it
    const at = isLong ? { x: left + 5, y: y + 16 } : { x: left - 8, y: y + 4, "text-anchor": "end" };
    lines.push(svg("text", { class: "caption", ...at }, word));
  }
  const name = (unit, at) => svg("text", { class: "axis", ...at }, `h[${unit + 1}]`);
  const middle = (left + right) / 2;
  lines.push(name(units[0], { x: middle, y: bottom + 34, "text-anchor": "middle" }), name(units[1], { x: 4, y: top - 12 }));
  parts.axes.replaceChildren(...lines);
}

/** Two choices of a unit, where there are more than two; to choose the other's unit swaps them. */
function buildUnitChoices(view, numUnits) {
  const selects = ["across", "up"].map((word, axis) => {
    const select = html("select", { "aria-label": `Unit ${word}` });
    for (let unit = 0; unit < numUnits; unit++) select.append(html("option", { value: unit }, `h[${unit + 1}]`));
    select.addEventListener("change", () => {
      const chosen = Number(select.value);
      const other = view.units[1 - axis] === chosen ? view.units[axis] : view.units[1 - axis];
      view.units = axis === 0 ? [chosen, other] : [other, chosen];
      selects.forEach((each, place) => (each.value = view.units[place]));
      drawPlane(view);
      view.element.dispatchEvent(new CustomEvent("units", { detail: view.units, bubbles: true }));
    });
    select.value = view.units[axis];
    return select;
  });
  const labels = selects.map((select, axis) => html("label", {}, `unit ${axis + 1} `, select));
  view.parts.choices.replaceChildren(...(numUnits > 2 ? labels : []));
}

/** The step whose dot is nearest to a click; of several in one place the one that comes after the step in focus. */
function planeStepAt({ points, parts, step }, event) {
  const box = parts.drawing.getBoundingClientRect();
  const [x, y] = [event.clientX - box.left, event.clientY - box.top];
  const far = (point) => (point ? Math.hypot(point.x - x, point.y - y) : Infinity);
  const distances = points.map(far);
  const least = Math.min(...distances);
  if (least > PLANE.reach) return null;
  const close = points.map((_, t) => t).filter((t) => distances[t] <= least + PLANE.tie);
  return close.find((t) => t > step) ?? close[0];
}
