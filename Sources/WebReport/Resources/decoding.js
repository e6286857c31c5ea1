// From the report's JSON to arrays: see PackedNumbers and LayoutSection of the library.

const arrayTypes = {
  f64: Float64Array, f32: Float32Array, i32: Int32Array, u16: Uint16Array, u8: Uint8Array,
};

/** The typed array of packed numbers. */
function decodeNumbers(packed) {
  return new arrayTypes[packed.type](decodeBytes(packed.data).buffer);
}

function decodeBytes(text) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  const raw = atob(text);
  const bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
  return bytes;
}

/** The names in a text that has a line for each. */
function decodeNames(text, count) {
  return count === 0 ? [] : text.split("\n");
}
