// The tools for the chosen word: take it out, swap it with the next, put another in its place. Python makes the edit.

function buildTools(state) {
  const out = html("button", { type: "button" });
  const swap = html("button", { type: "button" }, "Swap with the next");
  const field = html("input", { type: "text", maxlength: 200, placeholder: "another word", "aria-label": "Another word", autocapitalize: "off", autocomplete: "off" });
  const put = html("button", { type: "submit" }, "Replace");
  const done = html("span", { class: "done", role: "status" });
  const form = html("form", {}, field, put);
  const tools = html("div", { class: "tools", role: "group", "aria-label": "Edit the chosen word" }, out, swap, form, done);
  out.addEventListener("click", () => askEdit(state, "delete"));
  swap.addEventListener("click", () => askEdit(state, "swap"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!field.value.trim()) return field.focus();
    askEdit(state, "replace", field.value);
    field.value = "";
  });
  return { tools, out, swap, field, done };
}

function askEdit(state, edit, replacement = "") {
  const place = state.chosen;
  state.picked = true;
  state.ask("edit", { edit, place, start: state.data.starts[place], new: replacement });
}

/** Name the chosen word on the button, so that it is clear what goes. */
function writeTools({ tools, out, swap, done, data, chosen }) {
  tools.hidden = !data.is_edited;
  if (!data.is_edited) return;
  const { text } = data.words[chosen];
  out.textContent = `Take out “${text.length > 16 ? `${text.slice(0, 15)}…` : text}”`;
  if (done.textContent !== data.edited) done.textContent = data.edited;
  swap.disabled = chosen === data.words.length - 1;
}
