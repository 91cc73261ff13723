// What pictures over steps back share: numbers on axes, dots, names at the ends of curves.

const NAME_HEIGHT = 34;

function stepTicks(last) {
  const spacing = [1, 2, 5, 10, 20].find((size) => last / size <= 10);
  const ticks = [];
  for (let back = 0; back <= last; back += spacing) ticks.push(back);
  return ticks;
}

function powerOfTen(exponent) {
  if (exponent === 0) return "1";
  return "10" + [...String(exponent)].map((digit) => (digit === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit])).join("");
}

function dot(x, y, radius) {
  const width = (2 * radius).toFixed(1);
  return `M${x} ${y}m-${radius} 0a${radius} ${radius} 0 1 0 ${width} 0a${radius} ${radius} 0 1 0 -${width} 0`;
}

/** Move heights apart until a name fits at each, inside the picture, in the order in which they came. */
function spread(heights, top, bottom) {
  const order = heights.map((_, rank) => rank).sort((one, other) => heights[one] - heights[other] || one - other);
  const placed = [];
  let free = top;
  for (const [turn, rank] of order.entries()) {
    const later = (order.length - 1 - turn) * NAME_HEIGHT;
    placed[rank] = Math.max(free, Math.min(heights[rank], bottom - later));
    free = placed[rank] + NAME_HEIGHT;
  }
  return placed;
}

function steps(count) {
  return count === 1 ? "1 step" : `${count} steps`;
}
