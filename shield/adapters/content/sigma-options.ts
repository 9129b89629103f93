import { readFile } from 'node:fs/promises';
import type { SigmaOptions } from '@dejfa/sigma';
import type { ContentConfig } from '../../config/index.ts';
import { ContentError } from './content-error.ts';

/**
 * What the configuration says of loading Sigma rules: processing pipelines, values for placeholders, rules that are
 * switched off. Throws `ContentError` for a pipeline that cannot be read; what is wrong in one is told on loading.
 */
export async function sigmaOptions({ disable, sigma }: ContentConfig): Promise<Required<SigmaOptions>> {
  const pipelines = await Promise.all(
    sigma.pipelines.map(async (path) => ({ path, text: await readPipeline(path) })),
  );
  return { pipelines, placeholders: sigma.placeholders, disabled: disable };
}

function readPipeline(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((cause: unknown) => {
    const remedy = 'correct content.sigma.pipelines in the configuration';
    throw new ContentError('not-found', `the pipeline ${path} cannot be read`, { remedy, cause });
  });
}
