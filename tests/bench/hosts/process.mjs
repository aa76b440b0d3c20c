/** A runner in a process of its own: a request a line, an answer a line, one at a time. */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

const asJson = (method, args) => JSON.stringify({ method, args });

/** `encode` turns a call into a line where the program reads something simpler than JSON's every form. */
export function startProcess(command, args, { env = process.env, encode = asJson } = {}) {
  const child = spawn(command, args, { env, stdio: ["pipe", "pipe", "pipe"] });
  let waiting;
  let complaints = "";
  let ended;
  const settle = (how, value) => {
    const call = waiting;
    waiting = undefined;
    call?.[how](value);
  };
  const end = (why) => {
    ended ??= new Error(`${command} has ended: ${why}\n${complaints.trimEnd().split("\n").slice(-12).join("\n")}`);
    settle("reject", ended);
  };
  child.stderr.setEncoding("utf8").on("data", (text) => (complaints = (complaints + text).slice(-8000)));
  // Writing to a program that has ended fails here, too; what it ended of is told by "close".
  child.stdin.on("error", () => undefined);
  child.on("error", (error) => end(error.message));
  child.on("close", (code, signal) => end(signal ?? `exit ${code}`));
  createInterface({ input: child.stdout }).on("line", (line) => {
    const { value, error } = JSON.parse(line);
    if (error === undefined) settle("resolve", value);
    else settle("reject", new Error(error));
  });
  return {
    call: (method, ...given) =>
      new Promise((resolve, reject) => {
        if (ended) return reject(ended);
        waiting = { resolve, reject };
        child.stdin.write(`${encode(method, given)}\n`);
      }),
    end: async () => {
      if (ended) return;
      child.stdin.end();
      await new Promise((resolve) => child.once("close", resolve));
    },
  };
}
