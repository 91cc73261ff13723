// Hands on the backward picture: pointer, touch and keys. The left arrow goes on, since time runs backwards.

function listenToBackward(stage) {
  const { root } = stage;
  root.addEventListener("click", (event) => onBackClick(stage, event));
  root.addEventListener("keydown", (event) => onBackKey(stage, event));
  for (const type of ["pointerover", "pointerout"]) root.addEventListener(type, (event) => onBackPoint(stage, event));
}

function onBackClick({ data, walk, selection }, event) {
  const cell = event.target.closest("[data-number]");
  const column = event.target.closest(".column");
  if (column) walk.toStep(stepOf(data, Number(column.dataset.step)));
  if (cell && !cell.closest(".sums")) selection.pin({ address: cell.dataset.number, from: cell.closest(".arithmetic") ? "step" : "row" });
}

function onBackPoint({ selection }, event) {
  const isOver = event.type === "pointerover";
  const result = event.target.closest(".results .cell");
  if (!result || (!isOver && event.pointerType !== "mouse")) return;
  selection.point(isOver ? { address: result.dataset.number, from: "step" } : null);
}

function onBackKey(stage, event) {
  const { walk, root, selection, data } = stage;
  if (event.ctrlKey || event.metaKey || event.altKey || ["SELECT", "INPUT", "BUTTON"].includes(event.target.tagName)) return;
  const by = { ArrowLeft: 1, ArrowRight: -1 }[event.key];
  const keys = {
    Home: () => walk.toStep(0),
    End: () => walk.toStep(data.tokens.length),
    " ": () => walk.togglePlay(),
    b: () => walk.turn(),
    Enter: () => stage.toTerms(true),
    Escape: () => (selection.pinned ? selection.pin(null) : stage.toTerms(false)),
    ArrowUp: () => event.target === root && selection.turn(-1),
    ArrowDown: () => event.target === root && selection.turn(1),
  };
  if (by) event.shiftKey ? walk.moveOperation(by) : walk.toStep(walk.t + by);
  else if (event.key in keys) keys[event.key]();
  else return;
  event.preventDefault();
}
