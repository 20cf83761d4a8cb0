import { spawn } from 'node:child_process';

export type Guard = { release(): void };

// `read` returns when the pipe closes, which the kernel does however this process ends, kill -9 included.
// An exit handler of ours would miss exactly that case, and signal handlers would fight with the test runner's.
const WATCH = `
trap '' INT TERM HUP
has_ended() { case "$(ps -o stat= -p "$1" 2>/dev/null)" in ''|Z*) return 0 ;; *) return 1 ;; esac; }
read -r _
signal=$1; folder=$2; shift 2
for pid in "$@"; do kill -s "$signal" -- "-$pid" 2>/dev/null || kill -s "$signal" "$pid" 2>/dev/null; done
for pid in "$@"; do
  tries=0
  while ! has_ended "$pid" && [ $tries -lt 50 ]; do sleep 0.1; tries=$((tries + 1)); done
  kill -s KILL -- "-$pid" 2>/dev/null || kill -s KILL "$pid" 2>/dev/null
done
[ -n "$folder" ] && rm -rf -- "$folder"
exit 0
`;

/**
 * Ends `pids` (with their process groups) and deletes `folder` when this process dies for any reason.
 * `release` gives up the watch after an orderly stop.
 */
export function guardProcesses(options: { pids: readonly number[]; signal: string; folder?: string }): Guard {
  const watcher = spawn(
    'sh',
    ['-c', WATCH, 'guard', options.signal.replace(/^SIG/, ''), options.folder ?? '', ...options.pids.map(String)],
    { stdio: ['pipe', 'ignore', 'ignore'], detached: true },
  );
  watcher.unref();
  // The pipe stays open for the life of this process without keeping it alive.
  if ('unref' in watcher.stdin && typeof watcher.stdin.unref === 'function') watcher.stdin.unref();
  watcher.stdin.on('error', () => undefined);
  return { release: () => void watcher.kill('SIGKILL') };
}
