// The walk through time: by operation, by step or to an end, played in either direction, and a scrub line with ticks.

const SPEEDS = { slow: 1400, medium: 700, fast: 300 }; // milliseconds between two stops
const MOST_TICKS = 12;
const MIRRORED = { "◀": "▶", "▶": "◀", "←": "→", "→": "←" };

/**
 * Build the transport. ``actions`` has toStep(t, isFinal), move(steps), moveOperation(stops), togglePlay(), turn() and setSpeed(name).
 *
 * A mirrored one starts at the right, for a walk that leads to the left; ``tick`` writes what stands under a stop of the scrub line.
 */
function buildTransport(steps, actions, { isMirrored = false, tick = String } = {}) {
  const turned = (text) => (isMirrored ? [...text].reverse().map((each) => MIRRORED[each] ?? each).join("") : text);
  const button = (label, glyph, onclick, key) =>
    html("button", { type: "button", "aria-label": label, title: `${label} (${key.replace(/[←→]/, turned)})`, onclick }, turned(glyph));
  const back = [
    button("To the start", "|◀", () => actions.toStep(0, true), "Home"),
    button("Previous step", "◀◀", () => actions.move(-1), "←"),
    button("Previous operation", "◀", () => actions.moveOperation(-1), "Shift ←"),
  ];
  const play = button("Play", "▶ Play", actions.togglePlay, "Space");
  play.classList.add("play");
  const ahead = [
    button("Next operation", "▶", () => actions.moveOperation(1), "Shift →"),
    button("Next step", "▶▶", () => actions.move(1), "→"),
    button("To the end", "▶|", () => actions.toStep(steps, true), "End"),
  ];
  const turn = button("Play backwards", "⇄", actions.turn, "B");
  const scrub = html("input", { type: "range", dir: isMirrored && "rtl", min: 0, max: steps, step: 1, "aria-label": "Step" });
  scrub.addEventListener("input", () => actions.toStep(Number(scrub.value), false));
  scrub.addEventListener("change", () => actions.toStep(Number(scrub.value), true));
  const speed = html("select", { "aria-label": "Speed", onchange: () => actions.setSpeed(speed.value) });
  for (const name of Object.keys(SPEEDS)) speed.append(html("option", { value: name }, name));
  speed.value = "medium";
  const line = html("div", { class: "scrub" }, scrub, drawTicks(steps, tick, isMirrored));
  const walk = [...back, play, ...ahead];
  const element = html("div", { class: "transport" }, ...(isMirrored ? walk.reverse() : walk), line, turn, speed);
  const show = ({ t, isFirst, isLast, isPlaying, isBackwards, described }) => {
    scrub.value = t;
    scrub.setAttribute("aria-valuetext", described);
    for (const each of back) each.disabled = isFirst;
    for (const each of ahead) each.disabled = isLast;
    play.textContent = isPlaying ? "❚❚ Pause" : isBackwards !== isMirrored ? "◀ Play" : "▶ Play";
    play.setAttribute("aria-label", isPlaying ? "Pause" : "Play");
    turn.setAttribute("aria-pressed", isBackwards);
  };
  return { element, show };
}

/** A tick for each step; in a long sequence for some of them. */
function drawTicks(steps, write, isMirrored) {
  const ticks = html("div", { class: "ticks", "aria-hidden": "true" });
  const every = [1, 2, 5, 10, 20, 25, 50].find((size) => steps / size <= MOST_TICKS) ?? 100;
  for (let t = 0; t <= steps; t += every) {
    const tick = html("span", {}, write(t));
    tick.style.left = `${(isMirrored ? 1 - t / steps : t / steps) * 100}%`;
    ticks.append(tick);
  }
  return ticks;
}
