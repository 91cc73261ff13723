// Controls that pictures of curves share: a thick slider whose value rides on it, and a number box between - and +.

/** Set attributes of an element that stands already. */
function place(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}

/** A number box between a minus and a plus. */
function buildStepper(label, range) {
  const field = html("input", { type: "number", inputmode: "decimal", "aria-label": label, ...range });
  const less = html("button", { type: "button", "aria-label": `less: ${label}` }, MINUS);
  const more = html("button", { type: "button", "aria-label": `more: ${label}` }, "+");
  const box = html("div", { class: "stepper" }, html("span", { class: "label", "aria-hidden": "true" }, label), less, field, more);
  return { box, field, less, more };
}

/** A slider between a minus and a plus; `marks` are the numbers under its track, `hue` the colour of its thumb. */
function buildSlider({ name, low, high, step, label, marks = [], hue = "hidden" }) {
  const slider = html("input", { type: "range", min: low, max: high, step, "aria-label": label });
  const rider = html("output", { class: "rider", "aria-hidden": "true" });
  const ticks = marks.map((mark) => {
    const tick = html("span", {}, formatExactly(mark));
    tick.style.setProperty("--at", (mark - low) / (high - low));
    return tick;
  });
  const less = html("button", { type: "button", "aria-label": `smaller ${name}` }, MINUS);
  const more = html("button", { type: "button", "aria-label": `larger ${name}` }, "+");
  const below = html("div", { class: "marks", "aria-hidden": "true" }, ...ticks);
  const track = html("div", { class: "track" }, slider, rider, below);
  const caption = html("span", { class: "parameter", "aria-hidden": "true" }, ...symbol(html, name));
  return { slide: html("div", { class: `slide ${hue}` }, caption, less, track, more), slider, rider, track, below, less, more };
}

/** Call `take(value, rests)` for every way in which a person moves a slider. */
function listenToSlider({ slider, less, more }, take) {
  slider.addEventListener("input", () => take(slider.valueAsNumber, false));
  slider.addEventListener("change", () => take(slider.valueAsNumber, true));
  const move = (turn) => () => {
    slider[turn]();
    take(slider.valueAsNumber, true);
  };
  less.addEventListener("click", move("stepDown"));
  more.addEventListener("click", move("stepUp"));
}

function writeSlider({ slider, rider, track, less, more }, value, text) {
  const [low, high] = [Number(slider.min), Number(slider.max)];
  slider.value = value;
  track.style.setProperty("--at", (value - low) / (high - low));
  rider.textContent = text;
  less.disabled = value <= low;
  more.disabled = value >= high;
}

/** Call `take(value)` with what is typed or stepped to, `refuse(field)` with what is no such number. */
function listenToStepper({ field, less, more }, take, refuse) {
  const read = () => {
    if (field.validity.valid && field.value !== "") take(field.valueAsNumber);
    else refuse(field);
  };
  const move = (turn) => () => {
    field[turn]();
    read();
  };
  less.addEventListener("click", move("stepDown"));
  more.addEventListener("click", move("stepUp"));
  field.addEventListener("change", read);
}

/** Whether a person is typing in a box: then it is left alone. */
function isEditing(field) {
  return field.getRootNode().activeElement === field && field.value !== "";
}

function writeHundredths(value) {
  return value.toFixed(2).replace("-", MINUS);
}

function write(element, value) {
  element.textContent = formatNumber(value);
  element.title = formatExactly(value);
}
