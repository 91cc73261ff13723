// Beside the curves: eigenvalues in the complex plane, and all singular values after so many steps.

const CIRCLE = { size: 264, unit: 43 }; // pixels of the square, and of the number 1
const EIGEN_DOT = 3;

/** Scale the eigenvalues, which Python sent for a spectral radius of 1, to the radius under the hand. */
function paintEigenvalues({ parts: { circle }, picture, setting }) {
  const { size, unit } = CIRCLE;
  const middle = size / 2;
  if (!circle.canvas.hasAttribute("viewBox")) {
    circle.canvas.setAttribute("viewBox", `0 0 ${size} ${size}`);
    circle.axes.setAttribute("d", `M0 ${middle}H${size}M${middle} 0V${size}`);
    place(circle.ring, { cx: middle, cy: middle, r: unit });
    place(circle.name, { x: middle + unit + 7, y: middle - 4 });
  }
  place(circle.reach, { cx: middle, cy: middle, r: setting.radius * unit });
  const scale = setting.radius * unit;
  const dots = picture.eigenvalues.map(([re, im]) => dot((middle + re * scale).toFixed(1), (middle - im * scale).toFixed(1), EIGEN_DOT));
  circle.dots.setAttribute("d", dots.join(""));
}

const SINGULAR = { left: 46, right: 12, top: 8, bottom: 40, low: -12, high: 6 };

/** Draw all singular values, a column for each number of steps back; those that rounding has swallowed lie below. */
function paintSingular({ parts: { singular }, picture }, row) {
  const { width, height } = singular.canvas.getBoundingClientRect();
  const { at, count } = picture.singular;
  const { left, right, top, bottom, low, high } = SINGULAR;
  const y = (decades) => height - bottom - ((decades - low) / (high - low)) * (height - bottom - top);
  const x = (rank) => left + ((rank + 0.5) / at.length) * (width - left - right);
  if (singular.framed !== `${width},${at}`) {
    singular.framed = `${width},${at}`;
    singular.canvas.setAttribute("viewBox", `0 0 ${width} ${height}`);
    const rows = [-12, -9, -6, -3, 0, 3, 6].flatMap((tick) => [
      svg("line", { x1: left, x2: width - right, y1: y(tick), y2: y(tick) }),
      svg("text", { x: left - 8, y: y(tick) + 4, "text-anchor": "end" }, powerOfTen(tick)),
    ]);
    const columns = at.map((back, rank) => svg("text", { x: x(rank), y: height - bottom + 17, "text-anchor": "middle" }, String(back)));
    const name = svg("text", { x: (left + width - right) / 2, y: height - 4, "text-anchor": "middle" }, "steps back");
    singular.grid.replaceChildren(...rows, ...columns, name);
    const edge = (y) => at.map((_, rank) => svg("text", { x: x(rank), y, "text-anchor": "middle" }));
    singular.above = edge(top + 11);
    singular.below = edge(height - bottom - 4);
    singular.edges.replaceChildren(...singular.above, ...singular.below);
    place(singular.one, { x1: left, x2: width - right, y1: y(0), y2: y(0) });
  }
  const { values, decades } = rowOfTable(picture.singular, row, at.length * count);
  let path = "";
  const counts = at.map(() => ({ above: 0, below: 0, none: 0 }));
  for (let place = 0; place < values.length; place++) {
    const rank = Math.floor(place / count);
    if (Number.isNaN(decades[place])) counts[rank].none += 1;
    else if (decades[place] > high) counts[rank].above += 1;
    else if (decades[place] < low) counts[rank].below += 1;
    else path += dot(x(rank).toFixed(1), y(decades[place]).toFixed(1), 2.5);
  }
  singular.dots.setAttribute("d", path);
  const hidden = markEdges(singular, counts);
  const marks = "▲ and ▼ count what lies beyond the edge or is lost to rounding, × what is no number.";
  const beyond = `${hidden} of ${values.length} lie outside 10⁻¹² to 10⁶. ${marks}`;
  singular.note.textContent = hidden === 0 ? `All ${values.length} lie within 10⁻¹² to 10⁶.` : beyond;
  singular.canvas.setAttribute("aria-label", `Singular values of the product after ${at.join(", ")} steps back. ${singular.note.textContent}`);
}

/** Count at both edges of each column what cannot be drawn in it; return how many that is in all. */
function markEdges({ above, below }, counts) {
  counts.forEach((count, rank) => {
    above[rank].textContent = count.none ? `×${count.none}` : count.above ? `▲${count.above}` : "";
    below[rank].textContent = count.below ? `▼${count.below}` : "";
  });
  return counts.reduce((sum, { above: more, below: less, none }) => sum + more + less + none, 0);
}
