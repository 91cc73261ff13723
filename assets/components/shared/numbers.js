// How every number of the app is written: three significant digits, a real minus sign.

const MINUS = "\u2212";

/** Write a number with three significant digits; very large and very small ones with an exponent. */
function formatNumber(value) {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : MINUS + "∞";
  const size = Math.abs(value);
  if (size !== 0 && (size < 0.001 || size >= 10000)) return value.toExponential(1).replace("e+", "e").replaceAll("-", MINUS);
  const text = size < 0.1 ? value.toFixed(4) : size < 1 ? value.toFixed(3) : value.toPrecision(3);
  return (Number(text) === 0 ? text.replace("-", "") : text).replace("-", MINUS);
}

/** Write a number with every digit that it has, for a tooltip. */
function formatExactly(value) {
  return String(value).replaceAll("-", MINUS);
}
