import type { Draft, MakerInput, ScenarioMaker } from './maker';

/** Several makers of one category as one, which asks them by turns until none has more. */
export function combineMakers(makers: readonly [ScenarioMaker, ...ScenarioMaker[]]): ScenarioMaker {
  const [{ category }] = makers;
  const ahead = makers.flatMap((maker) => maker.ahead ?? []);
  return {
    category,
    ahead: ahead.length === 0 ? undefined : Math.max(...ahead),
    async *drafts(input: MakerInput): AsyncIterable<Draft> {
      let live = makers.map((maker) => turnsOf(maker.drafts(input)));
      try {
        while (live.length > 0) {
          const next: typeof live = [];
          for (const turns of live) {
            const step = await turns.next();
            if (step.done === true) continue;
            yield step.value;
            next.push(turns);
          }
          live = next;
        }
      } finally {
        for (const turns of live) await turns.return(undefined);
      }
    },
  };
}

async function* turnsOf(drafts: AsyncIterable<Draft> | Iterable<Draft>): AsyncGenerator<Draft, undefined> {
  yield* drafts;
  return undefined;
}
