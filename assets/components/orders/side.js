// Beside the picture: what both networks answer, the path of the hidden state, and the sentence that points it out.

const PLANE = { width: 300, height: 230, left: 22, bottom: 22, top: 8, right: 8 };

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

/** Draw both paths through the plane; they lie on each other until the orders part. */
function drawPlane(plane, data) {
  const { width, height, left, right, top, bottom } = PLANE;
  const [[lowX, highX], [lowY, highY]] = plane.ranges;
  const x = (value) => left + ((value - lowX) / (highX - lowX)) * (width - left - right);
  const y = (value) => height - bottom - ((value - lowY) / (highY - lowY)) * (height - top - bottom);
  const spots = plane.paths.map((path) => path.map(([across, up]) => [x(across), y(up)]));
  const lines = spots.map((path, row) => svg("polyline", { class: `path ${"ab"[row]}`, points: path.map((spot) => spot.join(",")).join(" ") }));
  const dots = spots.flatMap((path, row) =>
    path.slice(1).map(([cx, cy]) => svg("circle", { class: `dot ${"ab"[row]}`, cx, cy, r: row ? 2.5 : 3.5 })),
  );
  const ends = spots.map((path, row) => name(path.at(-1), "AB"[row], "end", width));
  const [start] = spots[0];
  const ring = svg("circle", { class: "start", cx: start[0], cy: start[1], r: 6 });
  const cursor = svg("circle", { class: "here", r: 7, visibility: "hidden" });
  const axes = [
    svg("rect", { class: "ground", x: left, y: top, width: width - left - right, height: height - top - bottom }),
    svg("text", { class: "axis", x: width - right, y: height - 6, "text-anchor": "end" }, plane.names[0]),
    svg("text", { class: "axis", x: -top, y: 14, transform: "rotate(-90)", "text-anchor": "end" }, plane.names[1]),
  ];
  const first = name([start[0], start[1] + 22], "start", "start-name", width);
  const picture = svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": plane.alt }, ...axes, ...lines, ...dots, ring, first, ...ends, cursor);
  const mark = (at) => {
    cursor.setAttribute("visibility", at ? "visible" : "hidden");
    if (at) place(cursor, { cx: spots[at.row][at.step + 1][0], cy: spots[at.row][at.step + 1][1] });
  };
  return { elements: [html("p", { class: "title" }, plane.title), html("div", { class: "hidden" }, picture)], mark };
}

function name([x, y], text, kind, width) {
  const isRight = x > width - 50;
  return svg("text", { class: kind, x: isRight ? x - 9 : x + 9, y: y - 7, "text-anchor": isRight ? "end" : "start" }, text);
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
