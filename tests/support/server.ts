/** A plain static host for tests: like the cheapest web space, it sets no special header. */
import { statSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
// sirv: the MIME types, ranges and path checks of a real host, in three small dependencies.
import sirv from "sirv";

export interface ServeOptions {
  headers?: Record<string, string>;
  /** The name in the address; another name for this machine (`127.0.0.1`) is another origin. */
  host?: string;
}

export interface StaticServer {
  readonly url: string;
  /** Paths with their query, in the order in which they were asked for. */
  readonly requests: string[];
  close(): Promise<void>;
}

export async function serve(folder: string, options: ServeOptions = {}): Promise<StaticServer> {
  const { headers = {}, host = "localhost" } = options;
  // dev: files may change while a test runs; etag: they are revalidated, as most hosts ask for.
  const files = sirv(folder, { dev: true, etag: true, dotfiles: true });
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? "/");
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (!redirectFolder(folder, request, response)) files(request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Real hosts add the slash; without it a page's relative addresses would seem to work or fail by luck. */
function redirectFolder(
  folder: string,
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  const { pathname, search } = new URL(request.url ?? "/", "http://localhost");
  if (pathname.endsWith("/") || pathname.includes("%")) return false;
  if (!statSync(join(folder, pathname), { throwIfNoEntry: false })?.isDirectory()) return false;
  response.writeHead(301, { location: `${pathname}/${search}` }).end();
  return true;
}
