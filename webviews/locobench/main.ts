/** Entry of the "LoCoBench" page, bundled to dist/webviews/locobench.js and locobench.css. */
import { notice } from '../shared/notice';
import { PanelConnection } from '../shared/vsCodeApi';
import './locobench.css';
import { LocoView } from './locoView';
import { isPageState } from './pageState';
import type {
  LocoContent,
  LocoMessageToExtension,
  LocoMessageToPage,
  LocoPageState,
  LocoStrings,
  PageBenchmark,
} from './protocol';
import { Questions } from './questions';

const panel = new PanelConnection<{
  incoming: LocoMessageToPage;
  outgoing: LocoMessageToExtension;
  state: LocoPageState;
}>();
const questions = new Questions((message) => panel.send(message));
let view: LocoView | undefined;
/** What is to be shown as soon as there is a view. */
let wanted: { readonly run: string; readonly sample: number | undefined } | undefined;

panel.onMessage((message) => {
  switch (message.type) {
    case 'state':
      performance.mark('locobench-state');
      show(message.content, message.strings, message.locale);
      break;
    case 'answer':
    case 'problem':
      questions.receive(message);
      break;
    case 'indexing':
      view?.indexing(message.progress);
      break;
    case 'making':
      view?.making(message.progress);
      break;
    case 'progress':
      view?.progress(message.view);
      break;
    case 'events':
      view?.events(message.events);
      break;
    case 'show':
      wanted = message;
      showWanted();
      break;
  }
});
panel.send({ type: 'ready' });

function show(content: LocoContent, strings: LocoStrings, locale: string): void {
  if (content.kind === 'ready') {
    view ??= makeView(content.data.benchmark, strings, locale);
    view.update(content.data);
    showWanted();
    return;
  }
  view = undefined;
  document.body.replaceChildren(
    content.kind === 'loading'
      ? notice({
          title: strings.loadingTitle,
          text: strings.loadingText,
          action: strings.acts.showLog,
          onAction: () => panel.send({ type: 'act', act: 'showLog' }),
        })
      : notice({
          title: strings.failedTitle,
          text: `${content.problem.message} ${content.problem.action}`,
          action: strings.tryAgain,
          onAction: () => panel.send({ type: 'act', act: 'refresh' }),
          alert: true,
        }),
  );
}

function makeView(benchmark: PageBenchmark, strings: LocoStrings, locale: string): LocoView {
  const made = new LocoView({
    benchmark,
    strings,
    locale,
    state: panel.loadState(isPageState),
    ask: questions.ask,
    send: (message) => panel.send(message),
    saveState: (state) => panel.saveState(state),
  });
  document.body.replaceChildren(made.element);
  return made;
}

function showWanted(): void {
  if (!view || !wanted) return;
  view.showRun(wanted.run, wanted.sample);
  wanted = undefined;
}
