// What stands beside the matrix in words and numbers: where two words meet, the formula of their cell, what a rank keeps.

/** The sentences, with the places lit where the pair meets. */
function buildSentences({ words, sentences, meetings }, [a, b]) {
  const lit = new Map();
  for (const [sentence, first, second] of meetings[`${a}-${b}`] ?? []) {
    if (!lit.has(sentence)) lit.set(sentence, new Set());
    lit.get(sentence).add(first).add(second);
  }
  return sentences.map((ids, k) => {
    const parts = ids.map((id, place) => html(lit.get(k)?.has(place) ? "mark" : "span", {}, words[id]));
    const spaced = parts.flatMap((part, place) => (place ? [" ", part] : [part]));
    return html("li", { class: lit.has(k) ? "lit" : "" }, ...spaced);
  });
}

function times(count) {
  return count === 1 ? "once" : `${count} times`;
}

/** The formula of one cell, with its numbers. */
function buildFormula(data, [a, b]) {
  const [one, other] = [data.words[a], data.words[b]].map((word) => `“${word}”`);
  const name = data.is_positive ? "PPMI" : "PMI";
  const count = data.counts[a][b];
  const exactly = (value) => html("span", { class: "number", title: formatExactly(value) }, formatNumber(value));
  const smoothed = data.power === 1 ? "" : `, counts to the power of ${data.power}`;
  if (!data.totals[a]) return [html("p", {}, `${one} stands alone in its sentence: it has no company.`)];
  const facts = html(
    "p",
    {},
    `${one} stands near ${other} `, html("b", {}, count ? times(count) : "never"),
    `, near anyone ${times(data.totals[a])}; `, `${other} makes up p = `, exactly(data.context[b]), ` of all company${smoothed}.`,
  );
  const symbol = html("span", { class: "symbol" }, `${name}(${data.words[a]}, ${data.words[b]})`);
  if (!count) {
    return [facts, html("p", { class: "formula" }, symbol, " = 0: they never meet, and the logarithm of 0 is no number.")];
  }
  const share = html("span", { class: "fraction" }, `(${count} / ${data.totals[a]})`);
  const ratio = data.ratios[a][b];
  const value = exactly(data.information[a][b]);
  const isCut = data.is_positive && ratio <= 1;
  const open = data.is_positive ? " = max(0, ln(" : " = ln(";
  const close = data.is_positive ? "))" : ")";
  return [
    facts,
    html(
      "p",
      { class: "formula" },
      symbol, open, share, " ÷ ", exactly(data.context[b]), close, open, exactly(ratio), close, " = ", value,
      isCut ? ": not more often than chance." : "",
    ),
  ];
}

/** The way of a row to its place on the map, and which words it stands nearest to. */
function buildPlace(data, [a, b]) {
  const write = (value) => formatNumber(value);
  const spot = data.places[a].map(write).join(", ");
  const more = data.rank > 2 ? `, and ${data.rank - 2} more` : "";
  const near = data.near[a].map((k) => `${data.words[k]} ${writeCosine(data.cosines[a][k])}`).join(", ");
  const own = a === b ? "" : ` Cosine with “${data.words[b]}”: ${writeCosine(data.cosines[a][b])}.`;
  return [
    html("b", {}, `Row “${data.words[a]}”: ${data.words.length} numbers become ${data.rank}`),
    `: (${spot}${more}). Nearest: ${near}.${own}`,
  ];
}

/** The singular values as bars; those that are kept are filled. */
function buildBars({ values, kept, rank }) {
  const [height, step] = [64, Math.max(7, Math.min(16, Math.floor(300 / values.length)))];
  const top = values[0] || 1;
  const bars = values.map((value, k) => {
    const size = Math.max(1, (height * value) / top);
    const bar = svg("rect", { class: k < rank ? "kept" : "", x: k * step, y: height - size, width: step - 2, height: size });
    bar.append(svg("title", {}, `Singular value ${k + 1}: ${formatNumber(value)}; the first ${k + 1} keep ${formatNumber(100 * kept[k])} %`));
    return bar;
  });
  const label = `Singular values from ${formatNumber(values[0])} down to ${formatNumber(values.at(-1))}; the first ${rank} keep ${formatNumber(100 * kept[rank - 1])} % of the squares.`;
  return svg("svg", { width: values.length * step, height, role: "img", "aria-label": label }, ...bars);
}
