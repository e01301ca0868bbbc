import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** The virtual screen, as a window manager sees it: a little of the X11 protocol, version 11.0. */
export interface XScreen {
  /** Resolves with the next window that is shown. */
  nextWindow(): Promise<number>;
  /** Asks a window to close, as its close button does (ICCCM 4.2.8.1). */
  closeWindow(window: number): void;
  leave(): void;
}

const substructureNotify = 1 << 19;
const eventMask = 1 << 11;
const codes = { changeAttributes: 2, internAtom: 16, sendEvent: 25, mapNotify: 19, clientMessage: 33 };
const messageBytes = 32;

/** Watches the screen named by DISPLAY, such as `:7`. */
export async function watchScreen(display: string): Promise<XScreen> {
  const number = /^:(\d+)/.exec(display)?.[1];
  if (number === undefined) throw new Error(`${display} is no screen of this machine`);
  const socket = connect(`/tmp/.X11-unix/X${number}`);
  await once(socket, 'connect');
  const read = reader(socket);
  const root = await introduce(socket, read);
  socket.write(request(codes.changeAttributes, 0, [root, eventMask, substructureNotify]));
  const protocols = await internAtom(socket, read, 'WM_PROTOCOLS');
  const deleteWindow = await internAtom(socket, read, 'WM_DELETE_WINDOW');

  return {
    async nextWindow() {
      for (;;) {
        const message = await read(messageBytes);
        if ((message[0] & 0x7f) === codes.mapNotify && message[12] === 0) return message.readUInt32LE(8);
      }
    },
    closeWindow(window) {
      const event = Buffer.alloc(messageBytes);
      event[0] = codes.clientMessage;
      event[1] = 32;
      [window, protocols, deleteWindow].forEach((word, i) => void event.writeUInt32LE(word, 4 + 4 * i));
      socket.write(Buffer.concat([request(codes.sendEvent, 0, [window, 0], event.length), event]));
    },
    leave: () => socket.destroy(),
  };
}

/** Gives the next `bytes` bytes, in the order in which it is asked. */
function reader(socket: Socket): (bytes: number) => Promise<Buffer> {
  let held = Buffer.alloc(0);
  return async (bytes) => {
    while (held.length < bytes) {
      const [chunk] = await once(socket, 'data');
      held = Buffer.concat([held, chunk]);
    }
    const taken = held.subarray(0, bytes);
    held = held.subarray(bytes);
    return taken;
  };
}

/** Answers with the window that all others lie in. */
async function introduce(socket: Socket, read: (bytes: number) => Promise<Buffer>): Promise<number> {
  const hello = Buffer.alloc(12);
  hello.write('l');
  hello.writeUInt16LE(11, 2);
  socket.write(hello);
  const head = await read(8);
  const body = await read(4 * head.readUInt16LE(6));
  if (head[0] !== 1) throw new Error(`the screen refuses: ${body.toString('latin1')}`);
  const vendor = 4 * Math.ceil(body.readUInt16LE(16) / 4);
  const formats = 8 * body[21];
  return body.readUInt32LE(32 + vendor + formats);
}

async function internAtom(
  socket: Socket,
  read: (bytes: number) => Promise<Buffer>,
  name: string,
): Promise<number> {
  const padded = Buffer.alloc(4 + 4 * Math.ceil(name.length / 4));
  padded.writeUInt16LE(name.length, 0);
  padded.write(name, 4);
  socket.write(Buffer.concat([request(codes.internAtom, 0, [], padded.length), padded]));
  for (;;) {
    const message = await read(messageBytes);
    if (message[0] === 1) return message.readUInt32LE(8);
    if (message[0] === 0) throw new Error(`the screen refuses ${name}: error ${message[1]}`);
  }
}

/** The head of a request that `further` bytes follow. */
function request(code: number, detail: number, words: readonly number[], further = 0): Buffer {
  const head = Buffer.alloc(4 + 4 * words.length);
  head[0] = code;
  head[1] = detail;
  head.writeUInt16LE((head.length + further) / 4, 2);
  words.forEach((word, i) => void head.writeUInt32LE(word, 4 + 4 * i));
  return head;
}
