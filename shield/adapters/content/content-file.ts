/** A file of a pack: its path inside the pack with `/` between the folders, and what is in it. */
export interface ContentFile {
  readonly path: string;
  readonly bytes: Buffer;
}

const WANTED =
  /\.(?:conf|conf\.example|data|ya?ml)$|(?:^|\/)(?:licen[cs]e|copying|notice|version|copyright)(?:\.(?:md|txt))?$/i;

/** Folders at the top of known publishers' packs whose files are not to be run: tests, tools, rules given up. */
const LEFT_OUT = new Set([
  'deprecated',
  'docs',
  'documentation',
  'regression_data',
  'rules-placeholder',
  'test',
  'tests',
  'unsupported',
  'util',
]);

/** True for rules, their data, and what says their version and licence. */
export function isContentPath(path: string): boolean {
  return WANTED.test(path) && isContentFolder(path.slice(0, path.lastIndexOf('/') + 1));
}

/** True for folders that are read: `path` is empty for the pack's own folder, or ends with `/`. */
export function isContentFolder(path: string): boolean {
  const [top = '', ...below] = path.split('/');
  return (
    !LEFT_OUT.has(top) && [top, ...below].every((name) => !name.startsWith('.') && name !== 'node_modules')
  );
}
