// What stands above the picture: how deep one looks, what can be undone, and the switches of the whole network.

const DEPTHS = ["Loop", "Row", "Step", "Terms"];
const DEPTH_WORDS = {
  Loop: "The folded network: one cell that feeds itself",
  Row: "The same cell once for every step",
  Step: "One step opened to its arithmetic",
  Terms: "One number opened to its terms",
};

/** Build the toolbar. ``actions`` has toDepth(depth) and ask(what). */
function buildToolbar(actions) {
  const depths = DEPTHS.map((name, depth) =>
    html("button", { type: "button", title: DEPTH_WORDS[name], onclick: () => actions.toDepth(depth) }, name),
  );
  const group = html("div", { class: "depths", role: "group", "aria-label": "How deep to look" }, ...depths);
  const button = (label, what, title) => html("button", { type: "button", title, onclick: () => actions.ask(what) }, label);
  const buttons = {
    undo: button("↶ Undo", "undo", "Undo the last change (Ctrl Z)"),
    redo: button("↷ Redo", "redo", "Do it again (Ctrl Shift Z)"),
    reset: button("Reset", "reset", "Take all edits back"),
    untie: button("Untie", "untie", "Give every step its own copy of the weights"),
    hand: button("By hand", "hand", "Compute the next number yourself"),
  };
  const parameters = html("span", { class: "parameters", role: "status" });
  const element = html("div", { class: "toolbar" }, group, parameters, html("div", { class: "tools" }, ...Object.values(buttons)));
  const show = (depth, bench, isDrawn) => {
    group.hidden = buttons.untie.hidden = buttons.hand.hidden = !isDrawn;
    depths.forEach((each, index) => each.setAttribute("aria-pressed", index === depth));
    parameters.textContent = bench.parameters;
    buttons.undo.disabled = !bench.can_undo;
    buttons.redo.disabled = !bench.can_redo;
    buttons.reset.disabled = !bench.can_reset;
    buttons.untie.textContent = bench.untied ? "Tie to the average" : "Untie";
    buttons.untie.setAttribute("aria-pressed", bench.untied);
    buttons.hand.setAttribute("aria-pressed", Boolean(bench.exercise));
    for (const name of ["untie", "reset"]) buttons[name].disabled ||= Boolean(bench.exercise);
    buttons.untie.disabled = Boolean(bench.exercise);
  };
  return { element, show };
}
