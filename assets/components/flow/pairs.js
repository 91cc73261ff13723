// The map of every pair of steps, on a canvas: red where less than 1 is left, blue where more.

const MAP_EDGE = { left: 30, top: 22 };

/** The table that the map shows: every single step where the hand rests, a coarser one while it moves. */
function mapAt({ picture, setting }, row) {
  const { pairs, whole } = picture;
  if (!pairs) return null;
  const fits = whole && rowOfRadius(picture, whole.radius) === row;
  const table = fits ? whole : pairs;
  const count = table.steps.length;
  return { steps: table.steps, count, ...rowOfTable(table, row, (count * (count + 1)) / 2) };
}

function paintPairs(flow, row) {
  const { parts: { pairs }, picture } = flow;
  const map = (flow.map = mapAt(flow, row));
  pairs.panel.hidden = !map;
  if (!map) return;
  const { clientWidth: width, clientHeight: height } = pairs.canvas;
  const density = devicePixelRatio || 1;
  if (pairs.canvas.width !== Math.round(width * density)) {
    [pairs.canvas.width, pairs.canvas.height] = [width, height].map((pixels) => Math.round(pixels * density));
  }
  const pen = pairs.canvas.getContext("2d");
  pen.setTransform(density, 0, 0, density, 0, 0);
  pen.clearRect(0, 0, width, height);
  const cell = (flow.cell = Math.min(width - MAP_EDGE.left, height - MAP_EDGE.top) / map.count);
  const colours = coloursOf(pairs.probes, picture.mapDecades);
  for (let j = 0, place = 0; j < map.count; j++) {
    for (let i = 0; i <= j; i++, place++) {
      pen.fillStyle = colours(map.decades[place]);
      pen.fillRect(MAP_EDGE.left + i * cell, MAP_EDGE.top + j * cell, Math.ceil(cell), Math.ceil(cell));
    }
  }
  labelMap(pen, map, cell, pairs.probes);
  writePair(flow, map);
  const limit = picture.mapDecades;
  pairs.note.textContent = `Like the page: 1. Red: less, full at ${powerOfTen(-limit)}. Blue: more, full at ${powerOfTen(limit)}. Grey: no number. ${picture.mapNote}`;
}

function labelMap(pen, map, cell, probes) {
  pen.fillStyle = getComputedStyle(probes.page).borderColor;
  pen.font = "12px sans-serif";
  const every = [1, 2, 5, 10, 20, 50].find((size) => (map.steps.at(-1) - map.steps[0]) / size <= 10);
  const end = MAP_EDGE.left + map.count * cell;
  for (const [rank, step] of map.steps.entries()) {
    if (step % every) continue;
    pen.textAlign = "center";
    const half = pen.measureText(String(step)).width / 2;
    pen.fillText(String(step), Math.min(MAP_EDGE.left + (rank + 0.5) * cell, end - half), 14);
    pen.textAlign = "right";
    pen.fillText(String(step), MAP_EDGE.left - 6, MAP_EDGE.top + (rank + 0.5) * cell + 4);
  }
}

/** A function from decades to a colour; the three ends come from the theme through elements that wear them. */
function coloursOf(probes, limit) {
  const [less, more, page] = ["less", "more", "page"].map((name) => channelsOf(getComputedStyle(probes[name]).color));
  return (decades) => {
    if (Number.isNaN(decades)) return "gray";
    const share = Math.min(1, Math.abs(decades) / limit);
    const end = decades < 0 ? less : more;
    return `rgb(${page.map((channel, rank) => Math.round(channel + share * (end[rank] - channel))).join(" ")})`;
  };
}

function channelsOf(colour) {
  return colour.match(/[\d.]+/g).slice(0, 3).map(Number);
}

/** Read the cell under the pointer or the keys, or the longest way where nobody points. */
function writePair({ parts: { pairs }, pair }, map) {
  const [j, i] = (pair ?? [map.count - 1, 0]).map((rank) => Math.min(rank, map.count - 1));
  const value = map.values[(j * (j + 1)) / 2 + Math.min(i, j)];
  pairs.readout.textContent = `∂h_${map.steps[j]} / ∂h_${map.steps[Math.min(i, j)]}: ${formatNumber(value)}`;
  pairs.readout.title = formatExactly(value);
  pairs.canvas.setAttribute("aria-label", `Map of every pair of steps; the arrow keys walk. ${pairs.readout.textContent}`);
}

const MAP_KEYS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

function listenToPairs(flow) {
  const { canvas } = flow.parts.pairs;
  const point = (pair) => {
    flow.pair = pair;
    if (flow.map) writePair(flow, flow.map);
  };
  canvas.addEventListener("pointermove", (event) => {
    const box = canvas.getBoundingClientRect();
    const rank = (pixels) => Math.min(Math.max(Math.floor(pixels / flow.cell), 0), flow.map.count - 1);
    const j = rank(event.clientY - box.top - MAP_EDGE.top);
    point([j, Math.min(rank(event.clientX - box.left - MAP_EDGE.left), j)]);
  });
  canvas.addEventListener("pointerleave", () => point(null));
  canvas.addEventListener("keydown", (event) => {
    const move = MAP_KEYS[event.key];
    if (!move) return;
    event.preventDefault();
    const last = flow.map.count - 1;
    const [j, i] = flow.pair ?? [last, 0];
    const down = Math.min(Math.max(j + move[0], 0), last);
    point([down, Math.min(Math.max(i + move[1], 0), down)]);
  });
}
