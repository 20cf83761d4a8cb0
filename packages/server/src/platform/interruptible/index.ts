export { type Interruptible, runAtOnce, runInSlices } from './interruptible.ts';
