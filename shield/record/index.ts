export { engineError } from './engine-error.ts';
export type { Row } from './rows/read-row.ts';
export { MIGRATIONS, type Migration } from './schema.ts';
export type { SqlEngine } from './sql-engine.ts';
export { migrate, openSqlEventStore } from './sql-event-store.ts';
export type { Parameters, ParameterValue, Statement } from './statement.ts';
export { isTableName, TABLES, type TableName, type TablePart } from './table.ts';
