// The tables that Python sent: looked up, never computed with.

/** Unpack the base64 tables of a picture once. */
function unpackPicture(data) {
  const columns = data.maxBack + 1;
  const curves = data.curves.map((curve) => ({
    ...curve,
    values: new Float64Array(bytesOf(curve.values)),
    decades: new Float32Array(bytesOf(curve.decades)),
  }));
  return { ...data, columns, curves };
}

function bytesOf(base64) {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let place = 0; place < text.length; place++) bytes[place] = text.charCodeAt(place);
  return bytes.buffer;
}

/** The row of the tables that belongs to a value of the parameter. */
function rowOf(picture, value) {
  return Math.round((value - picture.parameter.low) / picture.parameter.step);
}

/** A curve's values for one value of the parameter, and the decades of their sizes. */
function lookUp(picture, curve, value) {
  const start = rowOf(picture, value) * picture.columns;
  const end = start + picture.columns;
  return { values: curve.values.subarray(start, end), decades: curve.decades.subarray(start, end) };
}
