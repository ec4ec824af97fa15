import { wrong, type Verdict } from '../checking/verdict';
import { repeats, type JudgedReply } from '../judgedReply';
import { usualCircumstances, type Filler } from './apis/apiClass';
import { apiClasses } from './apis/apiClasses';
import { checkTurns } from './checkTurns';
import type { MultiTurnQuestion } from './multiTurnQuestions';
import type { PyCall, PyExpression } from './python/pyLiteral';
import { pyRepr } from './python/pyText';
import type { TurnPrediction } from './turnPredictions';

/** @param prediction undefined: the model gave no answer to this question at all, which is never right */
export function judgedDialogue(
  question: MultiTurnQuestion,
  prediction: TurnPrediction | undefined,
  filler: Filler,
): JudgedReply {
  const steps = prediction?.kind === 'turns' ? prediction.turns.flatMap((turn) => turn.flat()) : [];
  const turns = prediction?.kind === 'turns' ? prediction.turns : [];
  const methods = methodsOf(question);
  const known = (call: PyCall) => methods.get(call.name);
  return {
    id: question.id,
    category: question.category,
    kind: 'dialogue',
    verdict: verdictOf(question, prediction, filler),
    malformed: prediction?.kind === 'malformed' || (prediction?.kind === 'turns' && prediction.malformedSteps > 0),
    unknownFunction: steps.some((call) => known(call) === undefined),
    schemaViolation: steps.some((call) => violates(call, known(call))),
    repeatedCall: turns.some((turn) => repeats(turn.flat().map(callText))),
  };
}

function verdictOf(question: MultiTurnQuestion, prediction: TurnPrediction | undefined, filler: Filler): Verdict {
  if (prediction === undefined) return wrong('no_prediction', 'There is no prediction for this question.');
  if (prediction.kind === 'malformed')
    return wrong('multi_turn:inference_error', `Not readable: ${prediction.reason}.`);
  return checkTurns(question, prediction.turns, filler);
}

interface Known {
  readonly names: readonly string[];
  readonly required: readonly string[];
}

function methodsOf({ classes }: MultiTurnQuestion): ReadonlyMap<string, Known> {
  return new Map(
    classes.flatMap((name) =>
      Object.entries(apiClasses.get(name)?.create(new Map(), usualCircumstances).methods ?? {}).map(
        ([method, { parameters }]): [string, Known] => {
          const names = Object.keys(parameters);
          return [method, { names, required: names.filter((each) => parameters[each]?.fallback === undefined) }];
        },
      ),
    ),
  );
}

function violates({ positional, named }: PyCall, known: Known | undefined): boolean {
  if (known === undefined) return false;
  const given = [...known.names.slice(0, positional.length), ...named.map(([name]) => name)];
  return (
    positional.length > known.names.length ||
    given.some((name) => !known.names.includes(name)) ||
    known.required.some((name) => !given.includes(name))
  );
}

export function callText({ name, positional, named }: PyCall): string {
  const given = [...positional.map(valueText), ...named.map(([key, value]) => `${key}=${valueText(value)}`)];
  return `${name}(${given.join(', ')})`;
}

function valueText(expression: PyExpression): string {
  if (expression.kind === 'value') return pyRepr(expression.value);
  return expression.kind === 'list' ? `[${expression.items.map(valueText).join(', ')}]` : callText(expression.call);
}
