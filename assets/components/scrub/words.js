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

function steps(count) {
  return count === 1 ? "1 step" : `${count} steps`;
}

/** The sentence of one curve at the last step that is shown. */
function sentenceOf(curve, table, setting) {
  const value = table.values[setting.back];
  const turned = value < 0 ? ", its sign turned" : "";
  return `${curve.clause}: after ${steps(setting.back)} ${formatNumber(value)} of the gradient is left${turned}.`;
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
  return `Gradient left at each step back for ${picture.parameter.name} = ${formatWeight(setting.value)}, ${setting.scale} axis. ${told.join(" ")}`;
}

function formatWeight(value) {
  return value.toFixed(2).replace("-", MINUS);
}
