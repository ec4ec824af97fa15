/** Documents of OpenAPI 3 as operations. */
import { load } from 'js-yaml';
import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser/lib/esm/main.js'; // Bundlers cannot follow its other form (UMD).
import type { CollectionProblem, JsonSchema, ToolParameter } from '../../types';
import { isRecord, type References, referencesOf } from './references';

export interface ApiOperation {
  readonly name: string;
  /** In capitals. */
  readonly method: string;
  /** With `{parameters}`. */
  readonly template: string;
  readonly description: string;
  readonly parameters: readonly ApiParameter[];
  /** Whether the fields that are in no other place are the body, or one parameter `body` is. */
  readonly body: 'none' | 'fields' | 'whole';
  /** By status: `200`, `2XX`, `default`. No schema: there is no JSON in it. */
  readonly responses: ReadonlyMap<string, JsonSchema | undefined>;
  /** Names of what a caller has to prove who it is with. */
  readonly security: readonly string[];
  readonly deprecated: boolean;
}

export interface ApiParameter extends ToolParameter {
  readonly place: 'path' | 'query' | 'header' | 'cookie' | 'body';
  /** As the request names it; the tool's name may be another where two are alike. */
  readonly key: string;
}

export interface ApiDocument {
  readonly path: string;
  readonly text: string;
  readonly title: string;
  /** As the document says them. */
  readonly servers: readonly string[];
  readonly operations: readonly ApiOperation[];
  readonly problems: readonly CollectionProblem[];
}

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/** @returns undefined for what is no document of OpenAPI 3; other versions are told */
export function readApiDocument(path: string, text: string): ApiDocument | { readonly problem: string } | undefined {
  if (!/["']?(openapi|swagger)["']?\s*:/.test(text)) return undefined;
  const value = valueOf(path, text);
  if (typeof value === 'string') return { problem: value };
  if (!isRecord(value.value)) return undefined;
  const document = value.value;
  if (typeof document.swagger === 'string') {
    return {
      problem: `it is of Swagger ${document.swagger}. Convert it to OpenAPI 3 (for example with swagger2openapi).`,
    };
  }
  if (typeof document.openapi !== 'string') return undefined;
  if (!document.openapi.startsWith('3.')) return { problem: `it is of OpenAPI ${document.openapi}; 3.x can be read.` };
  const problems: CollectionProblem[] = [];
  const references = referencesOf(document);
  const operations: ApiOperation[] = [];
  const names = new Set<string>();
  for (const [template, item] of Object.entries(isRecord(document.paths) ? document.paths : {})) {
    const resolved = references.resolve(item);
    if (!isRecord(resolved)) continue;
    for (const method of methods) {
      const operation = references.resolve(resolved[method]);
      if (!isRecord(operation)) continue;
      try {
        operations.push(operationOf({ template, method, operation, item: resolved, document, references, names }));
      } catch (error) {
        problems.push({
          path,
          problem: `${method.toUpperCase()} ${template}: ${error instanceof Error ? error.message : String(error)}`,
        });
      }
    }
  }
  const information = isRecord(document.info) ? document.info : {};
  const servers = Array.isArray(document.servers)
    ? document.servers.flatMap((each: unknown) => (isRecord(each) && typeof each.url === 'string' ? [each.url] : []))
    : [];
  return {
    path,
    text,
    title: typeof information.title === 'string' ? information.title : path,
    servers,
    operations,
    problems,
  };
}

function valueOf(path: string, text: string): { readonly value: unknown } | string {
  if (/\.ya?ml$/.test(path)) {
    try {
      return { value: load(text) };
    } catch (error) {
      return `it is no valid YAML: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}`;
    }
  }
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true });
  const [error] = errors;
  return error === undefined
    ? { value }
    : `it is no valid JSON: ${printParseErrorCode(error.error)} at character ${error.offset}.`;
}

interface Reading {
  readonly template: string;
  readonly method: string;
  readonly operation: Readonly<Record<string, unknown>>;
  readonly item: Readonly<Record<string, unknown>>;
  readonly document: Readonly<Record<string, unknown>>;
  readonly references: References;
  /** Taken already. */
  readonly names: Set<string>;
}

function operationOf({ template, method, operation, item, document, references, names }: Reading): ApiOperation {
  const parameters = new Map<string, ApiParameter>();
  for (const each of [...listOf(item.parameters), ...listOf(operation.parameters)]) {
    const one = parameterOf(references.resolve(each), references);
    // That of the operation stands in for that of the path.
    if (one !== undefined) parameters.set(`${one.place} ${one.key}`, one);
  }
  const inPath = [...template.matchAll(/\{([^}]+)\}/g)].map(([, name = '']) => name);
  const lost = inPath.find((name) => !parameters.has(`path ${name}`));
  if (lost !== undefined) throw new Error(`the path has {${lost}}, which is not declared as a parameter.`);
  const body = bodyOf(references.resolve(operation.requestBody), references);
  const all = withNames([...parameters.values(), ...body.parameters]);
  const description = [operation.summary, operation.description].filter(
    (each) => typeof each === 'string' && each !== '',
  );
  return {
    name: nameOf(operation.operationId, method, template, names),
    method: method.toUpperCase(),
    template,
    description:
      description.length === 0 ? `${method.toUpperCase()} ${template}` : [...new Set(description)].join('\n\n'),
    parameters: all,
    body: body.kind,
    responses: responsesOf(operation.responses, references),
    security: securityOf(operation.security ?? document.security),
    deprecated: operation.deprecated === true,
  };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

function nameOf(given: unknown, method: string, template: string, names: Set<string>): string {
  const from = typeof given === 'string' && given !== '' ? given : `${method}${template.replace(/[{}]/g, '')}`;
  const plain = from
    .replace(/[^A-Za-z0-9_-]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 60);
  let name = plain;
  for (let count = 2; names.has(name); count++) name = `${plain}_${count}`;
  names.add(name);
  return name;
}

function parameterOf(value: unknown, references: References): ApiParameter | undefined {
  if (!isRecord(value) || typeof value.name !== 'string') return undefined;
  const { name, in: place, description, required } = value;
  if (place !== 'path' && place !== 'query' && place !== 'header' && place !== 'cookie') return undefined;
  const content = isRecord(value.content) ? Object.values(value.content)[0] : undefined;
  const schema = references.inlined(value.schema ?? (isRecord(content) ? content.schema : undefined));
  const { default: preset, ...rest } = schema;
  const example = value.example ?? schema.example;
  return {
    ...{ name, key: name, place, required: place === 'path' || required === true, passing: 'field' },
    schema: example === undefined || rest.examples !== undefined ? rest : { ...rest, examples: [example] },
    ...(preset === undefined ? {} : { default: preset }),
    ...(typeof description === 'string' && description !== '' ? { description } : {}),
  };
}

interface Body {
  readonly kind: ApiOperation['body'];
  readonly parameters: readonly ApiParameter[];
}

/** Fields of a body that is an object are parameters; anything else is one parameter `body`. */
function bodyOf(value: unknown, references: References): Body {
  if (!isRecord(value) || !isRecord(value.content)) return { kind: 'none', parameters: [] };
  const json = Object.entries(value.content).find(([type]) => /^application\/(.*\+)?json\b/.test(type))?.[1];
  if (!isRecord(json)) throw new Error('its body is no JSON, which is the only form that is sent.');
  const schema = references.inlined(json.schema);
  const needed = value.required === true;
  const properties = isRecord(schema.properties) ? schema.properties : undefined;
  if (properties === undefined || schema.additionalProperties === true || isRecord(schema.additionalProperties)) {
    return {
      kind: 'whole',
      parameters: [{ name: 'body', key: 'body', place: 'body', schema, required: needed, passing: 'field' }],
    };
  }
  const required = new Set(listOf(schema.required));
  const parameters = Object.entries(properties).flatMap(([name, each]): readonly ApiParameter[] => {
    const { description, default: preset, readOnly, ...rest } = isRecord(each) ? each : {};
    if (readOnly === true) return [];
    return [
      {
        ...{ name, key: name, place: 'body', schema: rest, required: needed && required.has(name), passing: 'field' },
        ...(preset === undefined ? {} : { default: preset }),
        ...(typeof description === 'string' ? { description } : {}),
      },
    ];
  });
  return { kind: 'fields', parameters };
}

/** Two of one name (`id` of the path and of the body) are told apart by their place. */
function withNames(parameters: readonly ApiParameter[]): readonly ApiParameter[] {
  return parameters.map((each, at) => {
    const isTaken = parameters.slice(0, at).some(({ key }) => key === each.key);
    return isTaken ? { ...each, name: `${each.place}_${each.key}` } : each;
  });
}

function responsesOf(value: unknown, references: References): ReadonlyMap<string, JsonSchema | undefined> {
  const found = new Map<string, JsonSchema | undefined>();
  for (const [status, each] of Object.entries(isRecord(value) ? value : {})) {
    const response = references.resolve(each);
    const content = isRecord(response) && isRecord(response.content) ? response.content : {};
    const json = Object.entries(content).find(([type]) => /^application\/(.*\+)?json\b/.test(type))?.[1];
    found.set(
      status.toUpperCase(),
      isRecord(json) && json.schema !== undefined ? references.inlined(json.schema) : undefined,
    );
  }
  return found;
}

/** One way in is enough; none where one of them is to come as nobody. */
function securityOf(value: unknown): readonly string[] {
  const ways = listOf(value).filter(isRecord);
  if (ways.some((each) => Object.keys(each).length === 0)) return [];
  return [...new Set(ways.flatMap((each) => Object.keys(each)))];
}
