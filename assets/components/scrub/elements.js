// The parts of the scrub, built once; everything that Python or a person wrote goes in as text.

const TABLE_STEPS = [0, 1, 2, 3, 4, 10, 20, 50, 100];

/** Build the whole scrub for a picture; the handles of what later changes come back by name. */
function buildScrub(picture) {
  const parts = {
    ...buildToolbar(picture),
    ...buildPlot(picture),
    ...buildSliders(picture),
    ...buildReadout(picture),
    ...buildSentence(picture),
  };
  const stage = html("div", { class: "stage" }, parts.toolbar, parts.plot, parts.slide);
  parts.root = html("div", { class: "frame" }, parts.drive, html("div", { class: "scrub" }, stage, parts.readout, parts.sentence));
  return parts;
}

function buildToolbar(picture) {
  const scales = Object.fromEntries(
    ["log", "linear"].map((scale) => [scale, html("button", { type: "button", "data-scale": scale }, scale)]),
  );
  const axis = html("div", { class: "buttons", role: "group", "aria-label": "Vertical axis" }, scales.log, scales.linear);
  const complaint = html("p", { class: "complaint", role: "alert" });
  const back = buildStepper("steps back shown", { min: picture.minBack, max: picture.maxBack, step: 1 });
  const label = html("span", { class: "label" }, "axis");
  return { toolbar: html("div", { class: "toolbar" }, label, axis, complaint, back.box), scales, back, complaint };
}

function buildPlot(picture) {
  const clip = `plot-${crypto.randomUUID()}`;
  const area = svg("rect");
  const grid = svg("g", { class: "grid" });
  const one = svg("line", { class: "one" });
  const oneName = svg("text", { class: "one-name" }, "1, nothing lost");
  const reading = svg("line", { class: "reading" });
  const readingName = svg("text", { class: "reading-name", "text-anchor": "middle" });
  const curves = picture.curves.map((curve) => buildCurve(curve));
  const drawn = svg("g", { "clip-path": `url(#${clip})` }, ...curves.toReversed().flatMap((curve) => curve.marks));
  const xName = svg("text", { class: "axis-name", "text-anchor": "middle" }, "steps back");
  const canvas = svg(
    "svg",
    { role: "img" },
    svg("defs", {}, svg("clipPath", { id: clip }, area)),
    grid, one, reading, drawn, oneName, readingName, xName,
    ...curves.flatMap((curve) => curve.names),
  );
  const yName = html("div", { class: "y-name" });
  return { plot: html("div", { class: "plot" }, yName, canvas), canvas, area, grid, one, oneName, reading, readingName, xName, yName, curves };
}

function buildCurve(curve) {
  const kind = curve.dashed ? "alone" : "product";
  const line = svg("path", { class: `line ${kind}` });
  const positive = svg("path", { class: `dots positive ${kind}` });
  const negative = svg("path", { class: `dots negative ${kind}` });
  const name = svg("text", { class: `name ${kind}` }, curve.name);
  const end = svg("text", { class: `end ${kind}` });
  const largest = curve.dashed ? 2 : 3.5; // pixels: the thin curve does not hide the thick one
  return { line, positive, negative, name, end, largest, marks: [line, positive, negative], names: [name, end] };
}

/** The weight's slider, and those of what the neuron hears. */
function buildSliders(picture) {
  const { name, low, high, step } = picture.parameter;
  const marks = [];
  for (let mark = low; mark <= high; mark++) marks.push(mark);
  const weight = buildSlider({ name, low, high, step, marks, label: `${name}, the recurrent weight` });
  const turning = html("span", { class: "turning" });
  weight.below.append(turning);
  const range = { low: picture.drive.low, high: picture.drive.high, step: picture.drive.step };
  const x = buildSlider({ name: "x_t", ...range, label: "x_t, the input at every step", hue: "input" });
  const b = buildSlider({ name: "b_h", ...range, label: "b_h, the bias" });
  const drive = html("div", { class: "drive" }, x.slide, b.slide);
  return { slide: weight.slide, weight, turning, x, b, drive, slider: weight.slider };
}

function buildReadout(picture) {
  const after = html("p", { class: "after" });
  const figures = picture.curves.map((curve) => html("strong", { class: curve.dashed ? "alone" : "product" }));
  const littles = picture.curves.map(() => html("span", { class: "little" }));
  const columns = picture.curves.map((curve, place) =>
    html("div", {}, figures[place], html("span", { class: "label" }, curve.name)),
  );
  const rows = TABLE_STEPS.filter((back) => back <= picture.maxBack).map((back) => {
    const pick = html("button", { type: "button", "aria-label": `read after ${back} steps back` }, String(back));
    const cells = picture.curves.map(() => html("td"));
    return { back, pick, cells, row: html("tr", {}, html("th", { scope: "row" }, pick), ...cells) };
  });
  const heads = ["steps back", ...picture.curves.map((curve) => curve.name)].map((text) => html("th", { scope: "col" }, text));
  const table = html("table", {}, html("thead", {}, html("tr", {}, ...heads)), html("tbody", {}, ...rows.map(({ row }) => row)));
  const figure = html("div", { class: "figures" }, ...columns);
  return { readout: html("div", { class: "readout" }, after, figure, html("div", { class: "littles" }, ...littles), table), after, figures, littles, rows };
}

function buildSentence(picture) {
  const lines = picture.curves.map((curve) => {
    const text = html("span");
    const verdict = html("span", { class: "verdict" });
    const swatch = html("span", { class: `swatch ${curve.dashed ? "alone" : "product"}`, "aria-hidden": "true" });
    return { text, verdict, line: html("p", {}, swatch, text, " ", verdict) };
  });
  const saturation = html("p", { class: "saturation" });
  const legend = html("p", { class: "legend" });
  const sentence = html("div", { class: "sentence" }, ...lines.map(({ line }) => line), saturation, legend);
  return { sentence, lines, saturation, legend };
}
