import { z } from 'zod';
import { path } from './name.ts';

/** The audit log of SecLang rules. */
export const auditLogSchema = z
  .strictObject({
    path: path()
      .nullable()
      .default(null)
      .describe(
        'File that gets one line of JSON a transaction, in the layout of libmodsecurity. Only this file is ever written, whatever `SecAuditLog` of a rule file names; null: no audit log',
      ),
    transactions: z
      .enum(['rules', 'relevant', 'all'])
      .default('rules')
      .describe(
        'Which ones: rules does as `SecAuditEngine` of the rules says, and where they say nothing as relevant, which is those in which a rule that logs matched',
      ),
  })
  .meta({ expected: 'a section with path and transactions' });
