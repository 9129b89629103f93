import type { EvtxDiagnostic } from '../api.ts';

/** The diagnostic as people read it: `file@0xoffset: severity code: message`, then the help. */
export function formatEvtxDiagnostic(diagnostic: EvtxDiagnostic): string {
  const { file, offset, severity, code, message, help } = diagnostic;
  const place = `${visible(file)}@0x${offset.toString(16)}`;
  return `${place}: ${severity} ${code}: ${visible(message)}\n  help: ${help}`;
}

/** Names come from the file: they must not steer the reader's terminal. */
function visible(text: string): string {
  return text.replace(
    /[\u0000-\u001f\u007f-\u009f]/g,
    (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}
