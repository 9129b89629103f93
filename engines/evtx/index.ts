export type {
  EvtxCounts,
  EvtxDiagnostic,
  EvtxDiagnosticCode,
  EvtxOptions,
  EvtxOrigin,
  EvtxRecord,
  EvtxValue,
} from './api.ts';
export { isEvtx } from './file/file-header.ts';
export { EvtxReader } from './file/reader.ts';
export { LineBuffer } from './line/line-buffer.ts';
export { toJsonLine } from './line/write-line.ts';
export { documentOf, fieldsOf, formatXml } from './record.ts';
export { formatEvtxDiagnostic } from './text/diagnostic.ts';
