// A gate: a neutral ring, filled from 0 (shut) to 1 (open), with its letter and its number.

const RING = { radius: 8, width: 4 };

/** Draw the rings of one gate in one column; its function writes the values of a step. */
function drawRings(place, lane, column) {
  const group = svg("g", { class: `rings ${lane}` });
  const cells = Array.from({ length: place.heights[lane] }, (_, row) => {
    const [x, y] = [place.left(column) + RING.radius + 3, place.top[lane] + row * CELL.height + CELL.height / 2];
    const round = { cx: x, cy: y, r: RING.radius, "stroke-width": RING.width };
    const fill = svg("circle", { ...round, class: "ring-fill", pathLength: 1, transform: `rotate(-90 ${x} ${y})` });
    const letter = svg("text", { x, y: y + 4, class: "ring-letter", "text-anchor": "middle" }, lane);
    const text = svg("text", { class: "number", y: y + 4.5 });
    const title = svg("title");
    const back = svg("rect", { class: "back", x: place.left(column), y: y - CELL.height / 2, width: place.cellWidth, height: CELL.height });
    const cell = svg("g", {}, back, svg("circle", { ...round, class: "ring-ground" }), fill, letter, text, title);
    group.append(cell);
    return { cell, fill, text, title };
  });
  const frame = { x: place.left(column), y: place.top[lane], width: place.cellWidth, height: place.heights[lane] * CELL.height, rx: 4 };
  group.append(svg("rect", { class: "frame", ...frame }));
  const write = (values, t, data) => {
    const held = isHeld(data.quantities[lane], t);
    group.classList.toggle("held", held);
    cells.forEach(({ cell, fill, text, title }, row) => {
      cell.dataset.cell = `${lane}-${t}-${row}`;
      markNumber(cell, addressOf(lane, t, row), data);
      fill.setAttribute("stroke-dasharray", `${values[row]} 2`);
      text.textContent = writeValue(values[row]);
      const isTight = text.textContent.length > LEAST_DIGITS;
      text.classList.toggle("tight", isTight);
      text.setAttribute("x", place.left(column) + place.cellWidth - (isTight ? 1.5 : CELL.padding / 2));
      title.textContent = `${nameOf(cell.dataset.number)} = ${formatExactly(values[row])}${held ? ", held by hand" : ""}`;
    });
  };
  return { group, write };
}
