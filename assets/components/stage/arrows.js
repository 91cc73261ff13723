// Coloured arrows from the numbers that a number was made from, drawn over the whole stage.

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
  return {
    left: box.left - origin.left,
    right: box.right - origin.left,
    x: (box.left + box.right) / 2 - origin.left,
    y: (box.top + box.bottom) / 2 - origin.top,
  };
}

/** One arrow, from the side of the parent that faces the target. */
function arrow(from, to, role) {
  const isAbove = Math.abs(from.x - to.x) < 20;
  const start = isAbove ? [from.x, from.y] : [from.x < to.x ? from.right : from.left, from.y];
  const end = isAbove ? [to.x, to.y + (from.y < to.y ? -10 : 10)] : [from.x < to.x ? to.left : to.right, to.y];
  const bend = (end[0] - start[0]) / 2;
  const d = isAbove
    ? `M${start[0]} ${start[1]}L${end[0]} ${end[1]}`
    : `M${start[0]} ${start[1]}C${start[0] + bend} ${start[1]} ${end[0] - bend} ${end[1]} ${end[0]} ${end[1]}`;
  return svg("g", { class: role }, svg("path", { d }), svg("circle", { cx: end[0], cy: end[1], r: 2.5 }));
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
