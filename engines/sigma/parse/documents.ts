import { type Document, isScalar, type ParsedNode, parseAllDocuments } from 'yaml';
import type { SigmaSource } from '../api.ts';
import { readPlainYaml } from './plain-yaml.ts';
import { RuleReport } from './report.ts';
import { readNodes, type YamlNode } from './yaml-node.ts';

/** Larger files are refused: the longest published rule is below 40 KiB. */
export const SOURCE_LIMIT = 1_048_576;

/** One YAML document of a file, with what was wrong about it; `node` is null when it could not be read. */
export interface YamlDocument {
  readonly node: YamlNode | null;
  readonly report: RuleReport;
}

/** Reads the documents of a file (YAML 1.2, core schema). Empty documents are left out; never throws. */
export function readDocuments(source: SigmaSource): readonly YamlDocument[] {
  if (source.text.length > SOURCE_LIMIT) {
    const message = `The file is longer than ${SOURCE_LIMIT} characters`;
    return [refused(source, (report) => report.error({ code: 'sigma.too-large', message }, 0))];
  }
  const plain = readPlainYaml(source.text);
  if (plain !== null) return plain.map((node) => ({ node, report: new RuleReport(source) }));
  return readAnyYaml(source);
}

/** With the library, eight times slower: what is not plain, and what has mistakes. */
export function readAnyYaml(source: SigmaSource): readonly YamlDocument[] {
  let documents: readonly Document.Parsed<ParsedNode>[];
  try {
    const parsed = parseAllDocuments(source.text, { logLevel: 'silent', prettyErrors: false });
    documents = Array.isArray(parsed) ? parsed : [];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [
      refused(source, (report) =>
        report.error({ code: 'sigma.yaml', message: `Not readable as YAML: ${reason}` }, 0),
      ),
    ];
  }
  return documents
    .filter((document) => !isEmpty(document) || document.errors.length > 0)
    .map((document) => readDocument(source, document));
}

/** Nothing, or nothing but the marks around it. */
function isEmpty({ contents }: Document.Parsed<ParsedNode>): boolean {
  return contents === null || (isScalar(contents) && contents.value === null && contents.source === '');
}

function readDocument(source: SigmaSource, document: Document.Parsed<ParsedNode>): YamlDocument {
  const report = new RuleReport(source);
  for (const error of document.errors.slice(0, 3)) {
    report.error(
      { code: 'sigma.yaml', message: `Not valid YAML: ${firstLine(error.message)}` },
      error.pos[0],
    );
  }
  return { node: report.errors > 0 ? null : readNodes(document, report), report };
}

function refused(source: SigmaSource, say: (report: RuleReport) => void): YamlDocument {
  const report = new RuleReport(source);
  say(report);
  return { node: null, report };
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? '';
}
