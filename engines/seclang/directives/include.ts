import { type DirectiveHandler, reportDirective } from './directive.ts';

/** Includes nested deeper than this are taken for a circle. */
const DEPTH_LIMIT = 16;

/** `Include PATTERN`: reads other rule files here. `IncludeOptional` says nothing when there are none. */
export function include(optional: boolean): DirectiveHandler {
  return (call, state) => {
    const [word] = call.words;
    if (word === undefined || call.words.length !== 1) {
      reportDirective(call, state, {
        code: 'seclang.bad-arguments',
        message: `${call.name.text} expects one path or pattern`,
      });
      return;
    }
    if (state.includeDepth >= DEPTH_LIMIT) {
      reportDirective(call, state, {
        code: 'seclang.include-depth',
        message: `files include each other more than ${DEPTH_LIMIT} deep`,
        help: 'a file probably includes itself; take that line out',
        at: word,
      });
      return;
    }
    const sources = state.resolver.include(word.text, call.line.file);
    if (sources === null && !optional) {
      reportDirective(call, state, {
        code: 'seclang.include-missing',
        message: `no file is found for ${word.text}`,
        help: 'correct the path, or use IncludeOptional where the file may be absent',
        at: word,
      });
    }
    if (sources !== null && 'reason' in sources) {
      reportDirective(call, state, {
        code: 'seclang.include-refused',
        message: sources.reason,
        help: 'nothing that this line names is loaded',
        at: word,
      });
      return;
    }
    state.includeDepth += 1;
    for (const source of sources ?? []) state.readSource(source);
    state.includeDepth -= 1;
  };
}
