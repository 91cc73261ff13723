// The flow: a slider over the spectral radius, and everything that follows it; Python hears of it when the hand rests.

const REST_MS = 150; // after the last change, before Python is told
const flows = new WeakMap();

export default function (component) {
  const { parentElement, data } = component;
  const flow = flows.get(parentElement) ?? startFlow(parentElement, data);
  flow.tell = (setting) => component.setStateValue("setting", setting);
  if (flow.data !== data) {
    flow.data = data;
    flow.picture = unpackFlow(data);
    flow.setting.at = Math.min(flow.setting.at, flow.picture.numSteps);
    flow.framed = "";
    buildCurves(flow.parts, flow.picture);
    refresh(flow);
  }
  flow.observer.observe(flow.parts.root); // again, should a clean-up have come between two calls
  return () => flow.observer.disconnect();
}

function startFlow(parentElement, data) {
  const parts = buildFlow(data);
  const flow = { parts, data: null, setting: { ...data.start }, hover: null, pair: null, frame: 0, timer: 0 };
  flows.set(parentElement, flow);
  parentElement.append(parts.root);
  flow.observer = new ResizeObserver(() => refresh(flow));
  const scheme = matchMedia("(prefers-color-scheme: dark)");
  scheme.addEventListener("change", () => refresh(flow));
  listen(flow);
  return flow;
}

/** Unpack the base64 tables of a picture once. */
function unpackFlow(data) {
  const unpack = (table) =>
    table && { ...table, values: new Float64Array(bytesOf(table.values)), decades: new Float32Array(bytesOf(table.decades)) };
  return {
    ...data,
    curves: data.curves.map(unpack),
    singular: unpack(data.singular),
    pairs: unpack(data.pairs),
    whole: unpack(data.whole),
  };
}

/** One row of a table that has `width` numbers in each; a table of one row holds for every radius. */
function rowOfTable(table, row, width) {
  const start = table.values.length === width ? 0 : row * width;
  return { values: table.values.subarray(start, start + width), decades: table.decades.subarray(start, start + width) };
}

function rowOfRadius({ radius: { low, step } }, value) {
  return Math.round((value - low) / step);
}

/** Change the setting: draw at the next frame, tell Python when nothing more follows. */
function change(flow, changes, rests = true) {
  Object.assign(flow.setting, changes);
  flow.parts.complaint.textContent = "";
  refresh(flow);
  clearTimeout(flow.timer);
  if (rests) flow.timer = setTimeout(() => rest(flow), REST_MS);
}

function rest(flow) {
  const { radius, at, axis } = flow.setting;
  flow.tell({ radius: radius.toFixed(2), at: String(at), axis });
  describe(flow);
}

function refresh(flow) {
  if (flow.frame === 0) flow.frame = requestAnimationFrame(() => ((flow.frame = 0), paint(flow)));
}

function paint(flow) {
  const { parts, picture, setting } = flow;
  if (!picture || parts.root.clientWidth === 0) return;
  const row = rowOfRadius(picture, setting.radius);
  const tables = picture.curves.map((curve) => rowOfTable(curve, row, picture.numSteps + 1));
  paintCurves(flow, tables);
  paintEigenvalues(flow);
  paintSingular(flow, row);
  paintPairs(flow, row);
  writeControls(flow);
  writeNumbers(flow, row, tables);
  if (!parts.canvas.hasAttribute("aria-label")) describe(flow);
}

function writeControls({ parts, setting, picture }) {
  writeSlider(parts.radius, setting.radius, writeHundredths(setting.radius));
  parts.at.field.max = picture.numSteps;
  if (!isEditing(parts.at.field)) parts.at.field.value = setting.at;
  for (const [axis, button] of Object.entries(parts.axes)) button.setAttribute("aria-pressed", axis === setting.axis);
}

function writeNumbers({ parts, picture, setting, hover }, row, tables) {
  const at = hover ?? setting.at;
  write(parts.figure, tables[0].values[at]);
  parts.after.textContent = `is the norm of ∂h_T / ∂h_t, ${steps(at)} back`;
  tables.forEach(({ values }, rank) => write(parts.cells[rank], values[at]));
  parts.sentence.textContent = picture.sentences[row];
  const told = `${writeHundredths(setting.radius)}; ${formatNumber(tables[0].values[picture.numSteps])} after ${steps(picture.numSteps)}`;
  parts.radius.slider.setAttribute("aria-valuetext", told);
}

/** What a person who does not see the picture is told once the hand rests. */
function describe({ parts, picture, setting }) {
  const row = rowOfRadius(picture, setting.radius);
  parts.canvas.setAttribute("aria-label", `Norm of the gradient at each step back. ${picture.sentences[row]}`);
}

function listen(flow) {
  const { parts } = flow;
  listenToSlider(parts.radius, (radius, rests) => change(flow, { radius }, rests));
  const refuse = (field) => {
    parts.complaint.textContent = `Allowed are whole numbers from 0 to ${field.max}: ${flow.setting.at} stays.`;
    field.value = flow.setting.at;
  };
  listenToStepper(parts.at, (at) => change(flow, { at }), refuse);
  for (const [axis, button] of Object.entries(parts.axes)) button.addEventListener("click", () => change(flow, { axis }));
  listenToCurves(flow);
  listenToPairs(flow);
}
