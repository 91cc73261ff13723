// Hands on the stage: pointer, touch and keys, and where the focus is when the picture was drawn anew.

function listenTo(stage) {
  const { root, editor } = stage;
  root.addEventListener("click", (event) => onClick(stage, event));
  root.addEventListener("dblclick", (event) => onDoubleClick(stage, event));
  root.addEventListener("keydown", (event) => onKey(stage, event));
  for (const type of ["pointerover", "pointerout"]) root.addEventListener(type, (event) => onPoint(stage, event));
  dragNumbers(root, {
    begin: (cell) => {
      stage.pause();
      const [number, step] = [cell.dataset.number, stage.walk.t];
      return { number, step, value: valueAt(stage.run, step, number), gesture: `drag ${editor.own} ${++editor.gesture}` };
    },
    move: ({ number, step, gesture }, text) => {
      stage.isDragging = true;
      stage.questions.ask({ do: "edit", number, step, text, gesture });
    },
    end: () => setTimeout(() => (stage.isDragging = false)), // the click that follows a drag opens nothing
  });
}

function onClick(stage, event) {
  const { data, walk, selection } = stage;
  const cell = event.target.closest("[data-number]");
  const column = event.target.closest(".column");
  if (!data.detail || stage.isDragging || data.bench?.exercise) return;
  if (column) walk.toStep(Number(column.dataset.step));
  if (!cell) return;
  selection.pin({ address: cell.dataset.number, from: cell.closest(".arithmetic") ? "step" : "row" });
  if ("edit" in cell.dataset) stage.openEditor(cell);
}

/** A double click on a step opens it. */
function onDoubleClick(stage, event) {
  const step = DEPTHS.indexOf("Step");
  if (event.target.closest(".column") && stage.data.bench && stage.depth < step) stage.toDepth(step);
}

/** A matrix under the pointer lights every use: it is one and the same. A result under it spells out how it was made. */
function onPoint(stage, event) {
  const { root, selection } = stage;
  const isOver = event.type === "pointerover";
  const touched = isOver && event.target.closest("[data-matrix]");
  if (touched) root.dataset.touch = touched.dataset.matrix;
  else delete root.dataset.touch;
  const result = event.target.closest(".results .cell");
  if (!result || (!isOver && event.pointerType !== "mouse")) return;
  selection.point(isOver ? { address: result.dataset.number, from: "step" } : null);
}

function onKey(stage, event) {
  const { data, walk, root, selection, questions } = stage;
  if (!data.detail) return;
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && data.bench) {
    questions.ask({ do: event.shiftKey ? "redo" : "undo" });
    event.preventDefault();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || ["SELECT", "INPUT"].includes(event.target.tagName)) return;
  const cell = event.target.closest("[data-edit]");
  if (cell && (event.key === "Enter" || /^[-0-9.]$/.test(event.key))) {
    selection.pin({ address: cell.dataset.number, from: cell.closest(".arithmetic") ? "step" : "row" });
    stage.openEditor(cell, event.key === "Enter" ? null : event.key);
    event.preventDefault();
    return;
  }
  if (event.target.tagName === "BUTTON" || data.bench?.exercise) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const by = { ArrowLeft: -1, ArrowRight: 1 }[key];
  const keys = {
    Home: () => walk.toStep(0),
    End: () => walk.toStep(data.tokens.length),
    " ": () => walk.togglePlay(),
    b: () => walk.turn(),
    Enter: () => data.bench && stage.toDepth(stage.depth + 1),
    Escape: () => (selection.pinned ? selection.pin(null) : data.bench && stage.toDepth(stage.depth - 1)),
    ArrowUp: () => event.target === root && selection.turn(-1),
    ArrowDown: () => event.target === root && selection.turn(1),
  };
  if (by) event.shiftKey ? walk.moveOperation(by) : walk.toStep(walk.t + by);
  else if (key in keys) keys[key]();
  else return;
  event.preventDefault();
}

/** Where the focus is, in words that still mean something when the picture has been drawn anew. */
function describeFocus(root) {
  const element = root.getRootNode().activeElement;
  if (!element || !root.contains(element)) return null;
  if (element === root) return { isRoot: true };
  const { number } = element.dataset;
  return { number, isPlate: Boolean(element.closest(".plate")), label: element.getAttribute("aria-label"), text: element.textContent };
}

function restoreFocus(root, focus) {
  if (!focus) return;
  const same = (element) =>
    focus.number
      ? element.dataset.number === focus.number && Boolean(element.closest(".plate")) === focus.isPlate
      : element.getAttribute("aria-label") === focus.label && (focus.label || element.textContent === focus.text);
  const found = focus.isRoot ? root : [...root.querySelectorAll("[data-number], button, input, select")].find(same);
  if (found && found.tabIndex < 0) found.tabIndex = 0;
  (found ?? root).focus({ preventScroll: true });
}

/** Give the focus to a number that was edited, or to the stage where that number has no place of its own for the keyboard. */
function focusNumber(root, address) {
  const cell = [...root.querySelectorAll(`.grid [data-number="${address}"]`)].find((each) => each.hasAttribute("tabindex"));
  (cell ?? root).focus({ preventScroll: true });
}
