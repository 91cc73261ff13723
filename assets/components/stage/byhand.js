// The exercise: a person computes the next number, and the picture goes on only when it is right.

/** Build the form; ``act`` has answer(text), reveal() and leave(). */
function buildByHand(act) {
  const prompt = html("label", { class: "asked", for: "answer" });
  const input = html("input", { id: "answer", type: "text", class: "editor-input", autocomplete: "off", spellcheck: "false" });
  const said = html("p", { class: "verdict", role: "status" });
  const help = html("ol", { class: "hints" });
  const button = (label, onclick) => html("button", { type: "button", onclick }, label);
  const check = button("Check", () => act.answer(input.value));
  const hint = button("Hint", () => showHint());
  const reveal = button("Show this number", () => act.reveal());
  const line = html("div", { class: "by-hand-line" }, prompt, input, check, hint, reveal, button("Leave the exercise", () => act.leave()));
  const tolerance = html("p", { class: "quiet" });
  const element = html("div", { class: "by-hand" }, line, said, help, tolerance);
  let [hints, numShown, asked] = [[], 0, ""];
  input.addEventListener("keydown", (event) => event.key === "Enter" && act.answer(input.value));
  element.addEventListener("keydown", (event) => event.stopPropagation());

  function showHint() {
    numShown = Math.min(hints.length, numShown + 1);
    help.replaceChildren(...hints.slice(0, numShown).map((text) => html("li", {}, text)));
    hint.disabled = numShown === hints.length;
  }
  const show = (exercise) => {
    if (exercise.prompt !== asked) {
      [asked, numShown, hints] = [exercise.prompt, 0, exercise.hints];
      help.replaceChildren();
      input.value = "";
    }
    hint.disabled = numShown === hints.length;
    prompt.textContent = exercise.prompt;
    said.textContent = exercise.verdict;
    said.dataset.verdict = exercise.verdict ? (exercise.is_right ? "right" : "wrong") : "";
    tolerance.textContent = exercise.tolerance;
    for (const each of [input, check, reveal]) each.disabled = exercise.is_done;
  };
  return { element, show, focus: () => input.focus({ preventScroll: true }) };
}
