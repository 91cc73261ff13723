// One page is one step for Back.

/**
 * Let a change of the link replace the page's step in the history instead of adding one.
 *
 * Streamlit adds a step for each value that Python writes into the link. Whoever played with a slider would have to
 * press Back dozens of times to leave the page. Another page is a step still.
 */
export default function keepOneStep() {
  if (Object.hasOwn(history, "pushState")) return; // the page before has done it
  history.pushState = (state, unused, url) => {
    const isSamePage = new URL(url ?? "", location.href).pathname === location.pathname;
    History.prototype[isSamePage ? "replaceState" : "pushState"].call(history, state, unused, url);
  };
}
