// How every number of the app is written: three significant digits, a real minus sign.

const MINUS = "\u2212";

/** Write a number with three significant digits; very large and very small ones with an exponent. */
function formatNumber(value) {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : MINUS + "∞";
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size < 0.001 || size >= 999.5) return value.toExponential(2).replace("e+", "e").replaceAll("-", MINUS);
  return value.toPrecision(3).replace("-", MINUS);
}

/** Write a number with every digit that it has, for a tooltip. */
function formatExactly(value) {
  return String(value).replaceAll("-", MINUS);
}

/** JSON has no infinity: Python sends such numbers as words. */
function revive(value) {
  if (Array.isArray(value)) return value.map(revive);
  if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, revive(each)]));
  return ["Infinity", "-Infinity", "NaN"].includes(value) ? Number(value) : value;
}
