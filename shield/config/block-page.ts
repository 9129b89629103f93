import { z } from 'zod';

const text = () => z.string().max(500).nullable().default(null);

/** Words on the page that a refused visitor sees; shown as text, never as HTML. */
export const blockPageSchema = z
  .strictObject({
    title: text().describe('Heading; the default names the status'),
    message: text().describe('What happened, in the words of the institution'),
    contact: text().describe('How to reach the operator, for example an address or a telephone number'),
  })
  .meta({ expected: 'a section with title, message and contact' });
