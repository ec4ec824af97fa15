/** Under which name VS Code offers the models of the gateway to its chat and to other extensions. */
import type { CommandId } from './commandMap';

export const chatVendor = {
  vendor: 'whetstone',
  displayName: 'Whetstone',
  managementCommand: 'whetstone.gateway.addProvider' satisfies CommandId,
} as const;
