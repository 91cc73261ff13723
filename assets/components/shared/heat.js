// A table of signed numbers as colours: from the page's colour at 0 to the full hue of the sign at the scale's end.

const HEAT_COLOURS = ["page", "surface", "line", "positive", "negative", "muted"];

/** The theme's colours as [red, green, blue]: a canvas knows no variables, so an element is asked. */
function heatColours(probe) {
  return Object.fromEntries(HEAT_COLOURS.map((name) => [name, themeColour(probe, name)]));
}

/** One pixel a cell; `at(column, row)` is its number, and null one that is not shown yet. */
function heatPixels(columns, rows, scale, colour, at) {
  const pixels = new ImageData(columns, rows);
  for (let column = 0; column < columns; column++) {
    for (let row = 0; row < rows; row++) {
      const value = at(column, row);
      const share = Number.isNaN(value) ? 0 : Math.min(1, Math.abs(value) / scale);
      const hue = value < 0 ? colour.negative : colour.positive;
      const ground = value === null ? colour.surface : colour.page;
      const start = 4 * (row * columns + column);
      for (let channel = 0; channel < 3; channel++)
        pixels.data[start + channel] = ground[channel] + share * (hue[channel] - ground[channel]);
      pixels.data[start + 3] = 255;
    }
  }
  return pixels;
}
