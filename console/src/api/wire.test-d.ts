/** Read by `tsc -p console`: what the shield's ports give is what the console expects, field by field. */
import { expectTypeOf } from 'vitest';
import type * as ports from '../../../shield/ports/index.ts';
import type * as wire from './wire.ts';

expectTypeOf<ports.Funnel>().toExtend<wire.Funnel>();
expectTypeOf<ports.FunnelBucket>().toExtend<wire.SeriesAnswer['buckets'][number]>();
expectTypeOf<ports.EventDetail>().toExtend<wire.EventDetail>();
expectTypeOf<ports.ServiceStatus>().toExtend<wire.ServiceStatus>();
expectTypeOf<ports.SourceStatus>().toExtend<wire.SourceStatus>();
expectTypeOf<ports.RuleProblem>().toExtend<wire.RuleProblem>();
expectTypeOf<Omit<ports.PackStatus, 'problems'>>().toExtend<Omit<wire.PackStatus, 'problemCount'>>();
expectTypeOf<ports.RecorderStatus>().toExtend<wire.RecorderStatus>();
expectTypeOf<ports.StoreHealth>().toExtend<Omit<wire.StoreState & { state: 'working' }, 'state'>>();
