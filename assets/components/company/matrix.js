// The matrix of words against their company: a row and a column for each word, the cell in focus with its bands.

const CELLS = { most: 28, least: 12, held: 17, narrow: 480, digits: 17, header: 7.2, gap: 6, longest: 12 };

/** Build the matrix; `hear(pair, isChosen)` gets [row, column] under a hand, or null. */
function buildMatrix(hear) {
  const bands = svg("g", { class: "bands" });
  const cells = svg("g", { class: "cells" });
  const heads = svg("g", { class: "heads" });
  const ring = svg("rect", { class: "ring", visibility: "hidden" });
  const drawing = svg("svg", { role: "img", tabindex: "0" }, bands, cells, heads, ring);
  const frame = html("div", { class: "frame matrix" }, drawing);
  const view = { bands, cells, heads, ring, drawing, frame, pair: null };
  const pairOf = (event) => event.target.closest?.("[data-at]")?.dataset.at.split("-").map(Number) ?? null;
  drawing.addEventListener("pointerover", (event) => event.pointerType === "mouse" && hear(pairOf(event), false));
  drawing.addEventListener("pointerleave", () => hear(null, false));
  drawing.addEventListener("click", (event) => pairOf(event) && hear(pairOf(event), true));
  drawing.addEventListener("keydown", (event) => {
    const step = HEADINGS[event.key];
    if (!step || !view.pair || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    event.preventDefault();
    const last = view.size - 1;
    const within = (place) => Math.min(last, Math.max(0, place));
    hear([within(view.pair[0] + step[1]), within(view.pair[1] + step[0])], true);
    revealColumn(view);
  });
  return view;
}

function drawMatrix(view, data, room) {
  const { words } = data;
  const table = data[data.shows];
  const header = CELLS.gap + CELLS.header * Math.min(CELLS.longest, Math.max(...words.map((word) => word.length)));
  const side = Math.max(room < CELLS.narrow ? CELLS.held : CELLS.least, Math.min(CELLS.most, Math.floor((room - header - 2) / words.length)));
  Object.assign(view, { size: words.length, header, side });
  const extent = header + side * words.length + 1;
  fill(view.drawing, { width: extent, height: extent, "aria-label": data.alt }, []);
  const scale = Math.max(...table.flat().map(Math.abs)) || 1;
  const start = (place) => header + place * side;
  view.cells.replaceChildren(
    ...words.flatMap((_, a) =>
      words.flatMap((__, b) => {
        const value = table[a][b];
        const at = { x: start(b), y: start(a), "data-at": `${a}-${b}` };
        const cell = svg("rect", { class: value ? "tinted" : "empty", width: side, height: side, ...at });
        if (value) tint(cell, value, scale);
        const isWritten = data.shows === "counts" && value && side >= CELLS.digits;
        const digits = { ...at, x: start(b) + side / 2, y: start(a) + side / 2 + 4, "text-anchor": "middle" };
        return isWritten ? [cell, svg("text", digits, String(value))] : [cell];
      }),
    ),
  );
  const name = (word) => (word.length > CELLS.longest ? `${word.slice(0, CELLS.longest - 1)}…` : word);
  const isNamed = (place) => side >= 12 || place % 2 === 0;
  view.heads.replaceChildren(
    ...words.flatMap((word, place) => {
      if (!isNamed(place)) return [];
      const middle = start(place) + side / 2 + 4;
      const beside = svg("text", { class: "row", "data-word": place, x: header - CELLS.gap, y: middle, "text-anchor": "end" }, name(word));
      const above = svg("text", { class: "column", "data-word": place, transform: `translate(${middle} ${header - CELLS.gap}) rotate(-90)` }, name(word));
      return [beside, above];
    }),
  );
  markMatrix(view, view.pair);
}

/** Frame the cell in focus and band its row and its column. */
function markMatrix(view, pair) {
  view.pair = pair;
  const isOn = pair !== null && pair.every((place) => place < view.size);
  view.ring.setAttribute("visibility", isOn ? "visible" : "hidden");
  for (const head of view.heads.children) {
    const place = Number(head.dataset.word);
    head.classList.toggle("lit", isOn && place === pair[head.classList.contains("row") ? 0 : 1]);
  }
  if (!isOn) return view.bands.replaceChildren();
  const { header, side, size } = view;
  const [a, b] = pair;
  fill(view.ring, { x: header + b * side, y: header + a * side, width: side, height: side }, []);
  view.bands.replaceChildren(
    svg("rect", { x: 0, y: header + a * side, width: header + size * side, height: side }),
    svg("rect", { x: header + b * side, y: 0, width: side, height: header + size * side }),
  );
}

/** On a narrow page the matrix scrolls inside its frame: keep the chosen column in sight. */
function revealColumn({ frame, header, side, pair }) {
  const at = header + pair[1] * side;
  if (at < frame.scrollLeft + header) frame.scrollLeft = at - header;
  if (at + side > frame.scrollLeft + frame.clientWidth) frame.scrollLeft = at + side - frame.clientWidth;
}
