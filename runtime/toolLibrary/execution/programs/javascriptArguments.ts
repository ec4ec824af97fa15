/** JSON arguments as a function's types want them, and in the places where it takes them. A part of the JavaScript programs. */
export const JAVASCRIPT_ARGUMENTS = String.raw`
const MAKE = {
  date: (v) => new Date(v), bigint: (v) => BigInt(Math.trunc(v)), regexp: (v) => new RegExp(v), url: (v) => new URL(v),
  set: (v) => new Set(v), map: (v) => new Map(Array.isArray(v) ? v : Object.entries(v)), bytes: (v) => (typeof v === 'string' ? new TextEncoder().encode(v) : Uint8Array.from(v)),
};
function arrange(passing, values) {
  const list = [];
  let fields;
  for (const [name, kind] of passing) {
    if (kind === 'field') { if (fields === undefined) list.push((fields = {})); if (name in values) fields[name] = values[name]; }
    else if (kind === 'rest') list.push(...(values[name] ?? []));
    else list.push(values[name]);
  }
  while (list.length > 0 && list.at(-1) === undefined) list.pop();
  return list;
}
`;
