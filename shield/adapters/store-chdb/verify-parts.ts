import { StoreError } from '../../ports/index.ts';
import { engineError } from '../../record/index.ts';
import type { ChdbSession } from './chdb-session.ts';

/** Rows of this much data are read and checked at each start: what a power cut could have torn is among the newest. */
const VERIFIED_BYTES = 64 * 1024 * 1024;

const NEWEST_SQL = `SELECT table, name FROM (
  SELECT table, name, sum(bytes_on_disk) OVER (ORDER BY modification_time DESC, name) - bytes_on_disk AS before
  FROM system.parts WHERE database = currentDatabase() AND active
) WHERE before < {limit:Int64}`;

interface Part {
  readonly table: string;
  readonly name: string;
}

interface Verdict {
  readonly is_passed: number | boolean;
  readonly message: string;
}

function rows<T>(bytes: Uint8Array): readonly T[] {
  const lines = Buffer.from(bytes).toString('utf8').split('\n');
  return lines.flatMap((line) => (line === '' ? [] : [JSON.parse(line) as T]));
}

/** A part that a merge has replaced meanwhile is not there any more, which is no damage. */
function isGone(cause: unknown): boolean {
  return cause instanceof StoreError && /NO_SUCH_DATA_PART/.test(cause.message);
}

/**
 * Checks the newest parts of every table against their checksums; older ones are checked by whoever reads them.
 * Throws StoreError `damaged` that names the table and the part.
 */
export async function verifyNewestParts(session: ChdbSession): Promise<void> {
  const newest = rows<Part>(await session.select(NEWEST_SQL, { limit: VERIFIED_BYTES }));
  for (const { table, name } of newest) {
    // Names cannot be bound in CHECK; these come from the engine itself, and are checked to be plain.
    if (!/^\w+$/.test(table) || !/^[\w-]+$/.test(name)) continue;
    const sql = `CHECK TABLE ${table} PART '${name}' SETTINGS check_query_single_value_result = 0`;
    try {
      for (const verdict of rows<Verdict>(await session.select(sql, {}))) {
        if (!verdict.is_passed)
          throw engineError(`table ${table}, part ${name}: Checksum mismatch: ${verdict.message}`);
      }
    } catch (cause) {
      if (!isGone(cause)) throw cause;
    }
  }
}
