/** Entry of the "Traces" page, bundled to dist/webviews/traces.js and traces.css. */
import { isTableState } from '../shared/filteredTable';
import { contentNotice } from '../shared/contentNotice';
import { PanelConnection } from '../shared/vsCodeApi';
import type {
  TracesContent,
  TracesMessageToExtension,
  TracesMessageToPage,
  TracesPageState,
  TraceStrings,
} from './protocol';
import './traces.css';
import { TracesView } from './tracesView';

const panel = new PanelConnection<{
  incoming: TracesMessageToPage;
  outgoing: TracesMessageToExtension;
  state: TracesPageState;
}>();
let view: TracesView | undefined;
/** A run to be shown as soon as there is a view. */
let wanted: string | undefined;

panel.onMessage((message) => {
  switch (message.type) {
    case 'state':
      show(message.content, message.strings, message.locale);
      break;
    case 'show':
      wanted = message.run;
      showWanted();
      break;
    case 'steps':
      view?.updateSteps(message.run, message.from, message.steps);
      break;
  }
});
panel.send({ type: 'ready' });

function show(content: TracesContent, strings: TraceStrings, locale: string): void {
  if (content.kind === 'ready') {
    if (!view) {
      view = new TracesView({
        strings,
        locale,
        state: panel.loadState(isPageState),
        send: (outgoing) => panel.send(outgoing),
        saveState: (state) => panel.saveState(state),
      });
      document.body.replaceChildren(view.element);
    }
    view.update(content.data);
    showWanted();
    return;
  }
  view = undefined;
  document.body.replaceChildren(
    contentNotice(
      content,
      { ...strings, loadingAction: strings.acts.showLog },
      {
        onLoading: () => panel.send({ type: 'act', act: 'showLog' }),
        onFailed: () => panel.send({ type: 'act', act: 'refresh' }),
      },
    ),
  );
}

function showWanted(): void {
  if (!view || wanted === undefined) return;
  view.openRun(wanted);
  wanted = undefined;
}

/** An earlier version of the page may have kept something else. */
function isPageState(value: unknown): value is TracesPageState {
  return (
    typeof value === 'object' && value !== null && 'runs' in value && isTableState(value.runs) && 'format' in value
  );
}
