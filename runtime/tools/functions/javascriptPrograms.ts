/** Programs in JavaScript that run in the sandbox: one describes functions, one calls a function. Requests come as JSON on the input. */

/**
 * Describes by the TypeScript compiler, which reads JSDoc of JavaScript as well. The request names the compiler's folder.
 */
export const DESCRIBE_JAVASCRIPT = `'use strict';
const fs = require('node:fs'), path = require('node:path');
const request = JSON.parse(fs.readFileSync(0, 'utf8'));
const ts = require(request.compiler);
const files = [...new Set(request.functions.map(({ file }) => path.resolve(file)))];
const found = ts.findConfigFile(process.cwd(), ts.sys.fileExists);
const own = found === undefined ? {} : ts.parseJsonConfigFileContent(ts.readConfigFile(found, ts.sys.readFile).config, ts.sys, path.dirname(found)).options;
const program = ts.createProgram(files, { ...own, allowJs: true, noEmit: true, strict: true, skipLibCheck: true, types: own.types ?? [] });
const checker = program.getTypeChecker();
const text = (symbol) => ts.displayPartsToString(symbol?.getDocumentationComment(checker)) || undefined;
function schema(type, depth) {
  const F = ts.TypeFlags;
  if (depth > 8 || type.flags & (F.Any | F.Unknown)) return {};
  if (type.flags & F.Null) return { type: 'null' };
  if (type.isStringLiteral() || type.isNumberLiteral()) return { enum: [type.value] };
  if (type.flags & F.BooleanLiteral) return { enum: [type.intrinsicName === 'true'] };
  if (type.flags & F.StringLike) return { type: 'string' };
  if (type.flags & F.NumberLike) return { type: 'number' };
  if (type.flags & F.BooleanLike) return { type: 'boolean' };
  if (type.flags & F.TypeParameter) { const base = checker.getBaseConstraintOfType(type); return base === undefined ? {} : schema(base, depth + 1); }
  if (type.isUnion()) {
    const parts = type.types.filter((each) => !(each.flags & (F.Undefined | F.Void)));
    if (parts.length === 1) return schema(parts[0], depth + 1);
    const booleans = parts.filter((each) => each.flags & F.BooleanLiteral);
    const schemas = parts.filter((each) => booleans.length < 2 || !booleans.includes(each)).map((each) => schema(each, depth + 1));
    if (booleans.length === 2) schemas.push({ type: 'boolean' });
    if (schemas.length === 1) return schemas[0];
    if (schemas.every((each) => each.enum)) return { enum: schemas.flatMap((each) => each.enum) };
    return { anyOf: schemas };
  }
  if (checker.isTupleType(type)) {
    const items = checker.getTypeArguments(type).map((each) => schema(each, depth + 1));
    return { type: 'array', prefixItems: items, minItems: type.target.minLength, maxItems: items.length };
  }
  if (checker.isArrayType(type)) return { type: 'array', items: schema(checker.getTypeArguments(type)[0], depth + 1) };
  const name = type.symbol?.name;
  if (name === 'Date') return { type: 'string' };
  if (name === 'Set' || name === 'ReadonlySet') return { type: 'array', items: schema(checker.getTypeArguments(type)[0], depth + 1), uniqueItems: true };
  if (type.getCallSignatures().length > 0) throw new Error('a parameter is a function, which cannot be given as JSON');
  if (type.flags & (F.Object | F.Intersection | F.NonPrimitive)) {
    const index = type.getStringIndexType();
    const properties = {}, required = [];
    for (const property of type.getProperties()) {
      const of = checker.getTypeOfSymbol(property);
      const about = text(property);
      properties[property.name] = { ...schema(of, depth + 1), ...(about && { description: about }) };
      if (!(property.flags & ts.SymbolFlags.Optional)) required.push(property.name);
    }
    return { type: 'object', properties, required, ...(index ? { additionalProperties: schema(index, depth + 1) } : required.length + Object.keys(properties).length === 0 ? {} : { additionalProperties: false }) };
  }
  return {};
}
function describe({ file, function: name }) {
  const source = program.getSourceFile(path.resolve(file));
  const [first, member] = name.split('.');
  const symbol = source && checker.getSymbolAtLocation(source);
  let one = symbol && checker.getExportsOfModule(symbol).find((each) => each.name === first);
  if (one === undefined && source) one = checker.getSymbolsInScope(source.endOfFileToken, ts.SymbolFlags.Value).find((each) => each.name === first && each.declarations?.some((d) => d.getSourceFile() === source));
  if (one === undefined) throw new Error(file + ' has no function ' + name);
  if (one.flags & ts.SymbolFlags.Alias) one = checker.getAliasedSymbol(one);
  let type = checker.getTypeOfSymbol(one);
  if (member !== undefined) { one = type.getProperty(member); if (!one) throw new Error(file + ' has no function ' + name); type = checker.getTypeOfSymbol(one); }
  const signature = type.getCallSignatures()[0];
  if (signature === undefined) throw new Error(name + ' in ' + file + ' is not a function');
  const properties = {}, required = [];
  let rest;
  for (const parameter of signature.getParameters()) {
    const declaration = parameter.valueDeclaration;
    const about = text(parameter);
    // A destructured parameter has no name of its own.
    const title = parameter.name.startsWith('__') ? 'options' : parameter.name;
    properties[title] = { ...schema(checker.getTypeOfSymbolAtLocation(parameter, declaration ?? source), 0), ...(about && { description: about }) };
    if (declaration?.dotDotDotToken) rest = title;
    else if (!(declaration && ts.isParameter(declaration) && checker.isOptionalParameter(declaration))) required.push(title);
  }
  const description = ts.displayPartsToString(signature.getDocumentationComment(checker));
  return { description, schema: { type: 'object', properties, required, additionalProperties: false }, ...(rest && { rest }) };
}
process.stdout.write(JSON.stringify(request.functions.map((each) => {
  try { return describe(each); } catch (error) { return { problem: error.message }; }
})));
`;

/** Calls. TypeScript is run by Node itself where it can, else compiled by the compiler that the request names. */
export const CALL_JAVASCRIPT = `'use strict';
const fs = require('node:fs'), path = require('node:path'), Module = require('node:module'), url = require('node:url');
const request = JSON.parse(fs.readFileSync(0, 'utf8'));
// What the code prints is not the answer.
process.stdout.write = process.stderr.write.bind(process.stderr);
const answer = (value) => { fs.writeSync(1, value); process.exit(0); };
const plain = (_, value) => value instanceof Set ? [...value] : value instanceof Map ? Object.fromEntries(value) : typeof value === 'bigint' ? String(value) : value;
async function load(file) {
  const typescript = /\\.[mc]?ts$/.test(file);
  if (typescript && !process.features.typescript) {
    if (request.compiler === undefined) throw new Error('this Node runs no TypeScript, and there is no compiler in the workspace; install “typescript” or “tsx” there');
    const ts = require(request.compiler);
    for (const extension of ['.ts', '.cts', '.mts']) Module._extensions[extension] = (module, name) => {
      const { outputText } = ts.transpileModule(fs.readFileSync(name, 'utf8'), { fileName: name, compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true } });
      module._compile(outputText, name);
    };
    return require(file);
  }
  return import(url.pathToFileURL(file).href);
}
(async () => {
  try {
    const module = await load(path.resolve(request.file));
    let found, self;
    for (const place of [module, module.default]) {
      found = place; self = undefined;
      for (const part of request.function.split('.')) { self = found; found = found?.[part]; }
      if (typeof found === 'function') break;
    }
    if (typeof found !== 'function') throw new Error(request.file + ' exports no function ' + request.function);
    const given = request.order.map((name) => request.arguments[name]);
    if (request.rest !== undefined) given.splice(request.order.indexOf(request.rest), 1, ...(request.arguments[request.rest] ?? []));
    while (given.length > 0 && given.at(-1) === undefined) given.pop();
    const value = await found.apply(self, given);
    answer(JSON.stringify({ value: value === undefined ? null : value }, plain));
  } catch (error) {
    const known = error instanceof Error || (typeof error === 'object' && error !== null && 'message' in error);
    answer(JSON.stringify({ error: known ? (error.name ?? 'Error') + ': ' + error.message : String(error), trace: known ? String(error.stack ?? '').split('\\n').slice(0, 8).join('\\n') : '' }));
  }
})();
`;
