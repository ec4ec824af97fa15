import type { AnswerTexts } from './answer';
import { promptText, type Scenario } from './scenario';

/** An answer that solves nothing, for the score that it gets nevertheless. */
export interface Floor {
  readonly id: 'empty' | 'keywords';
  readonly name: string;
  readonly texts: AnswerTexts;
}

/** Words that the published metrics look for, in comments. None of it does anything. */
const keywords = [
  'interface protocol abstract inject provide bind implement extend override requires ensures contract guarantee',
  'mutex lock sync atomic channel queue event message wait notify worker thread process',
  'transaction commit rollback validate check verify consistent integrity recover retry version changelog',
  'sanitize transform convert format serialize error input request handle execute output response return',
  'v2 deprecated adapter wrapper migrate upgrade api plugin hook callback factory builder config option component',
  'add enhance backward compatible separate isolate encapsulate module import function compose include',
  'model view controller models views controllers repository observer strategy singleton __new__ decorator @',
  'pagination batch chunk pool cache redis memcache async concurrent parallel database connection session rate_limit',
  'throttle backoff endpoint route rest json xml marshal http client server service schema type struct package',
  'fastapi flask django pydantic dataclass typing type: -> pathlib requests logging hashlib escape prepared auth token',
  'deploy install setup run start unittest pytest assert true os.environ isinstance( .strip( @cache asyncio.',
  'collections.deque collections.defaultdict set( bisect. heapq. itertools. enumerate( zip( private const',
  'user customer order product payment account profile create update delete get list search filter data map slice',
];

/**
 * An empty file, and a soup of key words: what the published score gives for nothing, to be shown beside every other score. The soup takes the
 * words of the prompt and the names of the context files too, as anybody can who has the prompt.
 */
export function floorAnswers(scenario: Scenario): readonly Floor[] {
  const words = [promptText(scenario), scenario.description, scenario.context_files.join(' ')].join(' ');
  const comments = [...keywords, words.replaceAll(/\s+/g, ' ')].map((line) => `# ${line}`);
  const soup = [
    'import os',
    'from typing import Any',
    ...comments,
    'def run(input: Any) -> Any:',
    "    'Run it.'",
    '    return input',
    '',
  ];
  return [
    { id: 'empty', name: 'an empty file', texts: new Map([['main.py', '']]) },
    {
      id: 'keywords',
      name: 'key words in comments',
      texts: new Map(['setup_config.json.py', 'test_docker.py', 'readme.py'].map((name) => [name, soup.join('\n')])),
    },
  ];
}
