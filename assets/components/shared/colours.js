// The theme's colours, for what is painted rather than styled.

/**
 * A colour of the theme as [red, green, blue]: a canvas knows no variables, so an element is asked. A picture that
 * is called once more while its page is left stands nowhere and has no colours: it gets black, which nobody sees.
 */
function themeColour(probe, name) {
  probe.style.color = `var(--${name})`;
  const channels = getComputedStyle(probe).color.match(/[\d.]+/g) ?? [0, 0, 0];
  return channels.slice(0, 3).map(Number);
}
