import { programAt } from '@locum/testkit';

/** The command as a user starts it, through its launcher. */
export const { start: startLocum, run: runLocum } = programAt(new URL('../bin/locum.js', import.meta.url));
