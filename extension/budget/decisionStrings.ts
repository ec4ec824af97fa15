import type { BudgetStrings } from '../../webviews/budget/protocol';

type DecisionStrings = Pick<
  BudgetStrings,
  | 'routerTitle'
  | 'routerText'
  | 'routerCalibration'
  | 'decisionsTitle'
  | 'decisionsTable'
  | 'filter'
  | 'filterPlaceholder'
  | 'clearFilter'
  | 'countShown'
  | 'filteredTitle'
  | 'filteredText'
  | 'older'
  | 'columns'
  | 'details'
  | 'newer'
  | 'next'
  | 'close'
  | 'why'
  | 'candidates'
  | 'calls'
  | 'happened'
  | 'successColumn'
  | 'expectedColumn'
  | 'worstColumn'
  | 'utilityColumn'
  | 'excludedColumn'
  | 'chosen'
  | 'results'
  | 'cascade'
  | 'outcomes'
  | 'tokens'
  | 'milliseconds'
  | 'lambda'
  | 'callState'
>;

/** Texts about decisions: the table, and what is behind each of its rows. */
export function decisionStrings(l10n: { t(message: string): string }): DecisionStrings {
  return {
    routerTitle: l10n.t('Router'),
    routerText: l10n.t('It has learnt from {0} outcomes (state {1}).'),
    routerCalibration: l10n.t('Brier score {0}, calibration error {1}.'),
    decisionsTitle: l10n.t('Decisions'),
    decisionsTable: l10n.t('Decisions'),
    filter: l10n.t('Filter'),
    filterPlaceholder: l10n.t('Model, task, purpose or result'),
    clearFilter: l10n.t('Clear Filter'),
    countShown: l10n.t('{0} of {1} decisions'),
    filteredTitle: l10n.t('No decision matches'),
    filteredText: l10n.t('Nothing in the list matches "{0}".'),
    older: l10n.t('Load Older'),
    columns: {
      time: l10n.t('Time'),
      model: l10n.t('Model'),
      task: l10n.t('Task'),
      purpose: l10n.t('Purpose'),
      success: l10n.t('Expected success'),
      cost: l10n.t('Cost'),
      result: l10n.t('Result'),
    },
    details: l10n.t('Why: {0}'),
    newer: l10n.t('Previous'),
    next: l10n.t('Next'),
    close: l10n.t('Close'),
    why: l10n.t('Why'),
    candidates: l10n.t('Candidates'),
    calls: l10n.t('Calls'),
    happened: l10n.t('What happened'),
    successColumn: l10n.t('Success ± deviation'),
    expectedColumn: l10n.t('Expected cost'),
    worstColumn: l10n.t('Worst case'),
    utilityColumn: l10n.t('Utility'),
    excludedColumn: l10n.t('Remark'),
    chosen: l10n.t('chosen'),
    results: {
      running: l10n.t('under way'),
      done: l10n.t('answered'),
      aborted: l10n.t('called off'),
      failed: l10n.t('failed'),
      'not-sent': l10n.t('not sent'),
      unreconciled: l10n.t('not known, booked in full'),
      none: l10n.t('refused'),
    },
    cascade: l10n.t('The first model answers; {0} only if its answer fails a check.'),
    outcomes: {
      verified: l10n.t('the answer passed its checks'),
      'verification-failed': l10n.t('the answer failed a check'),
      accepted: l10n.t('accepted'),
      kept: l10n.t('kept'),
      undone: l10n.t('undone'),
      rejected: l10n.t('rejected'),
      'asked-again': l10n.t('asked again'),
      'escalation-succeeded': l10n.t('the second model succeeded'),
      'judged-right': l10n.t('judged right'),
      'judged-wrong': l10n.t('judged wrong'),
    },
    tokens: l10n.t('{0} tokens in ({1} cached), {2} out'),
    milliseconds: l10n.t('{0} ms'),
    lambda: l10n.t('A dollar was priced at {0} (the shadow price of the budget).'),
    callState: {
      reserved: l10n.t('under way, {0} set aside'),
      done: l10n.t('done'),
      aborted: l10n.t('called off'),
      failed: l10n.t('failed'),
      'not-sent': l10n.t('not sent'),
      unreconciled: l10n.t('its process died: booked in full'),
    },
  };
}
