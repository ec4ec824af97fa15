/** Reads what lies in a set's files; everything is checked before it is believed. */
import { z } from 'zod';
import { repositoryPath } from '../../../locobench/grading/state/repositoryPath';
import type { Predicate, PredicateOp, WorkspaceSetFile, WorkspaceTask } from '../types';

const text = z.string();
const texts = z.array(text).readonly();
const count = z.number().nonnegative();
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const filePath = text.refine((path) => repositoryPath(path) === path, {
  error: 'has to be a path inside the repository',
});
/** Safe as the name of a file. */
const id = z.string().regex(/^[\w-]{1,100}$/);

const ops = [
  ...[
    'pathExists',
    'pathUnder',
    'fileNameCase',
    'exportKind',
    'signature',
    'returnShape',
    'throwsClass',
    'noThrow',
    'importsFrom',
    'codeUses',
  ],
  ...['noNewDependency', 'dependencyAdded', 'identifierMatches', 'configDefault', 'testAt', 'testUses', 'testsPass'],
  ...['typeCheckPasses', 'docMentions', 'untouched', 'maxDiff', 'changelogEntry', 'behaviour'],
] as readonly PredicateOp[];

const subject = z.object({
  words: texts,
  kind: z.enum(['function', 'class', 'constant', 'any']),
  changed: z.boolean().optional(),
  added: z.boolean().optional(),
});
const argument = z.union([
  text,
  z.number(),
  z.boolean(),
  texts,
  subject,
  z.array(z.object({ path: filePath, content: text })),
]);
/** What each op cannot do without; the rest is optional. */
const needed: Readonly<Record<PredicateOp, readonly string[]>> = {
  pathExists: ['glob'],
  pathUnder: ['subject', 'globs'],
  fileNameCase: ['glob', 'case'],
  exportKind: ['subject', 'kind'],
  signature: ['subject'],
  returnShape: ['subject', 'shape'],
  throwsClass: ['subject'],
  noThrow: ['subject'],
  importsFrom: ['glob', 'specifier'],
  codeUses: ['subject', 'pattern'],
  noNewDependency: [],
  dependencyAdded: ['names'],
  identifierMatches: ['subject'],
  configDefault: ['words'],
  testAt: ['subject', 'globs'],
  testUses: ['subject', 'pattern'],
  testsPass: ['words', 'folder'],
  typeCheckPasses: ['words', 'folder'],
  docMentions: ['globs', 'words'],
  untouched: ['globs'],
  maxDiff: ['lines'],
  changelogEntry: ['glob', 'words'],
  behaviour: ['words', 'folder', 'expected'],
};

const predicate: z.ZodType<Predicate> = z
  .object({ op: z.enum(ops), args: z.record(text, argument), weight: count })
  .refine(({ op, args }) => needed[op].every((name) => Object.hasOwn(args, name)), {
    error: 'lacks an argument of its op',
  })
  .refine(
    ({ args }) => [args.pattern, args.specifier, args.named].every((each) => each === undefined || isExpression(each)),
    {
      error: 'holds an expression that is none',
    },
  )
  .transform((value) => value as Predicate);

function isExpression(value: unknown): boolean {
  try {
    return typeof value === 'string' && new RegExp(value) instanceof RegExp;
  } catch {
    return false;
  }
}

const change = z.object({ path: filePath, content: text.nullable() });
const solution = z.object({ patchHash: hash, files: z.array(change), diffLines: count, newDependencies: texts });
const card = z.object({
  ...{ id: text, title: text, diff: text, satisfied: texts, violated: texts, values: z.record(text, text) },
  ...{ diffLines: count, newDependencies: texts, reason: text },
});
const preference = z.object({
  ...{ id: text, kind: z.enum(['R', 'H', 'C']), topic: text, topicTitle: text, value: text, admissible: texts },
  ...{ convention: text.optional(), explicit: text, implicit: texts },
  terms: z.object({ aspect: texts, topic: texts, values: z.record(text, texts) }),
  evidence: z.array(z.object({ path: filePath, line: count, text })),
  predicates: z.array(predicate).min(1),
});
const aspect = z.object({
  key: z.enum(['placement', 'api', 'errors', 'tests', 'deps', 'naming', 'defaults', 'docs', 'compat']),
  letter: z.enum(['P', 'A', 'E', 'T', 'D', 'N', 'V', 'O', 'K']),
  title: text,
  preferences: z.array(preference).min(1),
  search: z.object({ mustMention: texts, evidencePaths: z.array(filePath) }),
  options: z.object({ best: card, correct: z.array(card), wrong: z.array(card), noise: z.array(card) }).optional(),
});
const level = z.enum(['implicit', 'explicit']);
const language = z.enum(['typescript', 'javascript', 'python']);

export const workspaceTaskSchema: z.ZodType<WorkspaceTask> = z.object({
  schemaVersion: z.literal(1),
  ...{ id, set: text, seed: z.number(), template: text, language, level, title: text, openingMessage: text },
  repo: z.object({ commit: text.optional(), dirtyHash: hash, root: z.literal('.') }),
  aspects: z.array(aspect).min(1),
  gate: z.array(predicate),
  limits: z.object({ turns: count, toolTurns: count }),
  ...{ reference: solution, convention: solution },
  admission: z.object({ mutantsTested: count, mutantsCaught: count, satisfyingDesigns: count, executed: z.boolean() }),
});

export const rejectReason = z.enum([
  ...(['reference-fails', 'mutant-not-caught', 'mutant-fails-others', 'untouched-passes', 'contradiction'] as const),
  ...(['one-design-only', 'not-decodable', 'too-few-options', 'timed-out', 'not-measured'] as const),
]);

export const workspaceSetSchema: z.ZodType<WorkspaceSetFile> = z.object({
  form: z.literal('whetstone-workspace-userbench-1'),
  ...{ name: text, created: z.number(), seed: z.number(), level },
  repository: z
    .object({ root: text, name: text, commit: text.optional(), dirty: count })
    .transform((value) => ({ ...value, commit: value.commit })),
  dirtyHash: hash,
  files: z.record(filePath, z.object({ hash, bytes: count, executable: z.literal(true).optional() })),
  leftOut: z
    .array(z.object({ path: text, reason: z.enum(['secret', 'too-large', 'not-text', 'unreadable']), detail: text }))
    .optional(),
  tasks: z.array(z.object({ id, template: text, title: text, language, preferences: count, cluster: text, hash })),
  rejects: z.array(z.object({ reason: rejectReason, count })),
  admission: z.object({ drafted: count, admitted: count, mutantsTested: count, mutantsCaught: count }),
  notices: texts.optional(),
});
