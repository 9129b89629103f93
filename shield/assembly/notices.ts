/** What a person should read on the terminal while the shield runs: one line each. */
export interface Notices {
  info(text: string): void;
  warn(text: string): void;
}
