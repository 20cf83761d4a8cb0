import { replayExamples } from '@locum/contracts';
import { connect } from '../../connection.ts';
import { exitCodes } from '../../exit-codes.ts';
import { plainText } from '../../terminal/plain-text.ts';
import { printJson, styled } from '../../terminal/style.ts';
import type { AskOptions } from '../ask.ts';
import { findSourceId } from '../source-option.ts';

const COLOURS = { same: 'green', equal: 'green', learned: 'dim', different: 'red', broken: 'red' } as const;

/** `ask --replay`: the regression gate. Ends with 1 when what was right once is not any more. */
export async function runReplay(options: AskOptions): Promise<void> {
  // Every example is planned and run, some of them twice.
  const { client } = connect(options, { timeoutSeconds: 600 });
  const sourceId = await findSourceId(client, options.source);
  const reply = await client.call(replayExamples, { body: { sourceId } });
  if (options.json) printJson(reply);
  else {
    for (const { question, verdict, detail } of reply.examples)
      console.log(
        `${styled(COLOURS[verdict], verdict.padEnd(9))} ${plainText(question)}  ${styled('dim', plainText(detail))}`,
      );
    const { length } = reply.examples;
    console.log(
      length === 0
        ? 'Nothing was accepted or corrected yet. Accept an answer on its page, and it is replayed here.'
        : `${length - reply.failed} of ${length} hold.`,
    );
  }
  process.exitCode = reply.failed === 0 ? exitCodes.answered.code : exitCodes.failed.code;
}
