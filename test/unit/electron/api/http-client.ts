import { Agent, type IncomingHttpHeaders, request } from 'node:http';

/** An answer as it came over the wire. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface HttpQuestion {
  readonly method: string;
  /** Path and query, sent as they are. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body?: string | Buffer;
  /** Answer with the headers and what has come by then: for streams without an end, and bodies never sent. */
  readonly firstChunk?: boolean;
}

/** Asks over real sockets, kept alive; nothing is added to what is asked but what HTTP itself needs. */
export function createHttpClient(port: number, connections = 8) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });

  function send({ method, url, headers, body, firstChunk = false }: HttpQuestion): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => {
      // Node itself says no length for DELETE.
      const length = body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) };
      const sent = { ...length, ...headers };
      const asked = request({ host: '127.0.0.1', port, method, path: url, headers: sent, agent });
      asked.on('error', reject);
      asked.on('response', (response) => {
        const chunks: Buffer[] = [];
        const answer = () => ({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString(),
        });
        response.on('data', (chunk: Buffer) => {
          chunks.push(chunk);
          if (!firstChunk) return;
          resolve(answer());
          asked.destroy();
        });
        response.on('end', () => resolve(answer()));
        response.on('error', reject);
      });
      if (body !== undefined) asked.end(body);
      else if (firstChunk && headers['Content-Length'] !== undefined) asked.flushHeaders();
      else asked.end();
    });
  }

  return { send, close: () => agent.destroy() };
}
