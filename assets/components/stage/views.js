// Other pictures of the same run, which follow the step in focus.

const VIEWS = { heatmap: "Heatmap", plane: "Path in the plane" };

/** Build the choice and the two pictures. ``actions`` has toStep(t, isFinal) and choose(view). */
function buildViews(data, actions) {
  const pictures = { heatmap: buildHeatmap(data, actions.toStep), plane: buildPlane(data, actions.toStep) };
  const buttons = Object.entries(VIEWS).map(([view, label]) =>
    html("button", { type: "button", onclick: () => actions.choose(view) }, label),
  );
  const choice = html("div", { class: "view-choice", role: "group", "aria-label": "The same run as" }, html("span", { class: "quiet" }, "The same run as"), ...buttons);
  const element = html("div", { class: "views" }, choice, ...Object.values(pictures).map((picture) => picture.element));
  let [shown, run, t, latest] = [null, null, 0, data];
  const refresh = () => {
    if (!run || !shown) return;
    pictures[shown].write(run, latest);
    pictures[shown].show(t);
  };
  return {
    element,
    choose(view) {
      shown = view in VIEWS ? view : null;
      Object.keys(VIEWS).forEach((each, index) => {
        pictures[each].element.hidden = each !== shown;
        buttons[index].setAttribute("aria-pressed", each === shown);
      });
      refresh();
    },
    write(each, newest) {
      [run, latest] = [each, newest];
      refresh();
    },
    show(step) {
      t = step;
      if (shown) pictures[shown].show(t);
    },
  };
}
