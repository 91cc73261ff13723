// How a number of the backward pass was made, from the step's own numbers and the step after.

/** Take the making of a number apart; null for one that was given, or whose making is said in words. */
function explain(data, run, shownT, address) {
  const { name, t, place } = readAddress(address);
  const row = place[0];
  const makers = {
    from_output: () => transposedProduct(run, "W_hy", "dy", t, t, row),
    from_future: () => (t < data.tokens.length ? transposedProduct(run, "W_hh", "da", t, t + 1, row) : null),
    dh: () => plain(["from_output", "from_future"], t, row),
    da: () => (t > data.tokens.length ? null : { terms: [{ factors: [addressOf("slope", t, row), addressOf("dh", t, row)], value: run.da[t - 1][row] }] }),
  };
  const part = name.startsWith("share_") ? shareProduct(run, name.slice(6), t, place) : makers[name]?.();
  return part ? { address, at: t, value: valueAt(run, shownT, address), parts: [part] } : null;
}

/** One column of a matrix times a vector. */
function transposedProduct(run, matrix, vector, t, at, row) {
  return {
    terms: run[matrix].map((_, k) => ({
      factors: [addressOf(matrix, null, k, row), addressOf(vector, at, k)],
      value: run.products[matrix][t - 1][row][k],
    })),
  };
}

/** What was sent back times what the weight met. */
function shareProduct(run, weight, t, place) {
  const { sent, met, at } = MET[weight];
  const factors = [addressOf(sent, t, place[0])];
  if (met) factors.push(addressOf(met, t + at, place[1]));
  return { terms: [{ factors, value: valueAt(run, t, addressOf(`share_${weight}`, t, ...place)) }] };
}

/** What is said of a number that is no sum of products. */
function describeGiven(data, run, shownT, address) {
  const { name, t, place } = readAddress(address);
  const value = writeValue(valueAt(run, shownT, address));
  const said = `${nameOf(address)} = ${value}`;
  const number = (other, at = t) => writeValue(valueAt(run, shownT, addressOf(other, at, ...place)));
  if (name === "dy") {
    if (!hasLoss(data, t)) return `${said}: no loss is taken at this step.`;
    if (run.probability) return `${nameOf(address)} = σ(y) − target = ${writeValue(run.probability[t - 1][place[0]])} − ${number("target")} = ${value}`;
    return `${nameOf(address)} = y − target = ${number("y")} − ${number("target")} = ${value}`;
  }
  if (name === "slope") {
    if (data.activation === "ReLU") return `${said}: the unit is ${valueAt(run, shownT, address) ? "on, so everything passes" : "off, so nothing passes"}.`;
    return `${nameOf(address)} = 1 − h² = 1 − (${number("h")})² = ${value}`;
  }
  if (name === "from_future" || (name === "da" && t > data.tokens.length)) return `${said}: nothing comes from beyond the last step.`;
  if (name.startsWith("sum_") || name.startsWith("total_")) return `${said}: the shares of ${t ? `steps ${t} to ${data.tokens.length}` : "all steps"}, added up.`;
  return `${said}.`;
}
