import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../launcher/run.js';
import { machineSearch } from './packages.js';

const IMAGE = 'prom/prometheus:v3.5.0';

/**
 * Stand-ins named `prometheus` and `promtool` that run the programs in a container, for machines without the package.
 * Answers the folder to put on PATH (deleted when the launcher ends), or null when docker cannot run the image.
 * @returns {Promise<string | null>}
 */
export async function providePrometheusByDocker() {
  if (!machineSearch().hasProgram(['docker'])) return null;
  const { code } = await run('docker', ['pull', '-q', IMAGE], { capture: true });
  if (code !== 0) return null;
  const folder = mkdtempSync(join(tmpdir(), 'locum-docker-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  for (const program of ['prometheus', 'promtool'])
    writeFileSync(join(folder, program), standIn(program), { mode: 0o755 });
  return folder;
}

// Host network: Prometheus must reach programs on loopback and be reached there. The caller's paths are mounted as they are, and
// its user is kept so that the data it finds and leaves belongs to the caller. `exec` and --init: Ctrl-C ends the container.
/** @param {string} program */
export function standIn(program) {
  const folders = [...new Set([tmpdir(), homedir(), process.cwd()])];
  const mounts = folders.map((folder) => `-v '${folder}:${folder}'`).join(' ');
  return `#!/bin/sh
exec docker run --rm --init --network host --user "$(id -u):$(id -g)" ${mounts} -w "$PWD" --entrypoint /bin/${program} ${IMAGE} "$@"
`;
}
