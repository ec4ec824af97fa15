import type { Command } from 'commander';
import type { CommandOutput } from '../../core/commandOutput';
import { FailedCheckError } from '../../core/failedCheckError';
import { openBlueprintSet } from '../../mcpEval/blueprints/blueprintSet';
import { verifyBlueprint } from '../../mcpEval/blueprints/making/verifyBlueprint';
import { allowServers, requireAllowed } from '../../mcpEval/servers/serverConsent';
import { setupOf } from '../../mcpEval/servers/serverSetup';

interface VerifyOptions {
  readonly scenarios: string;
  readonly allow?: true;
  readonly json?: true;
}

export function addVerifyBlueprints(group: Command, output: CommandOutput, signal: AbortSignal): void {
  group
    .command('verify')
    .description('check format, execution, rules and the recorded state of every blueprint anew')
    .requiredOption('--scenarios <folder>', 'a set of blueprints')
    .option('--allow', 'start its servers as they are configured now, from now on')
    .option('--json', 'print one JSON document: {blueprints, failed: [{id, failures}]}')
    .action(async ({ scenarios, allow, json }: VerifyOptions) => {
      const { set, blueprints } = await openBlueprintSet(scenarios);
      const setups = await Promise.all(set.servers.map(setupOf));
      if (allow === true) await allowServers(setups, set.network);
      await requireAllowed(setups, set.network);
      const failed: object[] = [];
      for (const [index, each] of blueprints.entries()) {
        const own = setups.filter(({ name }) => each.servers.includes(name));
        const servers = { setups: own, network: set.network, signal, log: () => undefined };
        const failures = await verifyBlueprint(each, servers);
        if (failures.length > 0) failed.push({ id: each.id, failures });
        const done = index + 1;
        output.progress(`${done}/${blueprints.length}, ${failed.length} do not hold`, done === blueprints.length);
      }
      output.answer(json === true, { blueprints: blueprints.length, failed }, () =>
        [
          `${blueprints.length - failed.length} of ${blueprints.length} blueprints hold.`,
          ...failed.map((each) => JSON.stringify(each)),
        ].join('\n'),
      );
      if (failed.length > 0) throw new FailedCheckError(`${failed.length} of ${blueprints.length} do not hold.`);
    });
}
