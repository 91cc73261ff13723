// Curves that grow while they are watched. Python sends every place as a share of its axis (0 to 1) and every text that
// can be shown; here they become pixels.

const states = new WeakMap();
const PLOT = { left: 44, top: 10, bottom: 24 };
const FEW = 24; // so few measurements are marked, as the line between them is none
const PHONE_WIDTH = 560; // below it the reference's name stands on its line instead of beside it

export default function (component) {
  const { parentElement, data } = component;
  let state = states.get(parentElement);
  if (!state) {
    state = { root: html("section", { class: "curves" }), panels: [] };
    states.set(parentElement, state);
    parentElement.append(state.root);
    new ResizeObserver(() => state.data && drawAll(state)).observe(state.root);
  }
  const seen = JSON.stringify(data);
  if (seen === state.seen) return; // only the theme changed, and the colours follow by themselves
  Object.assign(state, { seen, data });
  while (state.panels.length < data.curves.length) addPanel(state);
  drawAll(state);
  if (state.run !== undefined && data.run && data.run !== state.run) comeIntoView(state.root);
  state.run = data.run;
}

/** Show a run to whoever has just started it from far below, or on a phone from above. */
function comeIntoView(root) {
  const { top, bottom } = root.getBoundingClientRect();
  if (top >= 0 && bottom <= window.innerHeight) return;
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  root.scrollIntoView({ block: "start", behavior: still ? "auto" : "smooth" });
}

/** Make one plot with its heading; its parts stay for good, only what they show changes. */
function addPanel(state) {
  const parts = {};
  for (const name of ["title", "value", "note"]) parts[name] = html("span", { class: name });
  const figure = svg("svg", { role: "img" });
  const message = html("div", { class: "message" }, html("span"));
  const plot = html("div", { class: "plot" }, figure, message);
  const root = html("div", {}, html("div", { class: "curve-head" }, ...Object.values(parts)), plot);
  const panel = { root, figure, message, parts, index: state.panels.length, at: null };
  plot.addEventListener("pointermove", (event) => point(state, panel, event));
  plot.addEventListener("pointerleave", () => point(state, panel, null));
  state.panels.push(panel);
  state.root.append(root);
}

function drawAll(state) {
  for (const panel of state.panels) draw(state, panel);
}

function draw(state, panel) {
  const { data } = state;
  const curve = data.curves[panel.index];
  const width = panel.figure.clientWidth;
  if (!width) return;
  const right = width < PHONE_WIDTH ? width - 12 : width - 108;
  panel.x = (share) => PLOT.left + share * (right - PLOT.left);
  panel.y = (share) => curve.height - PLOT.bottom - share * (curve.height - PLOT.bottom - PLOT.top);
  panel.right = right;
  panel.isStrip = Boolean(curve.shades);
  panel.root.className = `${panel.index ? "second " : ""}${curve.half ? "half " : ""}${curve.role}`;
  panel.figure.setAttribute("height", curve.height);
  panel.figure.setAttribute("aria-label", curve.description);
  panel.message.hidden = !curve.message;
  panel.message.firstChild.textContent = curve.message;
  const drawn = curve.shades ? cells(panel, curve) : [...band(panel, curve), ...line(panel, curve)];
  panel.figure.replaceChildren(...axes(panel, curve, data), ...drawn, ...changes(panel, curve, data), ...pointerParts(panel));
  read(panel, curve);
}

function axes(panel, curve, data) {
  const { x, y, right } = panel;
  const rows = curve.ticks.flatMap((tick) => [
    svg("line", { class: "grid", x1: PLOT.left, x2: right, y1: y(tick.place), y2: y(tick.place) }),
    svg("text", { x: PLOT.left - 8, y: y(tick.place) + 4, "text-anchor": "end" }, tick.label),
  ]);
  const columns = data.ticks.map((tick) =>
    svg("text", { x: x(tick.place), y: curve.height - 6, "text-anchor": tick.place === 1 ? "end" : "middle" }, tick.label),
  );
  return [...rows, ...columns, ...reference(panel, curve)];
}

function reference(panel, curve) {
  const { x, y, right } = panel;
  if (!curve.reference) return [];
  const { place, label } = curve.reference;
  const beside = right < panel.figure.clientWidth - 20;
  const named = beside
    ? { x: right + 8, y: y(place) + 4 }
    : { x: right, y: y(place) + 16, "text-anchor": "end" };
  return [
    svg("line", { class: "reference", x1: PLOT.left, x2: right, y1: y(place), y2: y(place) }),
    svg("text", named, label),
  ];
}

/** Draw how uncertain the curve is, behind it. */
function band(panel, curve) {
  if (!curve.band || curve.band.length < 2) return [];
  const across = curve.points.map((point) => panel.x(point[0]));
  const low = curve.band.map((edges, k) => `${across[k]},${panel.y(edges[0])}`);
  const high = curve.band.map((edges, k) => `${across[k]},${panel.y(edges[1])}`);
  return [svg("polygon", { class: "band", points: [...low, ...high.reverse()].join(" ") })];
}

/** Mark where a person changed something; its name is in the title of the line. */
function changes(panel, curve, data) {
  return (data.changes || []).flatMap((change) => {
    const x = panel.x(change.place);
    const line = svg("line", { class: "change", x1: x, x2: x, y1: PLOT.top, y2: panel.y(0) });
    if (panel.index || curve.shades) return [line];
    const late = x > (PLOT.left + panel.right) / 2;
    return [line, svg("text", { class: "changed", x: x + (late ? -5 : 5), y: panel.y(0) - 8, "text-anchor": late ? "end" : "start" }, change.label)];
  });
}

function line(panel, curve) {
  if (!curve.points.length) return [];
  const places = curve.points.map(([across, up]) => [panel.x(across), panel.y(up)]);
  const [cx, cy] = places[places.length - 1];
  const few = curve.band?.length && places.length <= FEW ? places.slice(0, -1) : [];
  return [
    svg("polyline", { class: "line", points: places.map((place) => place.join(",")).join(" ") }),
    ...few.map(([x, y]) => svg("circle", { class: "dot", cx: x, cy: y, r: 2.5 })),
    svg("circle", { class: "dot", cx, cy, r: 4.5 }),
  ];
}

function pointerParts(panel) {
  if (panel.isStrip) return stripPointer(panel);
  panel.pointer = svg("line", { class: "pointer", y1: PLOT.top, y2: panel.y(0) });
  panel.ring = svg("circle", { class: "ring", r: 5 });
  return [panel.pointer, panel.ring];
}

/** Remember where the pointer is, so that it keeps its place while the curve grows. */
function point(state, panel, event) {
  const box = panel.figure.getBoundingClientRect();
  panel.at = event ? event.clientX - box.left : null;
  panel.down = event ? event.clientY - box.top : null;
  read(panel, state.data.curves[panel.index]);
}

/** Write the latest value, or the one of the point that is nearest to the pointer. */
function read(panel, curve) {
  if (panel.isStrip) return readCell(panel, curve);
  const shown = panel.at === null ? -1 : nearest(panel, curve);
  const visibility = shown < 0 ? "hidden" : "visible";
  for (const part of [panel.pointer, panel.ring]) part.style.visibility = visibility;
  if (shown >= 0) {
    const [across, up] = curve.points[shown];
    panel.pointer.setAttribute("x1", panel.x(across));
    panel.pointer.setAttribute("x2", panel.x(across));
    panel.ring.setAttribute("cx", panel.x(across));
    panel.ring.setAttribute("cy", panel.y(up));
  }
  panel.parts.title.textContent = curve.title;
  panel.parts.value.textContent = shown < 0 ? curve.value : curve.values[shown];
  panel.parts.note.textContent = shown < 0 ? curve.note : curve.notes[shown];
}

function nearest(panel, curve) {
  const distances = curve.points.map(([across]) => Math.abs(panel.x(across) - panel.at));
  return distances.indexOf(Math.min(...distances));
}
