// The stages as nodes. What a person typed is only ever set as textContent.

const COLUMN = { least: 16, most: 56, upright: 42 }; // pixels; from 42 on a number of five digits lies flat
const STAGES = ["text", "clean", "tokens", "cut", "row", "vectors", "batch"];

/** Make the empty stages, each with its name, its shape, a place for its picture and a sentence. */
function buildStages() {
  const parts = { all: [], heads: {}, bodies: {} };
  for (const name of STAGES) {
    const head = { name: html("h3"), shape: html("p", { class: "shape" }), said: html("p", { class: "said" }) };
    const body = html("div", { class: `body ${name}` });
    parts.heads[name] = head;
    parts.bodies[name] = body;
    const left = html("div", { class: "head" }, head.name, head.shape);
    parts.all.push(html("div", { class: "stage", "data-stage": name }, left, html("div", { class: "what" }, body, head.said)));
  }
  parts.readout = html("div", { class: "readout", role: "status" });
  parts.probe = html("span", { class: "probe", "aria-hidden": "true" });
  parts.typed = html("p", { class: "flow", dir: "auto" });
  parts.read = html("p", { class: "flow", dir: "auto" });
  parts.chips = html("div", { class: "chips", dir: "auto", role: "listbox", "aria-orientation": "horizontal" });
  parts.chips.setAttribute("aria-label", "Tokens; the arrow keys move from one to the next");
  parts.bar = html("div", { class: "bar", "aria-hidden": "true" });
  parts.row = html("div", { class: "strip", "aria-hidden": "true" });
  parts.canvas = html("canvas");
  parts.frame = html("i", { class: "frame" });
  parts.columns = html("div", { class: "columns" });
  parts.plate = html("div", { class: "plate" }, parts.canvas, parts.columns, parts.frame);
  parts.painting = html("div", { class: "strip", "aria-hidden": "true" }, parts.plate);
  parts.scale = html("p", { class: "scale quiet", "aria-hidden": "true" });
  parts.opened = html("div", { class: "opened" });
  const inside = {
    text: [parts.typed], clean: [parts.read], tokens: [parts.chips], cut: [parts.bar], row: [parts.row],
    vectors: [parts.painting, parts.scale, parts.opened], batch: [],
  };
  for (const [name, nodes] of Object.entries(inside)) parts.bodies[name].append(...nodes);
  return parts;
}

/** Put what Python sent into the stages. */
function fillStages({ data, parts }) {
  for (const name of STAGES) {
    const { name: title, shape, said } = data.stages[name];
    parts.heads[name].name.textContent = title;
    parts.heads[name].shape.textContent = shape;
    parts.heads[name].said.textContent = said;
  }
  parts.typed.replaceChildren(...data.pieces.map((piece) => shownPiece(piece, piece.typed)));
  parts.read.replaceChildren(...data.pieces.map((piece) => shownPiece(piece, piece.cleaned, true)));
  parts.options = data.tokens.map(tokenChip);
  const fold = () => html("span", { class: "fold" }, data.folded);
  parts.chips.replaceChildren(...folded(data, parts.options, fold));
  const marks = data.tokens.map((token, index) => html("i", { class: token.kept ? "mark" : "mark off", "data-token": index }));
  parts.bar.replaceChildren(...folded(data, marks, () => html("i", { class: "gap" }, "…")));
  const byColumn = new Map(data.tokens.map((token, index) => [token.column, index]));
  parts.row.replaceChildren(...data.numbers.map((number, column) => rowColumn(data, column, byColumn.get(column))));
  parts.columns.replaceChildren(
    ...data.numbers.map((_, column) => html("i", byColumn.has(column) ? { "data-token": byColumn.get(column) } : { "data-filler": "" })),
  );
  const [low, high] = [-data.scale, data.scale].map(formatNumber);
  parts.scale.replaceChildren(low, html("i", { class: "ramp" }), high, html("span", {}, "64 numbers, from top to bottom"));
  parts.bodies.batch.replaceChildren(...data.batches.map(batchPanel));
}

function folded({ fold }, nodes, sign) {
  return fold === null ? nodes : [...nodes.slice(0, fold + 1), sign(), ...nodes.slice(fold + 1)];
}

function shownPiece(piece, text, isRead = false) {
  const changed = isRead && text !== piece.typed && piece.kind !== "blank" && piece.kind !== "mark";
  const isNamed = piece.kind === "apostrophe" && text.length > 1; // it has no glyph: its name stands there
  const attributes = { class: ["piece", piece.kind, isRead ? "read" : "", isNamed ? "named" : ""].filter(Boolean).join(" ") };
  if (piece.token !== null) attributes["data-token"] = piece.token;
  const shown = changed && text === " " ? "␣" : text;
  return html("span", attributes, shown);
}

function tokenChip(token, index) {
  const classes = ["chip", token.known ? "" : "unknown", token.kept ? "" : "off"].filter(Boolean).join(" ");
  const attributes = { class: classes, role: "option", tabindex: "-1", "aria-selected": "false" };
  return html(
    "span",
    { ...attributes, "aria-label": token.sentence, "data-token": index },
    html("span", { class: "word" }, token.text),
    html("span", { class: "number" }, String(token.number)),
  );
}

/** One column of the row: the word that stands there, its number, and the mask. */
function rowColumn(data, column, index) {
  const real = data.mask[column] === 1;
  const attributes = { class: real ? "column" : "column filler" };
  if (index !== undefined) attributes["data-token"] = index;
  if (!real) attributes["data-filler"] = "";
  const word = index === undefined ? "" : data.tokens[index].text;
  const isFlat = /^[^\p{L}\p{N}]/u.test(word); // a mark or an emoji on its side would be another
  return html(
    "div",
    attributes,
    html("span", { class: isFlat ? "word flat" : "word" }, html("bdi", {}, word)),
    html("span", { class: "number" }, html("b", {}, String(data.numbers[column]))),
    html("span", { class: "mask" }, String(data.mask[column])),
  );
}

/** All reviews in batches, to the scale of the widest. */
function batchPanel({ title, said, batches }) {
  const widest = Math.max(...batches.map(([width]) => width));
  const blocks = batches.map(([width, rows]) => {
    const lines = rows.map((row) => batchLine(row, width));
    const shape = html("span", { class: "shape" }, `(${rows.length}, ${width})`);
    const block = html("div", { class: "block" }, html("div", { class: "lines" }, ...lines), shape);
    block.style.setProperty("--share", width / widest);
    return block;
  });
  const pointed = html("p", { class: "pointed quiet" });
  return html("div", { class: "panel" }, html("h4", {}, title), ...blocks, html("p", { class: "cost" }, said), pointed);
}

function batchLine({ said, start, length, is_own: isOwn }, width) {
  const real = html("i", { class: "real" });
  real.style.left = `${(100 * start) / width}%`;
  real.style.width = `${(100 * length) / width}%`;
  const line = html("div", { class: isOwn ? "line own" : "line", "data-said": said }, real);
  if (isOwn) line.append(html("i", { class: "here", "data-start": start, "data-width": width }));
  return line;
}
