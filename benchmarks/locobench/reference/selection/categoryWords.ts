import type { TaskCategory } from '../scenario';

interface CategoryWords {
  /** A path with one of these is a core file. The published lists also hold patterns with capitals, which never match. */
  readonly core: readonly string[];
  /** Each that a path holds makes the file more relevant. */
  readonly relevant: readonly string[];
}

function words(core: string, relevant: string): CategoryWords {
  return { core: core.split(' '), relevant: relevant.split(' ') };
}

export const categoryWords: Readonly<Record<TaskCategory, CategoryWords>> = {
  architectural_understanding: words(
    'main. app. index. server. config. settings. module. package. __init__. package.json pom.xml build.gradle',
    'architecture design structure pattern module component service layer interface abstract',
  ),
  cross_file_refactoring: words(
    'service. manager. handler. controller. model. util. helper. common. shared. base.',
    'refactor restructure service manager handler controller utility helper common shared',
  ),
  feature_implementation: words(
    'service. api. controller. handler. model. entity. repository. dao. interface.',
    'feature implement new add create build develop api endpoint functionality',
  ),
  bug_investigation: words(
    'test. spec. error. exception. log. debug. trace. monitor.',
    'bug error exception fix debug issue problem fault defect trace',
  ),
  multi_session_development: words(
    'main. app. core. service. model. config. util. common.',
    'session state persistent cache storage memory context history tracking',
  ),
  code_comprehension: words(
    'readme. doc. comment. main. app. index. core. base.',
    'documentation readme guide tutorial example demo sample overview explanation',
  ),
  integration_testing: words(
    'test. spec. integration. e2e. api. service. controller. client.',
    'integration test spec e2e api client mock stub fixture scenario',
  ),
  security_analysis: words(
    'auth. security. login. password. token. crypto. hash. encrypt. ssl. cert.',
    'security auth authentication authorization login password token crypto hash encrypt ssl',
  ),
};
