/** Entry of the "Infill activity" page, bundled to dist/webviews/activity.js and activity.css. */
import { isTableState } from '../shared/filteredTable';
import { notice } from '../shared/notice';
import { PanelConnection } from '../shared/vsCodeApi';
import './activity.css';
import { ActivityView } from './activityView';
import type { ActivityMessageToExtension, ActivityMessageToPage, ActivityPageState } from './protocol';

const panel = new PanelConnection<{
  incoming: ActivityMessageToPage;
  outgoing: ActivityMessageToExtension;
  state: ActivityPageState;
}>();
let view: ActivityView | undefined;

panel.onMessage((message) => {
  switch (message.type) {
    case 'state':
      view = new ActivityView({
        strings: message.strings,
        locale: message.locale,
        state: panel.loadState(isTableState),
        send: (outgoing) => panel.send(outgoing),
        saveState: (state) => panel.saveState(state),
      });
      view.update(message.entries, [], message.summary);
      document.body.replaceChildren(view.element);
      break;
    case 'changed':
      view?.update(message.entries, message.removed, message.summary);
      break;
    case 'error':
      view = undefined;
      document.body.replaceChildren(
        notice({
          title: message.strings.errorTitle,
          text: message.message,
          action: message.strings.errorAction,
          onAction: () => panel.send({ type: 'reload' }),
          alert: true,
        }),
      );
      break;
  }
});
panel.send({ type: 'ready' });
