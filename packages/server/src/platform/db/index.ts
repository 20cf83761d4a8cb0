export { createDataRights, createRetention, type DataRights, type KeepDays, type Retention } from './data-rights.ts';
export { type Database, type DatabaseOptions, openDatabase, type Queries } from './database.ts';
