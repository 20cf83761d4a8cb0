import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const timeoutMs = 60_000;

export type ImportOutcome = { outcome: 'imported' } | { outcome: 'failed'; reason: string };

/**
 * Loads a written history into Prometheus's data folder, which no server may have open, with `promtool tsdb
 * create-blocks-from openmetrics`. Long blocks, because promtool reads the whole file once for every block.
 */
export async function importHistory(options: {
  file: string;
  dataFolder: string;
  promtool?: string;
}): Promise<ImportOutcome> {
  const { file, dataFolder, promtool = 'promtool' } = options;
  const args = ['tsdb', 'create-blocks-from', '--max-block-duration=24h', '--quiet', 'openmetrics', file, dataFolder];
  try {
    await promisify(execFile)(promtool, args, { timeout: timeoutMs });
    return { outcome: 'imported' };
  } catch (error) {
    return { outcome: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
}
