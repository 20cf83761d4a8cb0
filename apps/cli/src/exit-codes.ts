/** What the process says to the shell. `locum --help` and docs/how-to/cli.md list them. */
export const exitCodes = {
  answered: { code: 0, meaning: 'done, or answered' },
  failed: { code: 1, meaning: 'failed: the server, the source or the network did not do its part' },
  usage: { code: 2, meaning: 'the command or the configuration is not valid' },
  declined: { code: 3, meaning: 'declined: nothing here answers the question' },
  refused: { code: 4, meaning: 'refused: the question asks for something that must not be done' },
  interrupted: { code: 130, meaning: 'interrupted by Ctrl-C' },
} as const;
