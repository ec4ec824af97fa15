import type { MeasuredTask } from '../../runtime/diffusion';
import { clipContext } from './cursor';
import type { InfillingDataset } from './dataset';
import { contextOf, formOfSet, wantedText } from './infillingTask';

/** Tasks of a set as measurements below the engine take them: what the model sees, and what belongs there. */
export function measuredTasks(
  data: InfillingDataset,
  languageId: string,
  limit: number | undefined,
): readonly MeasuredTask[] {
  const form = formOfSet(data.tasks);
  return data.tasks.slice(0, limit).map((task) => ({
    ...clipContext(contextOf(task, form)),
    languageId: task.language ?? languageId,
    middle: wantedText(task, form),
  }));
}
