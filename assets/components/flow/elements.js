// The parts of the flow, built once; only the curves are built anew when others are asked for.

function buildFlow(data) {
  const axes = {
    near: html("button", { type: "button", "data-axis": "near" }, "near 1"),
    wide: html("button", { type: "button", "data-axis": "wide" }, "wide"),
  };
  const at = buildStepper("steps back read", { min: 0, max: data.numSteps, step: 1 });
  const complaint = html("p", { class: "complaint", role: "alert" });
  const buttons = html("div", { class: "buttons", role: "group", "aria-label": "Reach of the vertical axis" }, axes.near, axes.wide);
  const toolbar = html("div", { class: "toolbar" }, html("span", { class: "label" }, "log axis"), buttons, complaint, at.box);
  const radius = buildSlider({
    name: "ρ", ...data.radius, marks: [0.5, 1, 1.5, 2, 2.5, 3], label: "ρ, the spectral radius of W_hh",
  });
  const plot = buildPlot();
  const readout = buildReadout();
  const circle = buildCircle();
  const singular = buildSingular();
  const pairs = buildPairs();
  const left = html("div", { class: "main" }, toolbar, plot.plot, radius.slide);
  const right = html("div", { class: "side" }, readout.readout, circle.panel);
  const sentence = html("p", { class: "sentence" });
  const below = html("div", { class: "panels" }, singular.panel, pairs.panel);
  const root = html("div", { class: "frame" }, html("div", { class: "flow" }, left, right, sentence, below));
  return { root, axes, at, complaint, radius, sentence, ...plot, ...readout, circle, singular, pairs };
}

function buildPlot() {
  const clip = `plot-${crypto.randomUUID()}`;
  const area = svg("rect");
  const grid = svg("g", { class: "grid" });
  const one = svg("line", { class: "one" });
  const oneName = svg("text", { class: "one-name" }, "1, nothing lost");
  const reading = svg("line", { class: "reading" });
  const drawn = svg("g", { "clip-path": `url(#${clip})` });
  const names = svg("g");
  const xName = svg("text", { class: "axis-name", "text-anchor": "middle" }, "steps back");
  const canvas = svg("svg", { role: "img" }, svg("defs", {}, svg("clipPath", { id: clip }, area)), grid, one, reading, drawn, oneName, names, xName);
  const yName = html("div", { class: "y-name" }, "norm of ∂h_T / ∂h_t: the most that is left of a gradient");
  return { plot: html("div", { class: "plot" }, yName, canvas), canvas, area, grid, one, oneName, reading, drawn, names, xName };
}

function buildReadout() {
  const figure = html("strong");
  const after = html("p", { class: "after" });
  const body = html("tbody");
  const table = html("table", {}, body);
  return { readout: html("div", { class: "readout" }, figure, after, table), figure, after, body };
}

/** Build a line, a name and a row of the readout for each curve of a picture. */
function buildCurves(parts, picture) {
  parts.curves = picture.curves.map((curve, rank) => {
    const kind = curve.kind === "remedy" ? `remedy dash-${rank % 4}` : curve.kind === "bound" ? `bound bound-${rank}` : "norm";
    const line = svg("path", { class: `line ${kind}` });
    const broken = svg("text", { class: "broken" });
    const name = svg("text", { class: `name ${kind}` }, curve.name);
    const end = svg("text", { class: `end ${kind}` });
    return { line, name, end, broken };
  });
  parts.drawn.replaceChildren(...parts.curves.toReversed().map(({ line }) => line));
  parts.names.replaceChildren(...parts.curves.flatMap(({ name, end, broken }) => [name, end, broken]));
  parts.cells = picture.curves.map(() => html("td"));
  const rows = picture.curves.map((curve, rank) => html("tr", {}, html("th", { scope: "row" }, curve.name), parts.cells[rank]));
  parts.body.replaceChildren(...rows);
}

function buildCircle() {
  const dots = svg("path", { class: "eigen" });
  const ring = svg("circle", { class: "unit" });
  const reach = svg("circle", { class: "reach" });
  const axes = svg("path", { class: "cross" });
  const name = svg("text", { class: "unit-name", "text-anchor": "middle" }, "1");
  const canvas = svg("svg", { role: "img", "aria-label": "Eigenvalues of W_hh in the complex plane, with the unit circle" }, axes, ring, reach, dots, name);
  const panel = html("div", { class: "circle" }, html("div", { class: "y-name" }, "eigenvalues of W_hh, and the circle of size 1"), canvas);
  return { panel, canvas, dots, ring, reach, axes, name };
}

function buildSingular() {
  const grid = svg("g", { class: "grid" });
  const one = svg("line", { class: "one" });
  const dots = svg("path", { class: "values" });
  const edges = svg("g", { class: "edges" });
  const canvas = svg("svg", { role: "img" }, grid, one, dots, edges);
  const note = html("p", { class: "label" });
  const title = html("div", { class: "y-name" }, "all singular values of ∂h_T / ∂h_t after so many steps back, log axis");
  return { panel: html("div", { class: "singular" }, title, canvas, note), canvas, grid, one, dots, edges, note };
}

function buildPairs() {
  const canvas = html("canvas", { tabindex: "0", role: "img" });
  const probes = { less: html("span", { class: "probe less" }), more: html("span", { class: "probe more" }), page: html("span", { class: "probe page" }) };
  const readout = html("p", { class: "pair" });
  const note = html("p", { class: "label" });
  const title = html("div", { class: "y-name" }, "norm of ∂h_j / ∂h_i for every pair of steps: j downwards, i to the right");
  const panel = html("div", { class: "pairs" }, title, canvas, readout, note, ...Object.values(probes));
  return { panel, canvas, probes, readout, note };
}
