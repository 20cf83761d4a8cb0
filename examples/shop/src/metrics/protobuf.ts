const varintType = 0;
const doubleType = 1;
const bytesType = 2;

/** Writes one protobuf message field by field; only the wire types that metrics.proto uses. */
export interface MessageWriter {
  text(field: number, value: string): void;
  double(field: number, value: number): void;
  /** uint32, uint64 and enums, up to 2^53. */
  unsigned(field: number, value: number): void;
  /** sint32 and sint64 (zigzag), up to 2^53. */
  signed(field: number, value: number): void;
  packedSigned(field: number, values: readonly number[]): void;
  message(field: number, write: (inner: MessageWriter) => void): void;
  finish(): Buffer;
}

/** An encoder for the protobuf wire format (protobuf.dev/programming-guides/encoding). */
export function createMessageWriter(): MessageWriter {
  const chunks: Buffer[] = [];
  const tag = (field: number, type: number) => chunks.push(varint(field * 8 + type));
  const bytes = (field: number, content: Buffer) => {
    tag(field, bytesType);
    chunks.push(varint(content.length), content);
  };
  const unsigned = (field: number, value: number) => {
    tag(field, varintType);
    chunks.push(varint(value));
  };
  return {
    text: (field, value) => bytes(field, Buffer.from(value, 'utf8')),
    double: (field, value) => {
      tag(field, doubleType);
      const content = Buffer.alloc(8);
      content.writeDoubleLE(value);
      chunks.push(content);
    },
    unsigned,
    signed: (field, value) => unsigned(field, zigzag(value)),
    packedSigned: (field, values) => bytes(field, Buffer.concat(values.map((value) => varint(zigzag(value))))),
    message: (field, write) => {
      const inner = createMessageWriter();
      write(inner);
      bytes(field, inner.finish());
    },
    finish: () => Buffer.concat(chunks),
  };
}

/** A message preceded by its length: how several follow each other in one body. */
export function delimited(message: Buffer): Buffer {
  return Buffer.concat([varint(message.length), message]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
  return Buffer.from(bytes);
}

function zigzag(value: number): number {
  return value >= 0 ? value * 2 : -value * 2 - 1;
}
