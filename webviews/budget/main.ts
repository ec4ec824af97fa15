/** Entry of the "Budget & Routing" page, bundled to dist/webviews/budget.js and budget.css. */
import { contentNotice } from '../shared/contentNotice';
import { PanelConnection } from '../shared/vsCodeApi';
import './budget.css';
import { BudgetView } from './budgetView';
import type {
  BudgetContent,
  BudgetMessageToExtension,
  BudgetMessageToPage,
  BudgetPageState,
  BudgetStrings,
} from './protocol';

const panel = new PanelConnection<{
  incoming: BudgetMessageToPage;
  outgoing: BudgetMessageToExtension;
  state: BudgetPageState;
}>();
let view: BudgetView | undefined;

panel.onMessage((message) => {
  switch (message.type) {
    case 'state':
      show(message.content, message.strings, message.locale);
      break;
    case 'decisions':
      view?.decisions.update(message.records, message.older);
      break;
  }
});
panel.send({ type: 'ready' });

function show(content: BudgetContent, strings: BudgetStrings, locale: string): void {
  if (content.kind === 'ready') {
    if (!view) {
      view = new BudgetView({
        strings,
        locale,
        state: panel.loadState(isPageState),
        send: (outgoing) => panel.send(outgoing),
        saveState: (state) => panel.saveState(state),
      });
      document.body.replaceChildren(view.element);
    }
    view.update(content.data);
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

/** An earlier version of the page may have kept something else. */
function isPageState(value: unknown): value is BudgetPageState {
  return (
    typeof value === 'object' &&
    value !== null &&
    'chartAsTable' in value &&
    'decisions' in value &&
    typeof value.decisions === 'object' &&
    value.decisions !== null &&
    'filter' in value.decisions &&
    'sort' in value.decisions
  );
}
