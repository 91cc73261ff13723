// What is computed at a step, one thing after the other; a cell has some of these.

const PHASES = ["input", "r", "n", "z", "f", "i", "g", "c", "o", "a", "h"];
const DEPTHS = ["Row", "Step"];

/** Every stop of the walk: the start, then each thing that is computed at each step. */
function listStops(data) {
  const own = Object.keys(data.phases).map((phase) => PHASES.indexOf(phase));
  const stops = [{ t: 0, phase: own.at(-1) }];
  for (let t = 1; t <= data.tokens.length; t++) for (const phase of own) stops.push({ t, phase });
  return stops;
}
