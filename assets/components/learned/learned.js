// One review along a training: what the network made of it at every kept moment, and its hidden states before and at a
// chosen moment. Python sends every place, every text and every state; moving through the moments asks nobody.

const learnedViews = new WeakMap();
const TOP_PLOT = { left: 44, right: 14, top: 12, bottom: 24, height: 150 };
const STATE_SCALE = 127; // a state of 1 as it is sent
const NARROW_WORD = 13; // pixels a column needs for its word to be written

export default function (component) {
  const { parentElement, data } = component;
  let view = learnedViews.get(parentElement);
  if (!view) {
    view = buildLearned(parentElement);
    learnedViews.set(parentElement, view);
    new ResizeObserver(() => drawLearned(view)).observe(view.root);
  }
  const key = data.words.join(" ");
  if (view.key !== key || view.chosen >= data.moments.length) Object.assign(view, { key, chosen: null });
  Object.assign(view, { data, states: data.moments.map((moment) => new Int8Array(bytesOf(moment.states))) });
  drawLearned(view);
}

function buildLearned(parent) {
  const parts = { probe: html("span", { class: "probe" }) };
  for (const name of ["value", "said", "when"]) parts[name] = html("span", { class: name });
  parts.curve = svg("svg", { class: "course", role: "img", height: TOP_PLOT.height });
  parts.slider = html("input", { type: "range", min: 0, step: 1, "aria-label": "Moment of the training" });
  parts.less = html("button", { type: "button", "aria-label": "earlier moment" }, MINUS);
  parts.more = html("button", { type: "button", "aria-label": "later moment" }, "+");
  parts.before = buildStates("Before training");
  parts.then = buildStates("");
  parts.readout = html("p", { class: "readout", role: "status" });
  parts.message = html("p", { class: "message" });
  const head = html("div", { class: "head" }, html("span", { class: "title" }, "Your review, as it is judged along the training"), parts.value, parts.said, parts.when);
  const walk = html("div", { class: "walk" }, parts.less, parts.slider, parts.more);
  const maps = html("div", { class: "maps" }, parts.before.root, parts.then.root);
  const body = html("div", { class: "body" }, parts.curve, walk, maps, parts.readout);
  const root = html("section", { class: "learned" }, head, body, parts.message, parts.probe);
  parent.append(root);
  const view = { root, body, parts, chosen: null };
  listenToLearned(view);
  return view;
}

function buildStates(title) {
  const name = html("span", { class: "title" }, title);
  const canvas = html("canvas", { role: "img" });
  const words = html("div", { class: "words", "aria-hidden": "true" });
  return { name, canvas, words, root: html("figure", {}, html("figcaption", {}, name), canvas, words) };
}

function listenToLearned(view) {
  const { parts } = view;
  const last = () => view.data.moments.length - 1;
  const go = (index) => {
    const kept = Math.max(0, Math.min(last(), index));
    view.chosen = kept === last() ? null : kept; // who stands at the newest moment goes on with the training
    drawLearned(view);
  };
  const now = () => view.chosen ?? last();
  parts.slider.addEventListener("input", () => go(parts.slider.valueAsNumber));
  parts.less.addEventListener("click", () => go(now() - 1));
  parts.more.addEventListener("click", () => go(now() + 1));
  parts.curve.addEventListener("pointermove", (event) => event.buttons && go(nearestMoment(view, event)));
  parts.curve.addEventListener("pointerdown", (event) => go(nearestMoment(view, event)));
  for (const side of ["before", "then"]) {
    parts[side].canvas.addEventListener("pointermove", (event) => readState(view, side, event));
    parts[side].canvas.addEventListener("pointerleave", () => readState(view, side, null));
  }
}

function nearestMoment(view, event) {
  const at = event.clientX - view.parts.curve.getBoundingClientRect().left;
  const distances = view.data.moments.map((moment) => Math.abs(view.x(moment.place) - at));
  return distances.indexOf(Math.min(...distances));
}

function drawLearned(view) {
  const { data, parts } = view;
  const width = view.root.clientWidth;
  if (!width || !data) return;
  const { moments } = data;
  parts.message.hidden = moments.length > 0;
  parts.message.textContent = data.message;
  view.body.classList.toggle("empty", moments.length === 0);
  const chosen = view.chosen ?? moments.length - 1;
  const moment = moments[chosen];
  parts.value.textContent = moment ? moment.percent : "";
  parts.said.textContent = moment ? moment.said : "";
  parts.when.textContent = moment ? moment.when : "";
  parts.slider.max = Math.max(0, moments.length - 1);
  parts.slider.value = Math.max(0, chosen);
  parts.slider.setAttribute("aria-valuetext", moment ? `${moment.when}: ${moment.percent}` : "");
  parts.less.disabled = chosen <= 0;
  parts.more.disabled = chosen >= moments.length - 1;
  drawCourse(view, width, chosen);
  drawStates(view, "before", 0);
  drawStates(view, "then", chosen);
  parts.then.name.textContent = moment ? moment.when : "";
  if (!view.pointed) parts.readout.textContent = data.hint;
}

/** The probability at every moment; the untrained network is a hollow dot that the curve does not start from. */
function drawCourse(view, width, chosen) {
  const { data, parts } = view;
  const right = width - TOP_PLOT.right;
  view.x = (share) => TOP_PLOT.left + share * (right - TOP_PLOT.left);
  const y = (share) => TOP_PLOT.height - TOP_PLOT.bottom - share * (TOP_PLOT.height - TOP_PLOT.bottom - TOP_PLOT.top);
  const rows = data.axis.flatMap((mark) => [
    svg("line", { class: mark.place === 0.5 ? "even" : "grid", x1: TOP_PLOT.left, x2: right, y1: y(mark.place), y2: y(mark.place) }),
    svg("text", { x: TOP_PLOT.left - 8, y: y(mark.place) + 4, "text-anchor": "end" }, mark.label),
  ]);
  const columns = data.ticks.map((tick) =>
    svg("text", { x: view.x(tick.place), y: TOP_PLOT.height - 6, "text-anchor": tick.place === 1 ? "end" : "middle" }, tick.label),
  );
  const places = data.moments.map((moment) => [view.x(moment.place), y(moment.probability)]);
  const course = places.length > 1 ? [svg("polyline", { class: "line", points: places.map((place) => place.join(",")).join(" ") })] : [];
  const dots = places.map(([cx, cy], k) => {
    const classes = `dot${k === chosen ? " chosen" : ""}${data.moments[k].untrained ? " untrained" : ""}`;
    return svg("circle", { class: classes, cx, cy, r: k === chosen ? 7 : 4 });
  });
  parts.curve.setAttribute("aria-label", data.description);
  parts.curve.replaceChildren(...rows, ...columns, ...course, ...dots);
}

/** Paint one pixel a state and enlarge it: a column for each word, a row for each unit. */
function drawStates(view, side, index) {
  const { data, parts, states } = view;
  const { canvas, words } = parts[side];
  const table = states[index];
  if (!table) return;
  const columns = data.words.length;
  const rows = table.length / columns;
  Object.assign(canvas, { width: columns, height: rows });
  const at = (column, row) => table[row * columns + column];
  canvas.getContext("2d").putImageData(heatPixels(columns, rows, STATE_SCALE, heatColours(parts.probe), at), 0, 0);
  canvas.setAttribute("aria-label", `${data.moments[index].when}: hidden states, ${columns} words across, ${rows} units down`);
  const wide = canvas.clientWidth / columns >= NARROW_WORD;
  words.hidden = !wide;
  if (wide && words.dataset.key !== view.key) {
    words.dataset.key = view.key;
    words.style.setProperty("--count", columns);
    words.replaceChildren(...data.words.map((word) => html("span", {}, html("bdi", {}, word))));
  }
}

function readState(view, side, event) {
  const { data, parts, states } = view;
  view.pointed = Boolean(event);
  if (!event) {
    parts.readout.textContent = data.hint;
    return;
  }
  const box = parts[side].canvas.getBoundingClientRect();
  const table = states[side === "before" ? 0 : view.chosen ?? data.moments.length - 1];
  const columns = data.words.length;
  const rows = table.length / columns;
  const column = Math.min(columns - 1, Math.floor(((event.clientX - box.left) / box.width) * columns));
  const row = Math.min(rows - 1, Math.floor(((event.clientY - box.top) / box.height) * rows));
  const value = (table[row * columns + column] / STATE_SCALE).toFixed(2).replace("-", MINUS);
  parts.readout.replaceChildren("after ", html("bdi", {}, `“${data.words[column]}”`), `: unit ${data.units[row]} is at ${value}`);
}
