/** Texts of the form that makes tasks for MCP servers. */
export interface ToolSetStrings {
  readonly servers: string;
  readonly from: { readonly workspace: string; readonly published: string; readonly set: string };
  /** {0} ({1}), name and where it comes from */
  readonly serverLabel: string;
  /** Starts: {0} */
  readonly starts: string;
  readonly notAllowed: string;
  readonly loading: string;
  readonly needServer: string;
  readonly maker: string;
  readonly makerText: string;
  readonly noMaker: string;
  /** {0} tasks are ready, and {1} dialogues about them. */
  readonly made: string;
  readonly untrusted: string;
  readonly way: string;
  readonly ways: { readonly task: string; readonly dialogue: string };
  readonly wayText: string;
}
