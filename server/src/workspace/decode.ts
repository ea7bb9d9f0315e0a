/** From the bytes of a Go file to text, keeping what is needed to count columns in bytes afterwards. */

/** What a text does not show of the bytes it was read from. */
export interface Irregular {
  /** True when a byte order mark was taken away; Go counts its three bytes in the first line's columns. */
  readonly bom: boolean;
  /** Where in the text (UTF-16 offsets) a U+FFFD stands for one byte that is not UTF-8, in order. */
  readonly invalid: readonly number[];
}

export interface DecodedText extends Irregular {
  /** The text without a byte order mark; every byte that is not UTF-8 stands as U+FFFD. */
  readonly text: string;
}

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Decodes UTF-8. As in Go, each byte that belongs to no character becomes one U+FFFD. */
export function decodeText(bytes: Uint8Array): DecodedText {
  const bom = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const body = bom ? bytes.subarray(3) : bytes;
  const text = tryDecode(body);
  return text === undefined ? decodeBroken(body, bom) : { text, bom, invalid: [] };
}

function tryDecode(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
}

function decodeBroken(bytes: Uint8Array, bom: boolean): DecodedText {
  const parts: string[] = [];
  const invalid: number[] = [];
  let length = 0;
  let start = 0;
  const flush = (end: number): void => {
    if (end === start) return;
    const part = strict.decode(bytes.subarray(start, end));
    parts.push(part);
    length += part.length;
  };
  for (let at = 0; at < bytes.length; ) {
    const size = characterSize(bytes, at);
    if (size === 0) {
      flush(at);
      invalid.push(length);
      parts.push("\uFFFD");
      length++;
      start = at + 1;
    }
    at += Math.max(size, 1);
  }
  flush(bytes.length);
  return { text: parts.join(""), bom, invalid };
}

/** The number of bytes of the character at an offset; 0 when there is none (RFC 3629, section 4). */
function characterSize(bytes: Uint8Array, at: number): number {
  const first = bytes[at];
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  const size = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  // The second byte keeps out overlong forms, surrogates and what lies beyond U+10FFFF.
  const low = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const high = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  for (let i = 1; i < size; i++) {
    const next = bytes[at + i] ?? 0;
    if (next < (i === 1 ? low : 0x80) || next > (i === 1 ? high : 0xbf)) return 0;
  }
  return size;
}
