// A parameter under the hand: the browser looks up the run that Python computed for each of its values.

/** Build the slider; ``actions`` has move(index) and settle(). */
function buildSweep(sweep, index, actions) {
  const value = html("output", { class: "value" });
  const slider = html("input", { type: "range", min: 0, max: sweep.values.length - 1, step: 1, "aria-label": sweep.name });
  slider.value = index;
  slider.addEventListener("input", () => actions.move(Number(slider.value)));
  slider.addEventListener("change", actions.settle);
  const move = (by) => {
    slider.stepUp(by);
    for (const type of ["input", "change"]) slider.dispatchEvent(new Event(type));
  };
  const nudge = (by, label) => html("button", { type: "button", "aria-label": label, onclick: () => move(by) }, by < 0 ? MINUS : "+");
  const name = html("span", { class: "name" }, ...symbol(html, sweep.name), " = ", value);
  const controls = [nudge(-1, `Less ${sweep.name}`), slider, nudge(1, `More ${sweep.name}`)];
  const show = (at) => {
    value.textContent = formatNumber(sweep.values[at]);
    slider.setAttribute("aria-valuetext", value.textContent);
  };
  return { element: html("div", { class: "sweep" }, name, ...controls), show };
}
