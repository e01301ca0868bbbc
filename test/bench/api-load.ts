import { connect, type Socket } from 'node:net';

/** Where the two servers of api-main.ts listen. */
export interface ApiPorts {
  readonly door: number;
  readonly bare: number;
  readonly token: string;
}

/** One connection that sends a request once the answer to the one before is whole. */
interface Client {
  /** The whole answer, headers and body. */
  ask(request: string): Promise<string>;
  end(): void;
}

/** Answered requests a second to GET /api/v1/config over `connections` for `ms`. */
export async function measureReads(
  { port, token }: { port: number; token: string },
  { connections, ms }: { connections: number; ms: number },
): Promise<number> {
  const request = `GET /api/v1/config HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer ${token}\r\n\r\n`;
  const clients = await Promise.all(Array.from({ length: connections }, () => openClient(port)));
  let answered = 0;
  const start = performance.now();
  const end = start + ms;
  await Promise.all(
    clients.map(async (client) => {
      while (performance.now() < end) {
        const answer = await client.ask(request);
        if (!answer.startsWith('HTTP/1.1 200')) throw new Error(answer.slice(0, 300));
        answered += 1;
      }
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  for (const client of clients) client.end();
  return answered / seconds;
}

export interface Storm {
  /** ms from sending each PUT to each reader's event of it. */
  readonly latencies: Float64Array;
  readonly updates: number;
  /** Readers that saw exactly every accepted update, in order. */
  readonly complete: number;
}

/** `writers` update as fast as they are answered, at most `perSecond` together, while `readers` follow. */
export async function measureStorm(
  ports: ApiPorts,
  { writers, readers, ms, perSecond }: { writers: number; readers: number; ms: number; perSecond: number },
): Promise<Storm> {
  const followers = await Promise.all(Array.from({ length: readers }, () => openReader(ports)));
  const sent = new Map<number, number>();
  const end = performance.now() + ms;
  const clients = await Promise.all(Array.from({ length: writers }, () => openClient(ports.door)));
  await Promise.all(
    clients.map(async (client, writer) => {
      const pauseMs = (1000 * writers) / perSecond;
      for (let i = 0; performance.now() < end; i += 1) {
        const at = performance.now();
        const answer = await client.ask(putRequest(ports, 20 + writer + (i % 1000) / 1000));
        const version = /"version":(\d+)/.exec(answer)?.[1];
        if (!answer.startsWith('HTTP/1.1 200') || !version) throw new Error(answer.slice(0, 300));
        sent.set(Number(version), at);
        const rest = at + pauseMs - performance.now();
        if (rest > 1) await new Promise((resolve) => setTimeout(resolve, rest));
      }
    }),
  );
  const versions = [...sent.keys()].sort((a, b) => a - b);
  await Promise.all(followers.map((follower) => follower.until(versions.length)));
  for (const client of clients) client.end();
  const latencies = new Float64Array(versions.length * readers);
  let filled = 0;
  let complete = 0;
  for (const follower of followers) {
    follower.end();
    if (follower.versions.every((version, i) => version === versions[i])) complete += 1;
    follower.versions.forEach((version, i) => {
      latencies[filled] = follower.times[i] - (sent.get(version) ?? Number.NaN);
      filled += 1;
    });
  }
  return { latencies, updates: versions.length, complete };
}

function putRequest({ door, token }: ApiPorts, pips: number): string {
  const body = `{"default_tp_pips": ${pips}}`;
  return `PUT /api/v1/config/trading HTTP/1.1\r\nHost: 127.0.0.1:${door}\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}

async function openClient(port: number): Promise<Client> {
  const socket = await open(port);
  let text = '';
  let answered: ((answer: string) => void) | null = null;
  socket.on('data', (chunk) => {
    text += chunk;
    const headersEnd = text.indexOf('\r\n\r\n');
    if (headersEnd < 0) return;
    const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0);
    if (text.length < headersEnd + 4 + length) return;
    const whole = text;
    text = '';
    answered?.(whole);
  });
  return {
    ask: (request) =>
      new Promise((resolve) => {
        answered = resolve;
        socket.write(request);
      }),
    end: () => socket.destroy(),
  };
}

interface Follower {
  readonly versions: number[];
  readonly times: number[];
  until(count: number): Promise<void>;
  end(): void;
}

async function openReader({ door, token }: ApiPorts): Promise<Follower> {
  const socket = await open(door);
  const versions: number[] = [];
  const times: number[] = [];
  let text = '';
  const marker = 'event: config\ndata: {"version":';
  socket.on('data', (chunk) => {
    const at = performance.now();
    text += chunk;
    let start = text.indexOf(marker);
    let end = text.indexOf('\n\n', start);
    while (start >= 0 && end >= 0) {
      versions.push(Number.parseInt(text.slice(start + marker.length, start + marker.length + 12), 10));
      times.push(at);
      text = text.slice(end + 2);
      start = text.indexOf(marker);
      end = text.indexOf('\n\n', start);
    }
  });
  await new Promise<void>((resolve) => {
    socket.once('data', () => resolve());
    socket.write(
      `GET /api/v1/events?types=config HTTP/1.1\r\nHost: 127.0.0.1:${door}\r\nAuthorization: Bearer ${token}\r\n\r\n`,
    );
  });
  return {
    versions,
    times,
    async until(count) {
      const patience = performance.now() + 10_000;
      while (versions.length < count && performance.now() < patience) {
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    end: () => socket.destroy(),
  };
}

async function open(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  socket.setEncoding('latin1');
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  return socket;
}
