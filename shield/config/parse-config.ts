import type { Diagnostic } from '@dejfa/diagnostics';
import { parseDocument } from 'yaml';
import { type Config, configSchema } from './config.ts';
import { type ConfigText, type Mistake, mistakeAt, mistakeAtOffset, type Path } from './config-text.ts';
import { crossCheck } from './cross-checks.ts';
import { issueDiagnostics } from './issue.ts';
import { resolvePaths } from './resolve-paths.ts';
import { viewOf } from './schema-view.ts';

/** Longest configuration that is read, in UTF-16 code units. */
const TEXT_LIMIT = 1024 * 1024;

/** Uses of anchors that a file may make before it is taken for an attack on memory. */
const ALIAS_LIMIT = 100;

/** A configuration, or why there is none. */
export interface ParsedConfig {
  /** Null when there is an error among the diagnostics. */
  readonly config: Config | null;
  /** Every mistake of the file, in the order of its lines. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Parses `dejfa.yaml`. Never throws on content: what is wrong is among the diagnostics, all of it.
 * `file` is the path for messages; relative paths inside are taken from its folder. Opens no file itself.
 */
export function parseConfig(text: string, file: string): ParsedConfig {
  const place = { file, line: 1, column: 1 };
  if (text.length > TEXT_LIMIT) {
    const message = `the file is larger than ${TEXT_LIMIT} characters`;
    return failed([{ code: 'config.too-large', severity: 'error', message, place }]);
  }
  try {
    return parseText(readText(text, file));
  } catch (cause) {
    // The parser gives up by RangeError on absurd nesting and by ReferenceError on exploding aliases.
    const reason = cause instanceof RangeError ? 'it is nested too deeply' : String(cause);
    const message = `the file cannot be read: ${reason.slice(0, 200)}`;
    return failed([{ code: 'config.syntax', severity: 'error', message, place }]);
  }
}

function failed(diagnostics: readonly Diagnostic[]): ParsedConfig {
  return { config: null, diagnostics };
}

function readText(text: string, file: string): ConfigText {
  const document = parseDocument(text, { prettyErrors: false, schema: 'core', logLevel: 'error' });
  return { file, text, document };
}

/**
 * A mistake that only the world can show, such as a file that is not there, at the key that names it.
 * `text` is a configuration that {@link parseConfig} accepted.
 */
export function mistakeIn(text: string, file: string, found: { readonly path: Path } & Mistake): Diagnostic {
  return mistakeAt(readText(text, file), { path: found.path }, found);
}

function parseText(source: ConfigText): ParsedConfig {
  const { document, file } = source;
  const syntax = syntaxDiagnostics(source);
  if (syntax.some((d) => d.code === 'config.syntax' && d.severity === 'error'))
    return failed(inOrder(syntax));

  const draft = withoutEmptySections(document.toJS({ maxAliasCount: ALIAS_LIMIT }));
  const result = configSchema.safeParse(draft);
  const issues = result.error?.issues ?? [];
  const diagnostics = inOrder([
    ...syntax,
    ...issueDiagnostics(source, viewOf(configSchema), { draft, issues }),
    ...crossCheck(source, draft),
  ]);
  const hasError = diagnostics.some((d) => d.severity === 'error');
  const config = hasError || result.data === undefined ? null : resolvePaths(result.data, file);
  return { config, diagnostics };
}

function syntaxDiagnostics(source: ConfigText): readonly Diagnostic[] {
  const errors = source.document.errors.map((error) => {
    if (error.code !== 'DUPLICATE_KEY') {
      return mistakeAtOffset(source, error.pos[0], {
        code: 'syntax',
        message: `not valid YAML: ${error.message}`,
      });
    }
    const key = /^["']?([\w-]{1,80})/.exec(source.text.slice(error.pos[0]))?.[1] ?? '';
    return mistakeAtOffset(source, error.pos[0], {
      code: 'duplicate-key',
      message: `the key ${key} stands here a second time`,
      help: 'keep one of the two',
    });
  });
  const warnings = source.document.warnings.map((warning) =>
    mistakeAtOffset(source, warning.pos[0], {
      code: 'syntax',
      severity: 'warning',
      message: warning.message,
    }),
  );
  return [...errors, ...warnings];
}

/** A section whose lines are all commented out is null in YAML; it is meant as absent. */
function withoutEmptySections(draft: unknown): unknown {
  if (draft === null) return {};
  if (typeof draft !== 'object' || Array.isArray(draft)) return draft;
  return Object.fromEntries(Object.entries(draft).filter(([, section]) => section !== null));
}

function inOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...diagnostics].sort((a, b) => a.place.line - b.place.line || a.place.column - b.place.column);
}
