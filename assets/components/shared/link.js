// The page's link.

/** Write a value into the page's link at once, before Python, which may be busy, writes the same one. */
function replaceInLink(name, value) {
  const others = location.search.slice(1).split("&").filter((part) => part && !part.startsWith(`${name}=`));
  const was = location.search.slice(1).split("&").findIndex((part) => part.startsWith(`${name}=`));
  if (value !== null) others.splice(was < 0 ? others.length : was, 0, `${name}=${value}`);
  const query = others.length ? `?${others.join("&")}` : "";
  history.replaceState(history.state, "", `${location.pathname}${query}${location.hash}`);
}

/** Encode a text as Python does, so that both write the same address. */
function encodeForLink(text) {
  const escape = (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(text).replace(/[!'()*]/g, escape).replaceAll("%20", "+");
}
