// Beside the picture: what both networks answer, and the sentence that points its elements out.

function buildAnswers(data) {
  const cell = (share) => html("td", { title: formatExactly(share.value) }, html("strong", {}, share.text), ...exact(share));
  const rows = data.answers.map(({ name, shares }) => html("tr", {}, html("th", { scope: "row" }, name), ...shares.map(cell)));
  const heads = ["", "Order A", "Order B"].map((text) => html("th", { scope: "col" }, text));
  const table = html("table", {}, html("thead", {}, html("tr", {}, ...heads)), html("tbody", {}, ...rows));
  return [html("p", { class: "title" }, data.answers_title), table];
}

function exact({ value, is_exact }) {
  return is_exact ? [html("span", { class: "exact" }, formatExactly(value))] : [];
}

/** A sentence whose coloured words light their parts of the picture while they are pointed at, focused or pressed. */
function buildElements(parts, root) {
  const light = (role) => (role ? root.setAttribute("data-lit", role) : root.removeAttribute("data-lit"));
  return parts.map(([text, role]) => {
    if (!role) return text;
    const word = html("button", { type: "button", class: `element ${role}-ink`, "aria-pressed": "false" }, text);
    const isHeld = () => word.getAttribute("aria-pressed") === "true";
    for (const type of ["pointerenter", "focus"]) word.addEventListener(type, () => light(role));
    for (const type of ["pointerleave", "blur"]) {
      word.addEventListener(type, () => light(root.querySelector(".element[aria-pressed=true]")?.dataset.role));
    }
    word.dataset.role = role;
    word.addEventListener("click", () => {
      const wasHeld = isHeld();
      root.querySelectorAll(".element").forEach((each) => each.setAttribute("aria-pressed", "false"));
      word.setAttribute("aria-pressed", String(!wasHeld));
      light(role);
    });
    return word;
  });
}
