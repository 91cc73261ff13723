// Coloured arrows from the numbers that a number was made from, drawn over the whole stage.

const BULGE = 28; // pixels that an arrow goes out of its way

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
    top: box.top - origin.top,
    bottom: box.bottom - origin.top,
    isInMatrix: Boolean(element.closest(".matrix, .plate")),
  };
}

/** One arrow into the left side of a number, drawn around the numbers between rather than across them. */
function arrow(from, to, role) {
  const end = [to.left, to.y];
  const isSameColumn = Math.abs(from.x - to.x) < 20;
  let d;
  if (isSameColumn) {
    const bulge = from.left - BULGE;
    d = `M${from.left} ${from.y}C${bulge} ${from.y} ${bulge} ${to.y} ${end[0]} ${end[1]}`;
  } else if (from.isInMatrix) {
    const leaves = from.y <= to.y ? from.bottom : from.top;
    const away = from.y <= to.y ? BULGE : -BULGE;
    d = `M${from.x} ${leaves}C${from.x} ${leaves + away} ${(from.x + end[0]) / 2} ${to.y} ${end[0]} ${end[1]}`;
  } else {
    const bend = (end[0] - from.right) / 2;
    d = `M${from.right} ${from.y}C${from.right + bend} ${from.y} ${end[0] - bend} ${to.y} ${end[0]} ${end[1]}`;
  }
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
