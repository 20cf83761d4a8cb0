export { createDataRights, createRetention, type DataRights, type Retention } from './data-rights.ts';
export { type Database, openDatabase, type Queries } from './database.ts';
