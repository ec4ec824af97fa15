import type { ToolDraft } from '../draft';
import type { ToolEffect } from '../../types';
import type { Usage } from '../usage/usage';
import { decoratorName, docstringOf } from './classSchema';
import { parseDocstring } from './docstring';
import { decorated, isWrapped, type Registration } from './frameworks';
import { docstringCalls } from './pythonCalls';
import type { PythonDefinition, PythonModule } from './pythonModule';
import { pythonParameters } from './pythonParameters';
import { parametersOfSchema } from '../schemas';
import { annotationSchema, lastPart } from './pythonTypes';

export interface FunctionOptions {
  readonly module: PythonModule;
  readonly definition: PythonDefinition;
  /** The class that it is a method of. */
  readonly owner: string | undefined;
  /** By a call elsewhere in the module. */
  readonly registration: Registration | undefined;
  readonly usage: Usage | undefined;
  /** It stands inside a function: nothing outside can reach it. */
  readonly isNested?: boolean;
}

/** @returns undefined for what is no tool: private, and not registered with any framework */
export function functionTool(options: FunctionOptions): ToolDraft | undefined {
  const { module, definition, owner, usage, isNested = false } = options;
  const { name, node, whole, decorators } = definition;
  const mark = decorated(decorators, module);
  const registration = mark === undefined ? options.registration : { ...options.registration, ...withoutGaps(mark) };
  const isPublic = owner === undefined ? module.isPublic(name) : !name.startsWith('_') && module.isPublic(owner);
  if (registration === undefined && (!isPublic || isNested)) return undefined;
  const docstring = docstringOf(node) ?? '';
  const documentation = parseDocstring(docstring);
  const marks = decorators.map((each) => lastPart(decoratorName(each)));
  const isStatic = marks.includes('staticmethod');
  const isClassMethod = marks.includes('classmethod');
  const { parameters, injected } = pythonParameters(node, module, {
    documented: documentation.parameters,
    isMethod: owner !== undefined && !isStatic,
    isRegistered: registration !== undefined,
  });
  const given = registration?.schema === undefined ? [] : parametersOfSchema(registration.schema);
  const scope = { module, within: [] };
  const returnType = node.child('return_type');
  const { description: returned, type: returnedType } = documentation.returns ?? {};
  const writtenReturn = returnType ?? (returnedType === undefined ? undefined : module.parseExpression(returnedType));
  const returnText = returnType?.text ?? returnedType;
  const schema = annotationSchema(writtenReturn, scope);
  const isMethodOfObject = owner !== undefined && !isStatic && !isClassMethod;
  const access = isNested || isMethodOfObject ? undefined : owner === undefined ? name : `${owner}.${name}`;
  const also: ToolEffect[] = [];
  if (injected.length > 0 || isWrapped(decorators, module)) also.push('unknown');
  if (isMethodOfObject) also.push('state');
  return {
    kind: 'python',
    name: registration?.name ?? name,
    description: registration?.description ?? documentation.description,
    parameters: parameters.map((each) =>
      merged(
        each,
        given.find(({ name: known }) => known === each.name),
      ),
    ),
    returns:
      returnText === undefined && returned === undefined
        ? undefined
        : {
            ...(Object.keys(schema).length === 0 ? {} : { schema }),
            ...(returnText === undefined ? {} : { type: returnText }),
            ...(returned === undefined || returned === '' ? {} : { description: returned }),
          },
    source: {
      path: module.path,
      start: whole.start,
      end: whole.end,
      text: whole.text,
      exported: isPublic && !isNested,
      asynchronous: node.has('async'),
      ...(access === undefined ? {} : { access }),
    },
    provenance: registration?.provenance ?? (owner === undefined ? 'function' : 'method'),
    deprecated: documentation.deprecated !== undefined || marks.includes('deprecated'),
    also,
    usage,
    self: owner ?? name,
    callName: owner === undefined ? name : `${owner}.${name}`,
    calls: docstringCalls(docstring, name, module.parseExpression),
  };
}

function withoutGaps(registration: Registration): Registration {
  return Object.fromEntries(
    Object.entries(registration).filter(([, value]) => value !== undefined),
  ) as unknown as Registration;
}

type Parameter = ToolDraft['parameters'][number];

/** What a schema beside the function says more than its annotation. */
function merged(own: Parameter, given: Parameter | undefined): Parameter {
  if (given === undefined) return own;
  const description = given.description ?? own.description;
  return {
    ...own,
    schema: Object.keys(given.schema).length === 0 ? own.schema : given.schema,
    ...(description === undefined ? {} : { description }),
  };
}
