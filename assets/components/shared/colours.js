// The theme's colours, for what is painted rather than styled.

/** A colour of the theme as [red, green, blue]: a canvas knows no variables, so an element is asked. */
function themeColour(probe, name) {
  probe.style.color = `var(--${name})`;
  return getComputedStyle(probe).color.match(/[\d.]+/g).slice(0, 3).map(Number);
}
