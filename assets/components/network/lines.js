// Lines of arithmetic: blocks of numbers with signs between them, some of them side by side.

/**
 * Build the lines. A term is a sign, a break ("line", or "gap" within a line) or what `buildBlock` makes a block of.
 * Returns the element and a function that writes the numbers of a step into every block.
 */
function buildLines(terms, buildBlock) {
  const lines = html("div", { class: "arithmetic" });
  const writers = [];
  let group = html("div", { class: "sum" });
  let line = html("div", { class: "line" }, group);
  let signs = [];
  lines.append(line);
  for (const term of terms) {
    if (term.break) {
      group = html("div", { class: "sum" });
      if (term.break === "line") lines.append((line = html("div", { class: "line" })));
      line.append(group);
    } else if (term.sign) {
      signs.push(html("span", { class: "sign", "data-phase": term.phase }, term.sign));
    } else {
      const block = buildBlock(term);
      writers.push(block.write);
      group.append(html("div", { class: "signed" }, ...signs, block.element)); // no line ends in a sign
      signs = [];
    }
  }
  return { element: lines, write: (each, run, t) => writers.forEach((writer) => writer(each, run, t)) };
}
