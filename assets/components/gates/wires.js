// The arrows of one step: input and old hidden state to every gate, what is made of what, and the road of the state.

const HEARING = { rnn: [], lstm: ["o", "i", "g", "f"], gru: ["z", "n", "r"] }; // what hears x_t and h_t-1
const UPWARDS = {
  rnn: [["x", "h", "input"]],
  lstm: [["g", "i", "hidden"], ["i", "c", "hidden"], ["c", "o", "hidden"], ["o", "h", "hidden"]],
  gru: [["r", "n", "gate"], ["n", "z", "hidden"], ["z", "h", "hidden"]],
};
const BUS = { memory: 4, input: 11 }; // pixels from the column before, and to the own column

/** Draw the arrows into the column of a step. */
function drawWires(data, place, column) {
  const middle = place.middle(column);
  const road = data.road[1] ?? "h";
  const [start, end] = [place.left(column) - place.gap + 2, place.left(column) - ARROW];
  const upwards = UPWARDS[data.cell].map(([from, to, role]) => wire(`M${middle} ${place.top[from] - 1}V${place.bottom(to) + ARROW}`, role));
  const along = wire(`M${start} ${place.laneMiddle(road)}H${end}`, `hidden ${data.road.length > 0 ? "road" : ""}`);
  const wires = [...upwards, ...drawBuses(data, place, column, start, end), along];
  if (data.road.length === 0) return wires;
  return [...wires, factor(place, column, place.laneMiddle(road) - 8, data.road[0], "gate"), ...wireBack(data, place, column)];
}

/** The old hidden state and the input run past all gates, and an arrow from both leads into each. */
function drawBuses(data, place, column, start, end) {
  const levels = HEARING[data.cell].map(place.laneMiddle);
  if (levels.length === 0) return [];
  const [memory, input] = [start + BUS.memory, place.left(column) - BUS.input];
  const x = place.laneMiddle("x");
  return [
    line(`M${place.left(column)} ${x}H${input}V${Math.min(...levels)}`, "input"),
    line(`M${start} ${place.laneMiddle("h")}H${memory}V${Math.max(...levels)}`, "hidden"),
    ...levels.map((level) => wire(`M${memory} ${level}H${end}`, "hidden")),
  ];
}

function line(d, role) {
  return svg("path", { class: `wire ${role}`, d });
}

function wire(d, role) {
  return svg("path", { class: `wire ${role}`, d, "marker-end": "url(#head)" });
}

/** The gate that multiplies what passes along the road. */
function factor(place, column, y, gate, role) {
  const x = place.left(column) - place.gap / 2 - 2;
  return svg("text", { class: `factor ${role}`, x, y, "text-anchor": "middle" }, `×${gate}`, svg("tspan", { class: "gate-name" }));
}

/** On the way back the gradient is multiplied by the same gate. */
function wireBack(data, place, column) {
  const level = place.laneMiddle("road");
  const [from, to] = [place.left(column) - 3, place.left(column) - place.gap + ARROW];
  return [wire(`M${from} ${level}H${to}`, "gradient"), factor(place, column, level - 8, data.road[0], "gradient")];
}
