// Coloured arrows from the numbers that a number was made from, drawn over the whole stage.

const [GAP, ROOF, NEAR] = [8, 4, 48]; // pixels: beside a number, above a matrix, and what counts as next to each other

/** Make the layer; its function draws the arrows to one element from others, or none. */
function buildArrowLayer(root) {
  const layer = svg("svg", { class: "parents-layer", "aria-hidden": "true" });
  const draw = (target, parents) => {
    layer.replaceChildren();
    if (!target || parents.length === 0) return;
    const origin = root.getBoundingClientRect();
    layer.setAttribute("width", root.clientWidth);
    layer.setAttribute("height", root.clientHeight);
    const to = boxOf(target, origin);
    for (const parent of parents) layer.append(arrow(boxOf(parent, origin), to, ROLE_OF[readAddress(parent.dataset.number).name]));
  };
  return { layer, draw };
}

function boxOf(element, origin) {
  const box = element.getBoundingClientRect();
  const grid = (element.closest(".grid, .vector") ?? element).getBoundingClientRect();
  return {
    left: box.left - origin.left,
    right: box.right - origin.left,
    y: (box.top + box.bottom) / 2 - origin.top,
    roof: grid.top - origin.top,
  };
}

/** One arrow into the left side of a number: straight across a gap, else along the roof of what lies between. */
function arrow(from, to, role) {
  const turn = to.left - GAP;
  let d;
  if (Math.abs(from.left - to.left) < NEAR) d = `M${from.left} ${from.y}H${turn}V${to.y}H${to.left}`;
  else if (to.left > from.right && to.left - from.right < NEAR) d = `M${from.right} ${from.y}H${turn}V${to.y}H${to.left}`;
  else d = `M${from.left + 2} ${from.y}V${Math.min(from.roof, to.roof) - ROOF}H${turn}V${to.y}H${to.left}`;
  return svg("g", { class: role }, svg("path", { d }), svg("circle", { cx: to.left, cy: to.y, r: 2.5 }));
}

/** Of several places where a number stands, the one nearest to an element. */
function nearest(elements, target) {
  const at = target.getBoundingClientRect();
  const far = (element) => {
    const box = element.getBoundingClientRect();
    return Math.abs(box.left - at.left) + Math.abs(box.top - at.top);
  };
  return elements.reduce((best, each) => (!best || far(each) < far(best) ? each : best), null);
}
