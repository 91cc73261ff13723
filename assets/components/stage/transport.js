// Previous, play, next, a scrub line with a tick per step, and the speed.

const SPEEDS = { slow: 1400, medium: 700, fast: 300 }; // milliseconds between two stops

/** Build the transport. ``actions`` has toStep(t, isFinal), move(by), togglePlay() and setSpeed(name). */
function buildTransport(steps, actions) {
  const button = (label, glyph, onclick) => html("button", { type: "button", "aria-label": label, title: label, onclick }, glyph);
  const previous = button("Previous step", "◀", () => actions.move(-1));
  const play = button("Play", "▶ Play", actions.togglePlay);
  const next = button("Next step", "▶", () => actions.move(1));
  play.classList.add("play");
  const scrub = html("input", { type: "range", min: 0, max: steps, step: 1, "aria-label": "Step", list: "ticks" });
  scrub.addEventListener("input", () => actions.toStep(Number(scrub.value), false));
  scrub.addEventListener("change", () => actions.toStep(Number(scrub.value), true));
  const ticks = html("div", { class: "ticks", "aria-hidden": "true" });
  for (let t = 0; t <= steps; t++) ticks.append(html("span", {}, String(t)));
  const speed = html("select", { "aria-label": "Speed", onchange: () => actions.setSpeed(speed.value) });
  for (const name of Object.keys(SPEEDS)) speed.append(html("option", { value: name }, name));
  speed.value = "medium";
  const line = html("div", { class: "scrub" }, scrub, ticks);
  const element = html("div", { class: "transport" }, previous, play, next, line, speed);
  const show = (t, phase, isPlaying, describe) => {
    scrub.value = t;
    scrub.setAttribute("aria-valuetext", describe);
    previous.disabled = t === 0;
    next.disabled = t === steps;
    play.textContent = isPlaying ? "❚❚ Pause" : "▶ Play";
    play.setAttribute("aria-label", isPlaying ? "Pause" : "Play");
  };
  return { element, show };
}
