const COMMANDS = /** @type {const} */ ({
  demo: 'install what is needed, start the demo shop, Prometheus and Locum, and print the link to open',
  start: 'run the server from its configuration',
  dev: 'run the server and the web page, both following your changes',
  test: 'run the checks and every test',
  proof: 'run the long proofs (chaos, fuzz, load) one after the other',
});

/** @typedef {keyof typeof COMMANDS} Command */
/** @typedef {{ kind: 'run', command: Command, flags: string[], rest: string[] } | { kind: 'usage', fault: string | null }} Arguments */

const FLAGS = ['--yes'];

/**
 * @param {readonly string[]} argv without node and script
 * @returns {Arguments} `flags` are the launcher's own, `rest` goes on to the program it runs
 */
export function readArguments(argv) {
  const [command, ...others] = argv;
  if (command === undefined || command === '--help' || command === '-h') return { kind: 'usage', fault: null };
  if (!isCommand(command)) return { kind: 'usage', fault: `There is no command "${command}".` };
  return {
    kind: 'run',
    command,
    flags: others.filter((word) => FLAGS.includes(word)),
    rest: others.filter((word) => !FLAGS.includes(word)),
  };
}

export function usage() {
  const lines = Object.entries(COMMANDS).map(([name, text]) => `  npm run ${name.padEnd(6)} ${text}`);
  return ['Locum', '', ...lines, '', 'Add `-- --yes` to install missing system packages without a question.'].join(
    '\n',
  );
}

/**
 * @param {string} word
 * @returns {word is Command}
 */
function isCommand(word) {
  return Object.hasOwn(COMMANDS, word);
}
