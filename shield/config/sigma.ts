import { z } from 'zod';
import { path } from './name.ts';

/** A placeholder as rules write it between percent signs (Sigma rules specification, "Placeholders"). */
const placeholderName = z
  .string()
  .max(128)
  .regex(/^[\w.-]+$/, { error: 'is not the name of a placeholder' })
  .meta({ help: 'write it without the percent signs: %Administrators% is Administrators' });

const placeholderValue = z
  .union([z.string().min(1).max(1024), z.number()], { error: 'is neither text nor a number' })
  .transform(String)
  .meta({ expected: 'text, * and ? stand for anything' });

/** How Sigma rules are loaded, for the shield and for commands alike. */
export const sigmaSchema = z
  .strictObject({
    pipelines: z
      .array(path())
      .max(100)
      .default([])
      .describe(
        "Processing pipelines, YAML files in pySigma's form, that rewrite every Sigma rule before it is run; where one cannot be read no Sigma rule is run, and that is said",
      ),
    placeholders: z
      .record(placeholderName, z.array(placeholderValue).min(1).max(10_000))
      .default({})
      .describe(
        'Values for placeholders of rules (`%name%` under `expand`), a list by name; a rule with a placeholder that nothing fills is refused',
      )
      .meta({ expected: 'lists of values by the name of a placeholder: { Administrators: [root, adm_*] }' }),
  })
  .meta({ expected: 'a section with pipelines and placeholders' });
