// What a hand does: the slider, the boxes, the buttons, a touch of the picture.

function listen(scrub) {
  const { parts } = scrub;
  listenToSlider(parts.weight, (value, rests) => change(scrub, { value }, rests));
  listenToSlider(parts.x, (x, rests) => change(scrub, { x }, rests));
  listenToSlider(parts.b, (b, rests) => change(scrub, { b }, rests));
  listenToStepper(parts.back, (back) => change(scrub, { back }), (field) => refuse(scrub, field));
  for (const [scale, button] of Object.entries(parts.scales)) button.addEventListener("click", () => change(scrub, { scale }));
  for (const { pick, back } of parts.rows) {
    pick.addEventListener("click", () => change(scrub, { at: back, back: Math.max(back, scrub.setting.back) }));
  }
  listenToPlot(scrub);
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
