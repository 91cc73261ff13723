// How one number was made: its parents, its formula with the numbers filled in, and its terms one by one.

/**
 * Take the making of a number apart.
 *
 * "parts" are sums: a product of a row of a matrix and a vector (with each term's own product), or numbers that are added.
 * "wrap" is the activation that the sum goes through. "from" is "row" (the whole formula at once) or "step" (the last operation).
 */
function explain(data, run, shownT, address, from) {
  const { name, t, place } = readAddress(address);
  const row = place[0];
  const makers = {
    new: () => ({ parts: [product(run, "W_xh", "x", t, t, row)] }),
    old: () => ({ parts: [product(run, "W_hh", "h", t, t - 1, row)] }),
    a: () => ({ parts: [plain(["new", "old"], t, row), weight("b_h", row)] }),
    readout: () => ({ parts: [product(run, "W_hy", "h", t, t, row)] }),
    h: () =>
      from === "step"
        ? { parts: [plain(["a"], t, row)], wrap: data.activation }
        : {
            parts: [product(run, "W_xh", "x", t, t, row), product(run, "W_hh", "h", t, t - 1, row), weight("b_h", row)],
            wrap: data.activation,
          },
    y: () => ({
      parts: [from === "step" ? plain(["readout"], t, row) : product(run, "W_hy", "h", t, t, row), weight("b_y", row)],
    }),
  };
  if (t === 0 || !makers[name]) return null;
  return { address, at: t, value: valueAt(run, shownT, address), ...makers[name]() };
}

/** One row of a matrix times a vector. */
function product(run, matrix, vector, t, at, row) {
  const weights = weightsAt(run, t)[matrix][row];
  return {
    terms: weights.map((_, k) => ({
      factors: [addressOf(matrix, null, row, k), addressOf(vector, at, k)],
      value: run.products ? run.products[matrix][t - 1][row][k] : null,
    })),
  };
}

/** What is said of a number that nothing was computed for: an input, a weight, the start. */
function describeGiven(data, run, t, address) {
  const { name, t: own } = readAddress(address);
  const value = `${nameOf(address)} = ${writeValue(valueAt(run, t, address))}`;
  if (name === "h") return `${value}: the start, before anything has been read.`;
  if (name === "x") return `${value}: part of “${data.tokens[own - 1]}”, as it comes in.`;
  const steps = data.outputs === "last step" && ["W_hy", "b_y"].includes(name) ? 1 : data.tokens.length;
  if (run.copies) return `${value}: the copy of step ${Math.max(t, 1)} alone.`;
  return `${value}: ${steps === 1 ? "one number, used once" : `one number, used at each of the ${steps} steps`}.`;
}
