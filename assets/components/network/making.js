// How a number was made, spelled out and opened to its terms, once a component has taken its making apart (`explain`).

/** Numbers of the same step that are added. */
function plain(names, t, row) {
  return { terms: names.map((name) => ({ factors: [addressOf(name, t, row)] })) };
}

/** A bias that is added. */
function weight(name, row) {
  return { terms: [{ factors: [addressOf(name, null, row)] }] };
}

/** Every number that a number was made from. */
function parentsOf(explanation) {
  return explanation.parts.flatMap((part) => part.terms.flatMap((term) => term.factors));
}

/** Spell a formula out with the numbers filled in: [[text, role or null], ...]. */
function spellOut(explanation, run) {
  const { address, at, parts, wrap, value } = explanation;
  const number = (each) => [writeValue(valueAt(run, at, each)), ROLE_OF[readAddress(each).name]];
  const terms = parts.flatMap((part) => part.terms).map((term) => term.factors.map(number));
  const sum = terms.flatMap((factors, index) => [
    [index === 0 ? "" : " + ", null],
    ...factors.flatMap((factor, k) => (k === 0 ? [factor] : [[" · ", null], factor])),
  ]);
  const open = wrap ? `${wrap}(` : "";
  return [[`${nameOf(address)} = ${open}`, null], ...sum, [wrap ? ") = " : " = ", null], [writeValue(value), "result"]];
}

/** Open a formula to its terms: a line for each with its product and a bar, and what they add up to. */
function drawTerms(explanation, run, data) {
  const { at, parts, wrap, value, address } = explanation;
  const rows = parts.flatMap((part) => part.terms).map((term) => {
    const values = term.factors.map((each) => valueAt(run, at, each));
    return { ...term, values, result: term.factors.length > 1 ? term.value : values[0] };
  });
  const finite = rows.map((row) => Math.abs(row.result ?? 0)).filter(Number.isFinite);
  const scale = Math.max(...finite) || 1;
  const lines = html("div", { class: "term-lines" }, ...rows.map((row) => drawTerm(row, scale)));
  const sumAddress = addressOf("a", at, readAddress(address).place[0]);
  const sum = wrap ? valueAt(run, at, sumAddress) : null;
  if (wrap && rows.length > 1) lines.append(drawTotal(nameOf(sumAddress), "the sum", sum));
  lines.append(drawTotal(nameOf(address), wrap ? `${wrap} of it` : "the sum", value));
  const block = html("div", { class: "terms" }, lines);
  if (wrap && data.curve && sum !== null) block.append(drawActivation(data, sum, value));
  return block;
}

/** One term: its numbers, their product and a bar. */
function drawTerm({ factors, values, result }, scale) {
  const isProduct = factors.length > 1;
  const isLeftOut = isProduct && result === null && !values.includes(null); // a long run is sent without its products
  const names = factors.map((each) => html("span", { class: ROLE_OF[readAddress(each).name] }, nameOf(each)));
  const bar = html("i", { class: "bar tinted" });
  tint(bar, result ?? 0, scale);
  bar.style.setProperty("--size", `${Math.min(1, Math.abs(result ?? 0) / scale) * 50}%`);
  bar.classList.toggle("minus", result < 0);
  return html(
    "div",
    { class: "term" },
    html("span", { class: "term-name" }, ...(isProduct ? [names[0], " · ", names[1]] : names)),
    html("span", { class: "factors" }, isProduct ? values.map(writeValue).join(" · ") : ""),
    html("span", { class: "term-value" }, isLeftOut ? "" : `${isProduct ? "= " : ""}${writeValue(result)}`),
    html("span", { class: "track" }, isLeftOut ? "" : bar),
  );
}

/** What the terms add up to. */
function drawTotal(name, words, value) {
  const cells = [["term-name", name], ["factors", words], ["term-value", `= ${writeValue(value)}`]];
  return html("div", { class: "term total" }, ...cells.map(([kind, text]) => html("span", { class: kind }, text)));
}

/** Draw the activation with the place on it that is in use. */
function drawActivation(data, sum, value) {
  const [width, height, pad] = [220, 120, 10];
  const { sums, states } = data.curve;
  const low = Math.min(0, ...states);
  const reach = Math.max(...states) - low;
  const x = (a) => pad + ((Math.max(sums[0], Math.min(sums.at(-1), a)) - sums[0]) / (sums.at(-1) - sums[0])) * (width - 2 * pad);
  const y = (h) => height - pad - ((Math.max(low, Math.min(low + reach, h)) - low) / reach) * (height - 2 * pad);
  const path = sums.map((a, index) => `${index ? "L" : "M"}${x(a).toFixed(1)} ${y(states[index]).toFixed(1)}`).join("");
  const label = `${data.activation}(${writeValue(sum)}) = ${writeValue(value)}`;
  return svg(
    "svg",
    { class: "activation", width, height, role: "img", "aria-label": label },
    svg("path", { class: "axis", d: `M${pad} ${y(0)}H${width - pad}M${x(0)} ${pad}V${height - pad}` }),
    svg("path", { class: "activation-curve", d: path }),
    svg("circle", { cx: x(sum), cy: y(value), r: 5 }),
    svg("text", { x: pad, y: 14, class: "caption" }, label),
  );
}
