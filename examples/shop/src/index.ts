export { type ImportOutcome, importHistory } from './history/import-history.ts';
export { type HistoryOptions, writeHistory } from './history/write-history.ts';
export type { JobName, Target } from './supervisor/prometheus-config.ts';
export { type Shop, type ShopOptions, startShop } from './supervisor/start-shop.ts';
export type { FaultState, Switchboard } from './supervisor/switchboard.ts';
export { type FaultName, faultNames } from './world/faults.ts';
