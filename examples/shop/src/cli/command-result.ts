/** What a command says and with which status the program ends. */
export interface CommandResult {
  exitCode: number;
  output: string;
}
