// What moves on the plane with the step in focus: past and future of the path, the ring, and the names of dots.

const PLANE_NAME = { letter: 7.4, height: 16, away: 12 };

/** Show the step in focus: its past strong, its future faint, its dot ringed and named with both numbers. */
function showPlaneStep(view) {
  const { parts, points, step, run } = view;
  if (!view.place || run.h[0].length === 1) return;
  parts.past.setAttribute("d", planePath(points, 0, step));
  parts.future.setAttribute("d", planePath(points, step, points.length - 1));
  [...parts.dots.children].forEach((dot, t) => {
    const time = t < step ? "past" : t === step ? "now" : "future";
    if (dot.dataset.time !== time) dot.dataset.time = time;
  });
  const point = points[step];
  parts.ring.setAttribute("visibility", point ? "visible" : "hidden");
  if (point) fill(parts.ring, { cx: point.x, cy: point.y }, []);
  namePlaneFocus(view);
  parts.note.textContent = planeNote(view);
}

/** The path from one time to another; it has a gap where a state has no place. */
function planePath(points, from, to) {
  let d = "";
  for (let t = from; t <= to; t++) {
    if (points[t]) d += `${t > from && points[t - 1] ? "L" : "M"}${points[t].x.toFixed(1)} ${points[t].y.toFixed(1)}`;
  }
  return d;
}

function planeNote({ run, units, step, points }) {
  const numbers = units.map((unit) => `h[${unit + 1}] = ${writeValue(run.h[step]?.[unit])}`).join(", ");
  if (!points[step]) return `t = ${step}: ${numbers}. That has no place in the plane.`;
  if (points[step].isBeyond) return `t = ${step}: ${numbers}. The dot is held at the edge.`;
  return "Click a dot to go to its step.";
}

/** Name every dot of a short path where its name overlaps nothing; the boxes of the names are kept. */
function nameEveryDot(view) {
  const { points, parts, data } = view;
  parts.names.replaceChildren();
  if (points.length - 1 > PLANE.named) return [];
  const boxes = points.filter(Boolean).map(({ x, y }) => planeBox(x - 6, y - 6, 12, 12));
  return points.flatMap((point, t) => {
    const text = planeNameOf(data, t);
    const box = point && findRoom(view.place, point, text.length * PLANE_NAME.letter, PLANE_NAME.height, boxes, true);
    if (!box) return [];
    boxes.push(box);
    const element = svg("text", { class: "name", "data-dot": t, x: box.left, y: box.top + 12 }, text);
    parts.names.append(element);
    return [{ ...box, t, element }];
  });
}

/** Name the dot in focus with its numbers, and on a long path its neighbours; names that are in the way hide. */
function namePlaneFocus(view) {
  const { parts, points, place, run, units, step, data, boxes } = view;
  parts.names.querySelectorAll(".focus").forEach((element) => element.remove());
  for (const { element } of boxes) element.removeAttribute("visibility");
  if (!points[step]) return;
  const title = planeNameOf(data, step);
  const numbers = `(${units.map((unit) => writeValue(run.h[step][unit])).join(", ")})`;
  const width = Math.max(title.length, numbers.length) * PLANE_NAME.letter;
  const others = boxes.filter((box) => box.t !== step);
  const dots = points.filter(Boolean).map(({ x, y }) => planeBox(x - 4, y - 4, 8, 8));
  const taken = points.length - 1 > PLANE.named ? [] : [...dots, ...others];
  const box = findRoom(place, points[step], width, 2 * PLANE_NAME.height, taken, false);
  const at = { x: box.left, class: "focus" };
  parts.names.append(svg("text", { ...at, y: box.top + 12 }, title));
  parts.names.append(svg("text", { ...at, y: box.top + 28, class: "focus numbers" }, numbers));
  for (const each of boxes) if (each.t === step || overlaps(each, box)) each.element.setAttribute("visibility", "hidden");
  if (points.length - 1 > PLANE.named) namePlaneNeighbours(view, box);
}

function namePlaneNeighbours({ parts, points, place, step, data }, focus) {
  const taken = [focus, planeBox(points[step].x - 9, points[step].y - 9, 18, 18)];
  for (const t of [step - 1, step + 1]) {
    const text = points[t] && planeNameOf(data, t);
    const box = text && findRoom(place, points[t], text.length * PLANE_NAME.letter, PLANE_NAME.height, taken, true);
    if (!box) continue;
    taken.push(box);
    parts.names.append(svg("text", { class: "name focus", x: box.left, y: box.top + 12 }, text));
  }
}

function planeNameOf(data, t) {
  return t === 0 ? "h₀" : `${t}: ${shortToken(data.tokens[t - 1])}`;
}

/** Find room for a name beside a dot, inside the picture; if there is none, null or the least crowded place. */
function findRoom(place, { x, y }, width, height, taken, mustBeFree) {
  const { away } = PLANE_NAME;
  const columns = { right: x + away, left: x - away - width, middle: x - width / 2 };
  const rows = { beside: y - height / 2, above: y - away - height, below: y + away };
  const level = [["right", "beside"], ["left", "beside"], ["middle", "above"], ["middle", "below"]];
  const corners = [["right", "above"], ["right", "below"], ["left", "above"], ["left", "below"]];
  const crowds = [...level, ...corners]
    .map(([column, row]) => planeBox(columns[column], rows[row], width, height))
    .filter((box) => box.left >= place.left && box.right <= place.size && box.top >= 0 && box.bottom <= place.bottom)
    .map((box) => ({ box, count: taken.filter((each) => overlaps(each, box)).length }));
  const best = crowds.reduce((least, each) => (least && least.count <= each.count ? least : each), null);
  if (!best) return mustBeFree ? null : planeBox(place.left, place.top, width, height);
  return mustBeFree && best.count > 0 ? null : best.box;
}

function planeBox(left, top, width, height) {
  return { left, top, right: left + width, bottom: top + height };
}

function overlaps(a, b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
