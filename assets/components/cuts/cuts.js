// One text cut in several ways: a row of chips for each, unknown ones dotted. A touch on a chip lights what stands
// on the same characters in the other rows.

const [NEXT, PREVIOUS] = ["nextElementSibling", "previousElementSibling"];
const cutRows = new WeakMap();

export default function (component) {
  const { parentElement, data } = component;
  if (!cutRows.has(parentElement)) cutRows.set(parentElement, buildCuts(parentElement));
  const view = cutRows.get(parentElement);
  const text = JSON.stringify(data);
  if (text === view.text) return; // only the theme changed, and the colours follow by themselves
  Object.assign(view, { text, data });
  view.root.setAttribute("aria-label", data.alt);
  view.rows.replaceChildren(...data.rows.map(cutRow));
  lightCut(view, null);
}

function buildCuts(parent) {
  const rows = html("div", { class: "rows" });
  const readout = html("p", { class: "readout", role: "status" });
  const root = html("section", { class: "cuts" }, readout, rows);
  const view = { root, rows, readout };
  parent.append(root);
  const touched = (event) => event.target.closest?.(".cut");
  root.addEventListener("pointerover", (event) => event.pointerType === "mouse" && touched(event) && lightCut(view, touched(event)));
  root.addEventListener("click", (event) => touched(event) && lightCut(view, touched(event)));
  root.addEventListener("focusin", (event) => touched(event) && lightCut(view, touched(event)));
  root.addEventListener("keydown", (event) => walkCuts(event, touched(event)));
  return view;
}

function cutRow({ name, said, chips, more }) {
  const line = html("div", { class: "chips", dir: "auto", role: "group", "aria-label": name }, ...chips.map(cutChip));
  if (more) line.append(html("span", { class: "quiet" }, more));
  return html("div", { class: "way" }, html("p", { class: "name" }, name), html("div", {}, line, html("p", { class: "said" }, said)));
}

function cutChip({ text, start, end, known, sentence }, index) {
  const attributes = { class: known ? "cut" : "cut unknown", type: "button", "aria-label": sentence, title: sentence };
  const chip = html("button", { ...attributes, tabindex: index === 0 ? "0" : "-1" }, text);
  Object.assign(chip.dataset, { start, end });
  return chip;
}

/** Light a chip and every other that shares a character with it; null lights none. */
function lightCut({ root, readout, data }, chosen) {
  const [start, end] = chosen ? [Number(chosen.dataset.start), Number(chosen.dataset.end)] : [0, 0];
  for (const chip of root.querySelectorAll(".cut")) {
    const lit = Boolean(chosen) && Number(chip.dataset.start) < end && Number(chip.dataset.end) > start;
    chip.classList.toggle("lit", lit);
  }
  readout.textContent = chosen ? chosen.getAttribute("aria-label") : data.hint;
}

/** Left and right walk along a row, up and down lead to the row above and below. */
function walkCuts(event, chip) {
  if (!chip || event.ctrlKey || event.altKey || event.metaKey) return;
  const isMirrored = getComputedStyle(chip.parentElement).direction === "rtl";
  const [right, left] = isMirrored ? [PREVIOUS, NEXT] : [NEXT, PREVIOUS];
  const along = { ArrowRight: right, ArrowLeft: left }[event.key];
  const across = { ArrowDown: NEXT, ArrowUp: PREVIOUS }[event.key];
  if (!along && !across) return;
  event.preventDefault();
  const middle = Number(chip.dataset.start);
  const row = across && chip.closest(".way")[across];
  const goal = along ? chip[along] : [...(row?.querySelectorAll(".cut") ?? [])].find((each) => Number(each.dataset.end) > middle);
  if (!goal?.classList.contains("cut")) return;
  chip.tabIndex = -1;
  goal.tabIndex = 0;
  goal.focus();
}
