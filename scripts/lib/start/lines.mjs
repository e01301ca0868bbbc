import { StringDecoder } from 'node:string_decoder';

const longest = 64 * 1024;

/**
 * Calls back with every line of a stream. Only a line feed ends a line: other characters that look like an end
 * could pass a line off for two.
 * @param {NodeJS.ReadableStream} stream
 * @param {(line: string) => void} take
 */
export function eachLine(stream, take) {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  stream.on('data', (chunk) => {
    const parts = (rest + decoder.write(chunk)).split('\n');
    rest = (parts.pop() ?? '').slice(0, longest);
    for (const part of parts) take(part);
  });
  stream.on('end', () => {
    if (rest !== '') take(rest);
  });
}
