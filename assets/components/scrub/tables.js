// The tables that Python sent: looked up, never computed with.

/** Unpack the base64 tables of a picture once. */
function unpackPicture(data) {
  const columns = data.maxBack + 1;
  const unpack = (table) => ({
    ...table,
    values: new Float64Array(bytesOf(table.values)),
    decades: new Float32Array(bytesOf(table.decades)),
  });
  return { ...data, columns, curves: data.curves.map(unpack), levels: unpack(data.levels), states: numbersOf(data.states) };
}

/** JSON has no NaN: Python sends null. */
function numbersOf(list) {
  return list.map((value) => value ?? NaN);
}

/** The row of a grid that belongs to a value on it. */
function rowOf(grid, value) {
  return Math.round((value - grid.low) / grid.step);
}

/** One row of a table: its values, the decades of their sizes, and after how many steps little is left. */
function tableRow(picture, table, row) {
  const [start, end] = [row * picture.columns, (row + 1) * picture.columns];
  return { values: table.values.subarray(start, end), decades: table.decades.subarray(start, end), little: table.little[row] };
}

/**
 * What the picture shows for a setting: a row for each curve and the state behind them; null while both the weight and what
 * the neuron hears differ from what Python has sent tables for.
 */
function lookUp(picture, { value, x, b }) {
  const { drive, levels, curves, parameter, states } = picture;
  const row = rowOf(parameter, value);
  const drives = rowOf({ low: 0, step: drive.step }, x + b);
  const alone = tableRow(picture, curves[0], row);
  const threshold = picture.thresholds[row] ?? NaN;
  if (drives === rowOf({ low: 0, step: drive.step }, drive.x + drive.b)) {
    const through = tableRow(picture, curves[1], row);
    return { tables: [alone, through], state: { h: states[row], threshold, factor: through.values[1] }, turning: picture.turning };
  }
  if (row !== rowOf(parameter, levels.weight)) return null;
  const through = tableRow(picture, levels, Math.abs(drives));
  const h = levels.states[Math.abs(drives)];
  return { tables: [alone, through], state: { h: drives < 0 ? -h : h, threshold, factor: through.values[1] }, turning: null };
}
