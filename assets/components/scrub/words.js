// What the picture says in words: looked-up numbers in fixed sentences.

// By how much is left, whatever its sign; the legend says these bounds.
const VERDICTS = [
  { below: 0.1, icon: "↘", word: "vanishes" },
  { below: 0.9, icon: "↘", word: "shrinks" },
  { below: 1.1, icon: "→", word: "holds" },
  { below: 10, icon: "↗", word: "grows" },
  { below: Infinity, icon: "↗", word: "explodes" },
];

function verdictOn(value) {
  return VERDICTS.find((verdict) => Math.abs(value) < verdict.below);
}

/** The sentence of one curve at the last step that is shown. */
function sentenceOf(curve, table, setting) {
  const value = table.values[setting.back];
  const turned = value < 0 ? ", its sign turned" : "";
  return `${curve.clause}: after ${steps(setting.back)} ${formatNumber(value)} of the gradient is left${turned}.`;
}

/** What saturation does to one step back, where the state has come to rest. */
function saturationOf({ h, threshold, factor }) {
  const state = `After the last step the state is ${formatNumber(h)}.`;
  if (Number.isNaN(threshold)) return `${state} With a weight of size 1 or less no state lets the gradient grow.`;
  const beyond = Math.abs(h) > threshold;
  const verdict = beyond ? "tanh takes more than the weight gives" : "the weight gives more than tanh takes";
  return `${state} It is ${beyond ? "beyond" : "within"} ±${formatNumber(threshold)}, so ${verdict}: the first step back leaves ${formatNumber(factor)}.`;
}

function littleOf(count, maxBack) {
  return count < 0 ? `never below 1 % within ${maxBack}` : `less than 1 % after ${steps(count)}`;
}

function legendOf(picture, setting) {
  const dots = "A filled dot is positive, a hollow one negative.";
  const verdicts =
    "Vanishes: less than a tenth is left. Shrinks: less than 0.9. Holds: 0.9 to 1.1. Grows: more. Explodes: 10 or more.";
  if (setting.scale === "linear") {
    const limit = picture.linearLimit;
    return `${dots} The axis ends at ${MINUS}${limit} and ${limit}; what is larger leaves the picture. ${verdicts}`;
  }
  const floor = powerOfTen(picture.logAxes[setting.back - picture.minBack].range[0]);
  return `${dots} The log axis ends at ${floor}: what is smaller, and an exact 0, lies below it. ${verdicts}`;
}

/** What a person who does not see the picture is told once the hand rests. */
function describe(picture, setting, tables) {
  const told = picture.curves.map((curve, place) => {
    const { values } = tables[place];
    const end = `${formatNumber(values[setting.back])} after ${steps(setting.back)}: it ${verdictOn(values[setting.back]).word}`;
    return `${curve.clause}: 1 at the last step, ${formatNumber(values[1])} one step back, ${end}.`;
  });
  return `Gradient left at each step back for ${picture.parameter.name} = ${writeHundredths(setting.value)}, ${setting.scale} axis. ${told.join(" ")}`;
}
