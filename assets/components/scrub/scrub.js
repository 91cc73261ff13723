// The scrub: one slider under the thumb, the curves above it; Python hears of it when the hand rests.

const REST_MS = 150; // after the last change, before Python is told
const scrubs = new WeakMap();

export default function (component) {
  const { parentElement, data } = component;
  const scrub = scrubs.get(parentElement) ?? startScrub(parentElement, data);
  scrub.tell = (setting) => component.setStateValue("setting", setting);
  if (scrub.data !== data) {
    scrub.data = data;
    scrub.picture = unpackPicture(data);
    takeDrive(scrub, data.drive);
    scrub.parts.canvas.removeAttribute("aria-label"); // told anew at the next frame
    refresh(scrub);
  }
  scrub.observer.observe(scrub.parts.canvas); // again, should a clean-up have come between two calls
  return () => scrub.observer.disconnect();
}

function startScrub(parentElement, data) {
  const parts = buildScrub(data);
  const scrub = { parts, data: null, setting: { ...data.start, x: data.drive.x, b: data.drive.b }, serial: data.drive.serial, hover: null, frame: 0, timer: 0 };
  scrubs.set(parentElement, scrub);
  parentElement.append(parts.root);
  scrub.observer = new ResizeObserver(() => refresh(scrub));
  listen(scrub);
  return scrub;
}

/** Take over what Python says the neuron hears, unless the hand has moved on since. */
function takeDrive(scrub, { x, b, serial }) {
  if (serial === scrub.serial && !scrub.isMoving) Object.assign(scrub.setting, { x, b });
}

/** Change the setting: draw at the next frame, tell Python when nothing more follows. */
function change(scrub, changes, rests = true) {
  Object.assign(scrub.setting, changes);
  scrub.setting.at = Math.min(scrub.setting.at, scrub.setting.back);
  scrub.parts.complaint.textContent = "";
  refresh(scrub);
  clearTimeout(scrub.timer);
  scrub.isMoving = true;
  if (rests) scrub.timer = setTimeout(() => rest(scrub), REST_MS);
}

function rest(scrub) {
  const { picture, setting, parts } = scrub;
  scrub.isMoving = false;
  scrub.serial += 1;
  parts.canvas.setAttribute("aria-label", describe(picture, setting, lookAgain(scrub).tables));
  scrub.tell({
    value: setting.value.toFixed(2),
    back: String(setting.back),
    at: String(setting.at),
    scale: setting.scale,
    x: setting.x.toFixed(2),
    b: setting.b.toFixed(2),
    serial: String(scrub.serial),
  });
}

function refresh(scrub) {
  if (scrub.frame === 0) scrub.frame = requestAnimationFrame(() => ((scrub.frame = 0), paint(scrub)));
}

/** What the tables hold for the setting or, until Python has sent them, what they held last. */
function lookAgain(scrub) {
  scrub.shown = lookUp(scrub.picture, scrub.setting) ?? scrub.shown;
  return scrub.shown;
}

function paint(scrub) {
  const { parts, picture, setting } = scrub;
  const { width, height } = parts.canvas.getBoundingClientRect();
  if (!picture || width === 0) return;
  const { tables, state, turning } = lookAgain(scrub);
  const frame = [width, height, setting.scale, setting.back].join();
  if (scrub.framed !== frame) {
    scrub.framed = frame;
    scrub.layout = layOut(picture, setting, width, height);
    parts.canvas.setAttribute("viewBox", `0 0 ${width} ${height}`);
    drawFrame(parts, scrub.layout, setting);
  }
  parts.curves.forEach((curve, place) => drawCurve(curve, tables[place], scrub.layout, setting));
  drawNames(parts.curves, tables, scrub.layout, setting);
  drawReading(parts, scrub.layout, scrub.hover ?? setting.at);
  writeControls(parts, picture, setting, turning);
  writeNumbers(scrub, tables);
  parts.saturation.textContent = saturationOf(state);
  if (!parts.canvas.hasAttribute("aria-label")) parts.canvas.setAttribute("aria-label", describe(picture, setting, tables));
}

function writeControls(parts, picture, setting, turning) {
  const { low, high } = picture.parameter;
  writeSlider(parts.weight, setting.value, writeHundredths(setting.value));
  for (const name of ["x", "b"]) writeSlider(parts[name], setting[name], writeHundredths(setting[name]));
  const turns = turning?.[setting.at] ?? null;
  parts.turning.hidden = turns === null;
  if (turns !== null) {
    parts.turning.style.setProperty("--at", (turns - low) / (high - low));
    parts.turning.textContent = `▲ ${writeHundredths(turns)} leaves most`;
  }
  if (!isEditing(parts.back.field)) parts.back.field.value = setting.back;
  for (const [scale, button] of Object.entries(parts.scales)) button.setAttribute("aria-pressed", scale === setting.scale);
}

function writeNumbers({ parts, picture, setting, hover }, tables) {
  const at = hover ?? setting.at;
  parts.after.textContent = `of the gradient is left after ${steps(at)}`;
  picture.curves.forEach((curve, place) => {
    const { values } = tables[place];
    write(parts.figures[place], values[at]);
    parts.littles[place].textContent = littleOf(tables[place].little, picture.maxBack);
    for (const row of parts.rows) write(row.cells[place], values[row.back]);
    const verdict = verdictOn(values[setting.back]);
    parts.lines[place].text.textContent = sentenceOf(curve, tables[place], setting);
    parts.lines[place].verdict.textContent = `${verdict.icon} It ${verdict.word}.`;
  });
  for (const row of parts.rows) row.pick.setAttribute("aria-pressed", row.back === at);
  parts.legend.textContent = legendOf(picture, setting);
  const told = picture.curves.map((curve, place) => `${curve.name} ${formatNumber(tables[place].values[setting.back])}`);
  parts.slider.setAttribute("aria-valuetext", `${writeHundredths(setting.value)}; after ${steps(setting.back)} ${told.join(", ")}`);
}
