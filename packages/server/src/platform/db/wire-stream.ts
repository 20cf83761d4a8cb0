import { Duplex } from 'node:stream';

export interface WireStream {
  readonly duplex: Duplex;
  /** The other side is ready: what `pg` takes for an open TCP connection. */
  open(): void;
  receive(bytes: Uint8Array): void;
  fail(error: Error): void;
}

// First byte of PostgreSQL's Terminate message. PGlite is one session that outlives connections, so it never sees it.
const TERMINATE = 0x58;

/** As much as libuv reads of a socket at once: `pg` parses all that it is given in one piece. */
const PIECE_BYTES = 65_536;

/** A stand-in for the socket of `pg.Client`, over any function that takes bytes. */
export function createWireStream(other: { send(bytes: Uint8Array): void }): WireStream {
  const duplex = new PostgresStream(other.send);
  return {
    duplex,
    open: () => queueMicrotask(() => duplex.emit('connect')),
    receive: (bytes) => duplex.receive(bytes),
    fail: (error) => duplex.destroy(error),
  };
}

class PostgresStream extends Duplex {
  readonly #send: (bytes: Uint8Array) => void;
  /** Received and not handed on: a large result comes as one message, and goes on a piece a turn of the event loop. */
  readonly #pieces: Uint8Array[] = [];

  constructor(send: (bytes: Uint8Array) => void) {
    super();
    this.#send = send;
  }

  // `pg` calls what a net.Socket has.
  connect(): this {
    return this;
  }
  setNoDelay(): this {
    return this;
  }
  setKeepAlive(): this {
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }

  receive(bytes: Uint8Array): void {
    const isWaiting = this.#pieces.length > 0;
    for (let start = 0; start < bytes.length; start += PIECE_BYTES)
      this.#pieces.push(bytes.subarray(start, start + PIECE_BYTES));
    if (!isWaiting) this.#handOn();
  }

  #handOn(): void {
    const piece = this.#pieces[0];
    if (piece === undefined || this.destroyed) return;
    this.push(piece);
    this.#pieces.shift();
    if (this.#pieces.length > 0) setImmediate(() => this.#handOn());
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#forward([chunk]);
    done();
  }

  // `pg` corks parse, bind, describe, execute and sync: as one message they cost one trip to the worker instead of five.
  override _writev(chunks: { chunk: Buffer }[], done: () => void): void {
    this.#forward(chunks.map(({ chunk }) => chunk));
    done();
  }

  override _final(done: () => void): void {
    this.push(null);
    done();
  }

  #forward(chunks: Buffer[]): void {
    const messages = chunks.filter((chunk) => chunk[0] !== TERMINATE);
    if (messages.length > 0) this.#send(new Uint8Array(Buffer.concat(messages)));
    if (messages.length < chunks.length) this.push(null);
  }
}
