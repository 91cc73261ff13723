// How one number of a gated cell was made, taken apart for `spellOut`.

/** Take the making of a number apart; null for one that is given, held by hand, or a norm of many numbers. */
function explain(data, run, shownT, address, from) {
  const { name, t, place } = readAddress(address);
  const quantity = run.quantities[name];
  const making = quantity && ((from === "row" && quantity.in_row) || quantity.making);
  if (!making || isHeld(quantity, t)) return null;
  const terms = making.terms.flatMap((term) => termsOf(run, term, t, place[0]));
  const isThere = (each) => readAddress(each).t === null || rowAt(run, readAddress(each).name, readAddress(each).t);
  if (!terms.every((term) => term.factors.every(isThere))) return null;
  return { address, at: t, value: valueAt(run, shownT, address), parts: [{ terms }], wrap: making.wrap };
}

/** A row of a matrix times a vector, a product of single numbers, or a bias. */
function termsOf(run, term, t, row) {
  if (term.length === 1 && typeof term[0] === "string") return [{ factors: [addressOf(term[0], null, row)] }];
  if (typeof term[0] !== "string") return [{ factors: term.map(([name, lag]) => addressOf(name, t + lag, row)) }];
  const [matrix, vector, lag] = term;
  return run.weights[matrix][row].map((_, k) => ({ factors: [addressOf(matrix, null, row, k), addressOf(vector, t + lag, k)] }));
}

function isHeld(quantity, t) {
  return Boolean(quantity?.held?.[t - quantity.first]);
}

/** What is said of a number that nothing was computed for. */
function describeGiven(data, run, t, address) {
  const { name, t: own, place } = readAddress(address);
  const value = `${nameOf(address)} = ${writeValue(valueAt(run, t, address))}`;
  const steps = data.tokens.length;
  if (WEIGHTS.includes(name)) return `${value}: ${steps === 1 ? "used at the one step" : `one number, used at each of the ${steps} steps`}.`;
  const quantity = run.quantities[name];
  if (isHeld(quantity, own)) return `${value}: held by hand; left alone it would be ${writeValue(quantity.own[own - 1][place[0]])}.`;
  if (name === "x") return `${value}: part of “${data.tokens[own - 1]}”, as it comes in.`;
  if (own === 0 && quantity.role === "hidden") return `${value}: the start, before anything has been read.`;
  return `${value}: ${quantity.note}`;
}
