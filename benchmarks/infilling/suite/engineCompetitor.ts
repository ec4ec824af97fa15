/** Models of the product: the embedded one, an earlier one, or any folder that `models convert` has made. */
import type { InfillEngine } from '../../../runtime/diffusion';
import type { CopyReach } from '../../../runtime/protocol';
import { weightsOf } from '../../core/weightsOf';
import { DEFAULT_THRESHOLD, MAX_TOKENS } from '../defaults';
import type { Competitor } from './competitor';

const SESSION = 'suite';

/**
 * @param engine shared by all models of a run; whoever made it disposes of it
 * @param model 'embedded', or the absolute path of a model folder
 * @throws RuntimeError when it cannot be loaded
 */
export async function engineCompetitor(
  engine: InfillEngine,
  name: string,
  model: string,
  copy: CopyReach,
): Promise<Competitor> {
  const { id, folder } = await engine.load(model);
  const files = await weightsOf(folder);
  return {
    name: copy === 'off' ? name : `${name} + copy`,
    settings: { model: id, files, copy, threshold: DEFAULT_THRESHOLD, maxTokens: MAX_TOKENS },
    complete: async ({ languageId, prefix, suffix, extent }, signal) => {
      const { suggestions, forwardPasses, ms } = await engine.infill(
        {
          model,
          session: SESSION,
          languageId,
          prefix,
          suffix,
          snippets: [],
          extent,
          alternatives: 1,
          maxTokens: MAX_TOKENS[extent],
          length: { kind: 'found' },
          threshold: DEFAULT_THRESHOLD,
          copy,
          seed: 0,
        },
        signal,
      );
      engine.closeSession(SESSION);
      const best = suggestions[0];
      return {
        text: best?.text ?? '',
        forwardPasses,
        ms: ms.total,
        chance: best?.chance,
        copied: best?.evidence.copied,
      };
    },
    dispose: () => Promise.resolve(),
  };
}
