import { readFile } from 'node:fs/promises';
import type { Diagnostic } from '@dejfa/diagnostics';
import { checkPipelines } from '@dejfa/sigma';
import type { Config } from '../../config/index.ts';

/**
 * What is wrong inside the pipelines that the configuration names, at its place in them: no Sigma rule would be run.
 * A file that cannot be read is passed over; it is told of as one that is missing.
 */
export async function pipelineFaults({ content }: Config): Promise<readonly Diagnostic[]> {
  const sources = await Promise.all(
    content.sigma.pipelines.map(async (path) => {
      const text = await readFile(path, 'utf8').catch(() => null);
      return text === null ? [] : [{ path, text }];
    }),
  );
  return checkPipelines(sources.flat());
}
