// Hands on the picture: pointer, touch and keys.

function listenToGates(view) {
  const { root } = view;
  root.addEventListener("click", (event) => {
    const cell = event.target.closest("[data-number]");
    const column = event.target.closest(".column");
    if (column) view.walk.toStep(Number(column.dataset.step));
    if (cell) view.selection.pin({ address: cell.dataset.number, from: cell.closest(".arithmetic") ? "step" : "row" });
  });
  for (const type of ["pointerover", "pointerout"])
    root.addEventListener(type, (event) => {
      const cell = event.target.closest(".arithmetic .results .cell, .column [data-number]");
      if (!cell || event.pointerType !== "mouse") return;
      const from = cell.closest(".arithmetic") ? "step" : "row";
      view.selection.point(type === "pointerover" ? { address: cell.dataset.number, from } : null);
    });
  root.addEventListener("keydown", (event) => onGateKey(view, event));
}

function onGateKey({ walk, root, selection, data }, event) {
  const isTyping = ["SELECT", "INPUT", "BUTTON"].includes(event.target.tagName);
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping) return;
  const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  const keys = {
    Home: () => walk.toStep(0),
    End: () => walk.toStep(data.tokens.length),
    " ": () => walk.togglePlay(),
    b: () => walk.turn(),
    Escape: () => selection.pin(null),
    ArrowUp: () => event.target === root && selection.turn(-1),
    ArrowDown: () => event.target === root && selection.turn(1),
  };
  if (by) event.shiftKey ? walk.moveOperation(by) : walk.toStep(walk.t + by);
  else if (event.key in keys) keys[event.key]();
  else return;
  event.preventDefault();
}
