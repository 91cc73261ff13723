// What a hand does: the slider, the boxes, the buttons, a touch of the picture.

function listen(scrub) {
  const { parts } = scrub;
  parts.slider.addEventListener("input", () => change(scrub, { value: parts.slider.valueAsNumber }, false));
  parts.slider.addEventListener("change", () => change(scrub, { value: parts.slider.valueAsNumber }));
  for (const [scale, button] of Object.entries(parts.scales)) button.addEventListener("click", () => change(scrub, { scale }));
  for (const { pick, back } of parts.rows) {
    pick.addEventListener("click", () => change(scrub, { at: back, back: Math.max(back, scrub.setting.back) }));
  }
  listenToWeight(scrub);
  listenToBack(scrub);
  listenToPlot(scrub);
}

function listenToWeight(scrub) {
  const { slider, weight } = scrub.parts;
  const move = (turn) => () => {
    slider[turn]();
    change(scrub, { value: slider.valueAsNumber });
  };
  weight.less.addEventListener("click", move("stepDown"));
  weight.more.addEventListener("click", move("stepUp"));
}

function listenToBack(scrub) {
  const { field, less, more } = scrub.parts.back;
  const take = () => {
    if (field.validity.valid && field.value !== "") change(scrub, { back: field.valueAsNumber });
    else refuse(scrub, field);
  };
  const move = (turn) => () => {
    field[turn]();
    take();
  };
  less.addEventListener("click", move("stepDown"));
  more.addEventListener("click", move("stepUp"));
  field.addEventListener("change", take);
}

function refuse(scrub, field) {
  const found = field.value === "" ? "That" : formatExactly(field.value);
  field.value = scrub.setting.back;
  scrub.parts.complaint.textContent = `${found} is no whole number from ${field.min} to ${field.max}: ${field.value} stays.`;
}

/** Over the picture the numbers are read at the step under the pointer; a press keeps it. */
function listenToPlot(scrub) {
  const { canvas } = scrub.parts;
  const stepUnder = (event) => stepAt(scrub.layout, scrub.setting, event.clientX - canvas.getBoundingClientRect().left);
  const hover = (back) => {
    scrub.hover = back;
    refresh(scrub);
  };
  canvas.addEventListener("pointermove", (event) => hover(stepUnder(event)));
  canvas.addEventListener("pointerleave", () => hover(null));
  canvas.addEventListener("pointercancel", () => hover(null));
  canvas.addEventListener("pointerup", (event) => {
    const at = stepUnder(event);
    if (event.pointerType !== "mouse") scrub.hover = null;
    change(scrub, { at });
  });
}
