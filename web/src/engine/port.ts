/** One way to talk across the thread border, in a browser's Worker and in Node's worker_threads alike. */

export interface Port<In, Out> {
  post(message: Out, transfer?: ArrayBuffer[]): void;
  listen(receive: (message: In) => void): void;
}

/** The far end of this worker. */
export async function parentPort<In, Out>(): Promise<Port<In, Out>> {
  if (typeof self !== "undefined" && typeof self.postMessage === "function") {
    const scope = self as unknown as DedicatedWorkerGlobalScope;
    return {
      post: (message, transfer = []) => scope.postMessage(message, transfer),
      listen: (receive) => scope.addEventListener("message", (event) => receive(event.data as In)),
    };
  }
  const { parentPort: port } = await import("node:worker_threads");
  return {
    post: (message, transfer = []) => port!.postMessage(message, transfer),
    listen: (receive) => port!.on("message", receive),
  };
}

export interface SpawnedWorker<In, Out> extends Port<In, Out> {
  /** Called once when the worker dies without having been asked to. */
  onDeath(handle: (why: string) => void): void;
  terminate(): void;
}

/** Starts a module worker from its URL. */
export async function spawn<In, Out>(url: string): Promise<SpawnedWorker<In, Out>> {
  return typeof Worker === "function" ? spawnInBrowser(url) : spawnInNode(url);
}

function spawnInBrowser<In, Out>(url: string): SpawnedWorker<In, Out> {
  const absolute = new URL(url, import.meta.url);
  // A script from another host may not start a worker from its own URL; a blob that imports it may.
  const sameOrigin = absolute.origin === location.origin;
  const start = sameOrigin
    ? absolute.href
    : URL.createObjectURL(new Blob([`import ${JSON.stringify(absolute.href)};`], { type: "text/javascript" }));
  const worker = new Worker(start, { type: "module" });
  return {
    post: (message, transfer = []) => worker.postMessage(message, transfer),
    listen: (receive) => worker.addEventListener("message", (event) => receive(event.data as In)),
    onDeath: (handle) => {
      worker.addEventListener("error", (event) => handle(event.message || "the worker could not be started"), { once: true });
      worker.addEventListener("messageerror", () => handle("a message could not be read"), { once: true });
    },
    terminate: () => {
      worker.terminate();
      if (!sameOrigin) URL.revokeObjectURL(start);
    },
  };
}

async function spawnInNode<In, Out>(url: string): Promise<SpawnedWorker<In, Out>> {
  const { Worker: NodeWorker } = await import("node:worker_threads");
  const worker = new NodeWorker(new URL(url, import.meta.url));
  let dying = false;
  return {
    post: (message, transfer = []) => worker.postMessage(message, transfer),
    listen: (receive) => worker.on("message", receive),
    onDeath: (handle) => {
      worker.once("error", (error) => ((dying = true), handle(String(error))));
      worker.once("exit", () => dying || handle("the worker exited"));
    },
    terminate: () => {
      dying = true;
      void worker.terminate();
    },
  };
}
