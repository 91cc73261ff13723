// The curves: what is left at each step back, on one of two fixed log axes.

const MARGIN = { top: 10, right: 150, bottom: 44, left: 46 };
const NARROW = 520; // pixels below which names give way to the curves
const FAR = 4000; // pixels outside the picture where a curve that leaves it is held

function layOutFlow({ parts, picture, setting }) {
  const { width, height } = parts.canvas.getBoundingClientRect();
  const [left, top, bottom] = [MARGIN.left, MARGIN.top, height - MARGIN.bottom];
  const right = width - (width < NARROW ? 108 : MARGIN.right);
  const { range, ticks } = picture.axes[setting.axis];
  const [low, high] = range;
  const level = (decades) => bottom - ((decades - low) / (high - low)) * (bottom - top);
  return {
    width, height, left, right, top, bottom, ticks,
    x: (back) => left + (back / picture.numSteps) * (right - left),
    y: (decades) => Math.min(Math.max(level(decades), top - FAR), bottom + FAR),
  };
}

/** Draw what only size, axis and number of steps decide. */
function drawFrame(parts, layout, picture) {
  const { left, right, top, bottom, width, height } = layout;
  parts.canvas.setAttribute("viewBox", `0 0 ${width} ${height}`);
  place(parts.area, { x: left - 6, y: top, width: right - left + 12, height: bottom - top });
  const rows = layout.ticks.flatMap((tick) => [
    svg("line", { x1: left, x2: right, y1: layout.y(tick), y2: layout.y(tick) }),
    svg("text", { x: left - 8, y: layout.y(tick) + 4, "text-anchor": "end" }, powerOfTen(tick)),
  ]);
  const columns = stepTicks(picture.numSteps).map((back) =>
    svg("text", { x: layout.x(back), y: bottom + 17, "text-anchor": "middle" }, String(back)),
  );
  parts.grid.replaceChildren(...rows, ...columns, svg("line", { class: "zero", x1: left, x2: right, y1: bottom, y2: bottom }));
  place(parts.one, { x1: left, x2: right, y1: layout.y(0), y2: layout.y(0) });
  place(parts.oneName, { x: left + 4, y: layout.y(0) + 16 });
  place(parts.xName, { x: (left + right) / 2, y: bottom + 37 });
}

function paintCurves(flow, tables) {
  const { parts, picture, setting, hover } = flow;
  const layout = (flow.layout = layOutFlow(flow));
  const framed = [layout.width, layout.height, setting.axis, picture.numSteps].join();
  if (flow.framed !== framed) {
    flow.framed = framed;
    drawFrame(parts, layout, picture);
  }
  const ends = tables.map((table, rank) => drawCurve(parts.curves[rank], table, layout, picture.numSteps));
  spread(ends.map(({ y }) => y), layout.top + 8, layout.bottom - 18).forEach((y, rank) => {
    place(parts.curves[rank].name, { x: layout.right + 12, y });
    place(parts.curves[rank].end, { x: layout.right + 12, y: y + 16 });
    parts.curves[rank].end.textContent = ends[rank].text;
  });
  markOverflows(parts.curves, ends, layout, picture);
  const x = layout.x(hover ?? setting.at);
  place(parts.reading, { x1: x, x2: x, y1: layout.top, y2: layout.bottom });
}

/** Draw one curve as far as it is a number; return where its name belongs and what stands under it. */
function drawCurve(curve, { values, decades }, layout, numSteps) {
  let path = "";
  let last = 0;
  let broken = "";
  let brokenAt = 0;
  for (let back = 0; back <= numSteps; back++) {
    if (!Number.isFinite(values[back])) {
      brokenAt = back;
      broken = Number.isNaN(values[back]) ? `no number from step ${back}` : `overflow at step ${back}`;
      break;
    }
    path += `${back === 0 ? "M" : "L"}${layout.x(back).toFixed(1)} ${layout.y(decades[back]).toFixed(1)}`;
    last = back;
  }
  curve.line.setAttribute("d", path);
  const y = layout.y(decades[last]);
  const beyond = y < layout.top - 1 ? "↑ " : y > layout.bottom + 1 ? "↓ " : "";
  return { y, brokenAt, text: broken || beyond + formatNumber(values[numSteps]) };
}

/** Mark on the upper edge the steps at which curves stop being numbers, each with its curve's name. */
function markOverflows(curves, ends, layout, picture) {
  let stands = 0;
  curves.forEach(({ broken }, rank) => {
    const { brokenAt, text } = ends[rank];
    broken.textContent = brokenAt ? `${picture.curves[rank].name}, ${text} ▲` : "";
    if (brokenAt) place(broken, { x: layout.x(brokenAt) + 5, y: layout.top + 12 + 16 * stands++, "text-anchor": "end" });
  });
}

/** Over the picture the numbers are read at the step under the pointer; a press keeps it. */
function listenToCurves(flow) {
  const { canvas } = flow.parts;
  const stepUnder = (event) => {
    const { left, right } = flow.layout;
    const share = (event.clientX - canvas.getBoundingClientRect().left - left) / (right - left);
    return Math.min(Math.max(Math.round(share * flow.picture.numSteps), 0), flow.picture.numSteps);
  };
  const hover = (back) => {
    flow.hover = back;
    refresh(flow);
  };
  canvas.addEventListener("pointermove", (event) => hover(stepUnder(event)));
  canvas.addEventListener("pointerleave", () => hover(null));
  canvas.addEventListener("pointercancel", () => hover(null));
  canvas.addEventListener("pointerup", (event) => {
    const at = stepUnder(event);
    if (event.pointerType !== "mouse") flow.hover = null;
    change(flow, { at });
  });
}
