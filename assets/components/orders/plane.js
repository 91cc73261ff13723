// The paths of the hidden state through a plane, one for each order: one line until they part, two from there on.

const PLANE = { width: 332, height: 250, left: 22, bottom: 22, top: 8, right: 8 };
const ROOM = 17; // height of a line of text
const LIMIT = 11; // a label that would lie worse than this is left out, unless it must stand
const AROUND = [0, 45, 90, 135, 180, 225, 270, 315].map((degrees) => (degrees * Math.PI) / 180);

/** Draw both paths, with an arrow in the middle of each stretch and names where there is room. */
function drawPlane(data, font) {
  const { plane, parting } = data;
  const { width, height, left, right, top, bottom } = PLANE;
  const spots = plane.paths.map((path) => path.map((spot) => toPlane(spot, plane.ranges)));
  const shared = (parting ?? data.words.length + 1) - 1; // the last state that both orders have in common
  const parts = spots.map((path, row) => drawPath(path, row, row ? shared : 0));
  const fork = parting === null ? [] : [svg("circle", { class: "fork", cx: spots[0][shared][0], cy: spots[0][shared][1], r: 8 })];
  const start = svg("circle", { class: "start", cx: spots[0][0][0], cy: spots[0][0][1], r: 6 });
  const cursor = svg("circle", { class: "here", r: 7, visibility: "hidden" });
  const axes = [
    svg("rect", { class: "ground", x: left, y: top, width: width - left - right, height: height - top - bottom }),
    svg("text", { class: "axis", x: width - right, y: height - 6, "text-anchor": "end" }, plane.names[0]),
    svg("text", { class: "axis", x: -top, y: 14, transform: "rotate(-90)", "text-anchor": "end" }, plane.names[1]),
  ];
  const labels = placeLabels(labelsOf(data, spots, shared), spots, font);
  const attributes = { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": plane.alt };
  const picture = svg("svg", attributes, ...axes, ...fork, ...parts, start, ...labels, cursor);
  const mark = (at) => {
    cursor.setAttribute("visibility", at ? "visible" : "hidden");
    if (at) place(cursor, { cx: spots[at.row][at.step + 1][0], cy: spots[at.row][at.step + 1][1] });
  };
  return { elements: [html("p", { class: "title" }, plane.title), html("div", { class: "hidden" }, picture)], mark };
}

function toPlane([across, up], [[lowX, highX], [lowY, highY]]) {
  const { width, height, left, right, top, bottom } = PLANE;
  return [
    left + ((across - lowX) / (highX - lowX)) * (width - left - right),
    height - bottom - ((up - lowY) / (highY - lowY)) * (height - top - bottom),
  ];
}

/** One path from a state on: its line, an arrow on every stretch that is long enough, and a dot for every state. */
function drawPath(path, row, from) {
  const kind = "ab"[row];
  const some = path.slice(from);
  const arrows = some.slice(1).flatMap(([x, y], index) => {
    const [x0, y0] = some[index];
    if (Math.hypot(x - x0, y - y0) < 26) return [];
    const turn = (Math.atan2(y - y0, x - x0) * 180) / Math.PI;
    return [svg("path", { class: "arrow", d: "M-4 -4L4 0L-4 4Z", transform: `translate(${(x + x0) / 2} ${(y + y0) / 2}) rotate(${turn})` })];
  });
  const dots = some.slice(1).map(([cx, cy]) => svg("circle", { class: `dot ${kind}`, cx, cy, r: 3.5 }));
  const line = svg("polyline", { class: `path ${kind}`, points: some.map((spot) => spot.join(",")).join(" ") });
  return svg("g", { class: kind }, line, ...arrows, ...dots);
}

/** What is written beside which state, what matters most first: ends, the start, the parting words, then step numbers. */
function labelsOf(data, spots, shared) {
  const last = data.words.length;
  const word = (row, t) => `${t} ${cut(data.readings[row].words[t - 1], 14)}`;
  const isOne = data.parting === null;
  const ends = (isOne ? [0] : [0, 1]).map((row) => ({
    text: isOne ? "A and B" : shared + 1 === last ? `${"AB"[row]}: ${word(row, last)}` : "AB"[row],
    at: spots[row][last],
    kind: `end ${"ab"[row]}`,
    must: true,
  }));
  const start = { text: "start", at: spots[0][0], kind: "state", must: true };
  const parted = isOne || shared + 1 === last ? [] : [0, 1].map((row) => ({ text: word(row, shared + 1), at: spots[row][shared + 1], kind: `state ${"ab"[row]}`, must: true }));
  const number = (row, t) => ({ text: String(t), at: spots[row][t], kind: `state ${"ab"[row]}`, must: false });
  const steps = [];
  for (let t = shared; t > 0; t--) if (t < last) steps.push(number(0, t));
  for (let t = shared + 2; t < last; t++) steps.push(number(0, t), number(1, t));
  return [...ends, ...parted, start, ...steps];
}

/** Put every label beside its state, where it covers no other label and as little else as can be. */
function placeLabels(labels, spots, font) {
  const taken = [];
  return labels.flatMap(({ text, at, kind, must }) => {
    const width = 6 + widthOf(text, kind.startsWith("end") ? `600 15px ${font.slice(5)}` : font);
    const boxes = [10, 18, 28, 40, 54].flatMap((far, ring) => AROUND.map((angle) => ({ ...boxAt(at, angle, far, width), ring })));
    const costs = boxes.map((box) => costOf(box, taken, spots));
    const least = Math.min(...costs);
    if (!must && least > LIMIT) return [];
    const box = boxes[costs.indexOf(least)];
    taken.push(box);
    return [svg("text", { class: kind, x: box.left + 3, y: box.top + 13 }, text)];
  });
}

function boxAt([x, y], angle, far, width) {
  const middle = [x + Math.cos(angle) * (far + width / 2 - 4), y + Math.sin(angle) * (far + 2)];
  return { left: middle[0] - width / 2, right: middle[0] + width / 2, top: middle[1] - ROOM / 2, bottom: middle[1] + ROOM / 2 };
}

function costOf(box, taken, spots) {
  const { width, height, left, right, top, bottom } = PLANE;
  const isOut = box.left < left + 2 || box.right > width - right - 2 || box.top < top + 2 || box.bottom > height - bottom - 2;
  const clash = taken.filter((other) => overlaps(box, other)).length;
  const covered = spots.flat().filter(([x, y]) => x > box.left - 5 && x < box.right + 5 && y > box.top - 4 && y < box.bottom + 4).length;
  const crossed = spots.flatMap((path) => path.slice(1).filter((spot, index) => crosses(box, path[index], spot))).length;
  return 1000 * (isOut + clash) + 30 * covered + 12 * crossed + 16 * box.ring;
}

function overlaps(one, other) {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}

/** Say whether a stretch of a path runs through a box, looked at in 16 places. */
function crosses(box, [x0, y0], [x1, y1]) {
  return Array.from({ length: 17 }, (_, step) => step / 16).some((share) => {
    const [x, y] = [x0 + share * (x1 - x0), y0 + share * (y1 - y0)];
    return x > box.left && x < box.right && y > box.top && y < box.bottom;
  });
}
