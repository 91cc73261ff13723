// A strip: columns of shaded cells that are added from left to right. Python sends every shade and every number.

/** Draw the cells; what is next to nothing is not drawn. */
function cells(panel, strip) {
  const height = (panel.y(0) - panel.y(1)) / strip.rows.length;
  return strip.shades.flatMap((column, k) => {
    const [from, to] = strip.edges[k].map(panel.x);
    return column.flatMap((shade, row) =>
      shade
        ? [svg("rect", { class: "cell", x: from, width: Math.max(1, to - from), y: panel.y(1) + row * height, height, "fill-opacity": shade })]
        : [],
    );
  });
}

function stripPointer(panel) {
  panel.ring = svg("rect", { class: "cell-ring" });
  return [panel.ring];
}

/** Write the latest value, or the number of the cell under the pointer, with a frame around it. */
function readCell(panel, strip) {
  const height = (panel.y(0) - panel.y(1)) / strip.rows.length;
  const row = panel.at === null ? -1 : Math.floor((panel.down - panel.y(1)) / height);
  const column = panel.at === null ? -1 : strip.edges.findIndex(([from, to]) => panel.at >= panel.x(from) && panel.at < panel.x(to));
  const shown = column >= 0 && row >= 0 && row < strip.values[column].length;
  panel.ring.style.visibility = shown ? "visible" : "hidden";
  panel.parts.title.textContent = strip.title;
  panel.parts.value.textContent = shown ? formatNumber(strip.values[column][row]) : strip.value;
  panel.parts.note.textContent = shown ? `${strip.rows[row]}, ${strip.columns[column]}` : strip.note;
  if (!shown) return;
  const [from, to] = strip.edges[column].map(panel.x);
  for (const [name, value] of Object.entries({ x: from, width: Math.max(1, to - from), y: panel.y(1) + row * height, height }))
    panel.ring.setAttribute(name, value);
}
