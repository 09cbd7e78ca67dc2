// How fast the dashboard is on the demonstration clinic: its SQL alone, its server functions, its page; as dashboards in
// a second, and as ratios. And what memory the server takes while it serves pages, what the audit costs a chart,
// and whether a refusal's time tells if a record exists.
//
// The SQL is what the server really sends: it is read from the log of the database while one dashboard is asked for.
// Everything is on this machine, and bounded.

import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { type APIRequestContext, test } from "@playwright/test";

import { patients, refusalTimes, signedIn } from "./fixtures/refusal_times";
import { type Server, startServer } from "./fixtures/server";
import { QUERY } from "./fixtures/server_functions";

const SECONDS = Number(process.env.BENCH_SECONDS ?? "10");
const CLIENTS = 8;

test("the dashboard's speed and the server's memory", async () => {
  const server = await startServer();
  try {
    const context = await signedIn(server, "maya");
    const { cookies } = await context.storageState();
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
    const database = new Database(join(server.directory, "data"));

    const scriptFile = join(server.directory, "script.sql");
    const pgbench = (lines: LogLine[]) => {
      writeFileSync(scriptFile, pgbenchScript(lines), { mode: 0o600 });
      return database.pgbench(scriptFile);
    };
    const sql = pgbench(await statements(database, context, DASHBOARD));
    const [patient] = await patients(context);
    const chart = await statements(database, context, chartCalls(patient!));
    const audited = pgbench(chart);
    const unaudited = pgbench(chart.filter(({ message }) => !AUDIT.test(message)));
    const functions = wrk(server, cookie, FUNCTIONS) / 2;
    forgetPeak(server.pid);
    const page = wrk(server, cookie, PAGE);
    const peak = peakMegabytes(server.pid);
    const refusals = await refusalTimes(server);
    const ratios = refusals.map(({ name, others, nobodys }) => ({ name, ratio: others / nobodys }));
    ratios.sort((one, other) => one.ratio - other.ratio);
    const [least, middle, most] = [ratios[0]!, ratios[Math.floor(ratios.length / 2)]!, ratios.at(-1)!];

    console.log(`
Dashboards in a second, ${CLIENTS} clients, ${SECONDS} s each:
  SQL by pgbench, as the application's role   ${sql.toFixed(0).padStart(6)}
  server functions                            ${functions.toFixed(0).padStart(6)}   ratio ${(functions / sql).toFixed(2)}   (aim 0.60)
  server-rendered page                        ${page.toFixed(0).padStart(6)}   ratio ${(page / sql).toFixed(2)}   (aim 0.35)
Charts in a second, as SQL                    ${audited.toFixed(0).padStart(6)}   ratio ${(audited / unaudited).toFixed(2)} of those without the audit (${unaudited.toFixed(0)})
Refusals of ${ratios.length} server functions, the time for somebody else's record to that for one that doesn't exist:
  median ratio ${middle.ratio.toFixed(2)}, least ${least.ratio.toFixed(2)} (${least.name}), most ${most.ratio.toFixed(2)} (${most.name})
Peak memory of the server while it served pages: ${peak.toFixed(0)} MB   (aim < 60 MB)`);
    rmSync(scriptFile);
    await context.dispose();
  } finally {
    await server.stop();
  }
});

/** The embedded database of a data directory. */
class Database {
  private readonly home: string;
  private readonly programs: string;

  constructor(data: string) {
    const directories = readdirSync(data, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const found = directories.map(({ name }) => name).find((name) => {
      const inside = readdirSync(join(data, name));
      return inside.includes("passwords") && inside.includes("socket") && inside.includes("postgres.log");
    });
    if (!found) throw new Error(`there is no cluster under ${data}`);
    this.home = join(data, found);
    const versions = readdirSync("/usr/lib/postgresql").sort((one, other) => Number(other) - Number(one));
    this.programs = `/usr/lib/postgresql/${versions[0]}/bin`;
  }

  /** Runs SQL as the superuser. */
  configure(sql: string[]) {
    this.run("psql", "postgres", 0, ["-q", ...sql.flatMap((statement) => ["-c", statement])]);
  }

  /** Transactions in a second, as the application's role. */
  pgbench(script: string): number {
    const jobs = String(Math.min(CLIENTS, 2));
    const options = ["-n", "-M", "prepared", "-c", String(CLIENTS), "-j", jobs, "-T", String(SECONDS), "-f", script];
    const output = this.run("pgbench", "carechart_app", 2, options);
    return number(output, /tps = ([\d.]+)/);
  }

  /** What was logged with the prefix that `statements` asks for; a statement of several lines goes on after a tab. */
  log(): LogLine[] {
    const entries: LogLine[] = [];
    for (const line of readFileSync(join(this.home, "postgres.log"), "utf8").split("\n")) {
      const [, pid, kind, text] = /^process (\d+) (LOG|DETAIL): {2}(.*)$/.exec(line) ?? [];
      const last = entries.at(-1);
      if (kind === "LOG") entries.push({ pid: Number(pid), message: text!, detail: "" });
      else if (kind === "DETAIL" && last) last.detail = text!;
      else if (line.startsWith("\t") && last) last.message += ` ${line.trim()}`;
    }
    return entries;
  }

  private run(program: string, user: string, password: number, options: string[]): string {
    const passwords = readFileSync(join(this.home, "passwords"), "utf8").split("\n");
    const env = {
      ...process.env,
      PGHOST: join(this.home, "socket"),
      PGPORT: "5432",
      PGUSER: user,
      PGPASSWORD: passwords[password],
      PGDATABASE: "carechart",
    };
    return execFileSync(join(this.programs, program), options, { env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  }
}

type LogLine = { pid: number; message: string; detail: string };

type Call = readonly [name: string, data: object];

/** The server's connections begin anew: it passes over one that is broken. */
const ANEW = "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'carechart_app'";
const AUDIT = /audit_own(_list)?\(/;
const DASHBOARD: Call[] = [["dashboard_counts", {}], ["list_patients", { query: QUERY }]];

/** What opening a chart asks for. */
function chartCalls(patient: string): Call[] {
  return [["chart_header", { patient }], ["list_visits", { patient, after: null }], ["list_vitals", { patient }]];
}

/** The statements of the calls' transactions, with their parameters, from the database's log. */
async function statements(database: Database, context: APIRequestContext, calls: Call[]): Promise<LogLine[]> {
  const ask = async () => {
    for (const [name, data] of calls) {
      const answer = await context.post(`/api/${name}`, { data });
      if (!answer.ok()) throw new Error(`${name} answered ${answer.status()}`);
    }
  };
  database.configure([
    "alter system set log_line_prefix = 'process %p '",
    "alter system set log_statement = 'all'",
    // The application's role keeps parameters out of every log, by settings of its own for each connection that begins.
    "alter role carechart_app set log_error_verbosity = 'default'",
    "alter role carechart_app set log_parameter_max_length = -1",
    ANEW,
    "select pg_reload_conf()",
  ]);
  const deadline = Date.now() + 30_000;
  let lines: LogLine[] = [];
  // The setting reaches each connection when it is next used.
  while (!isWhole(lines, calls.length)) {
    if (Date.now() > deadline) throw new Error("the database doesn't log the statements");
    const before = database.log().length;
    await ask();
    lines = transactions(database.log().slice(before));
  }
  database.configure([
    "alter system reset all",
    "alter role carechart_app set log_error_verbosity = 'terse'",
    "alter role carechart_app set log_parameter_max_length = 0",
    ANEW,
    "select pg_reload_conf()",
  ]);
  return lines;
}

/** Without what is outside of a transaction: the session is looked up so. */
function transactions(lines: LogLine[]): LogLine[] {
  const open = new Set<number>();
  return lines.filter(({ pid, message }) => {
    if (/^statement: begin/i.test(message)) open.add(pid);
    const isInside = open.has(pid);
    if (/^statement: commit/i.test(message)) open.delete(pid);
    return isInside && /^(statement|execute [^:]+): /.test(message);
  });
}

function isWhole(lines: LogLine[], transactions: number): boolean {
  const count = (pattern: RegExp) => lines.filter(({ message }) => pattern.test(message)).length;
  return [/^statement: begin/i, /^statement: commit/i, AUDIT].every((pattern) => count(pattern) === transactions);
}

/** The same statements for pgbench, with the parameters written in. */
function pgbenchScript(lines: LogLine[]): string {
  return lines.map(({ message, detail }) => pgbenchStatement(message.replace(/^[^:]+: /, ""), detail)).join("\n");
}

function pgbenchStatement(sql: string, detail: string): string {
  const parts = sql.split(";").map((part) => part.replace(/\s+/g, " ").trim()).filter((part) => part !== "");
  if (parts.length > 1) {
    // What the server sends at once.
    return ["\\startpipeline", ...parts.map((part) => `${part};`), "\\endpipeline"].join("\n");
  }
  const values = [...detail.matchAll(/\$(\d+) = (NULL|'(?:[^']|'')*')/g)].map(([, place, value]) => [Number(place), value!] as const);
  const one = values.sort(([a], [b]) => b - a).reduce((text, [place, value]) => text.replaceAll(`$${place}`, value), parts[0]!);
  return `${withoutVariables(one)};`;
}

/** pgbench takes a colon for the beginning of a variable, in a text, too. */
function withoutVariables(sql: string): string {
  return sql.replace(/'((?:[^']|'')*)'/g, (text, inside: string) =>
    inside.includes(":") ? `E'${inside.replaceAll("\\", "\\\\").replaceAll(":", "\\x3A")}'` : text,
  );
}

const FUNCTIONS = `
local turn = 0
request = function()
  turn = turn + 1
  if turn % 2 == 0 then return wrk.format("POST", "/api/dashboard_counts", nil, "{}") end
  return wrk.format("POST", "/api/list_patients", nil, '${JSON.stringify({ query: QUERY })}')
end`;
const PAGE = `request = function() return wrk.format("GET", "/patients") end`;

/** Answers in a second; fails when one isn't good. */
function wrk(server: Server, cookie: string, script: string): number {
  const file = join(server.directory, "wrk.lua");
  const headers = `wrk.headers["Cookie"] = "${cookie}"\nwrk.headers["Content-Type"] = "application/json"\n`;
  writeFileSync(file, headers + script, { mode: 0o600 });
  const options = ["-t", "1", "-c", String(CLIENTS), "-d", `${SECONDS}s`, "-s", file, server.url];
  let output: string;
  try {
    output = execFileSync("wrk", options, { encoding: "utf8" });
  } catch (error) {
    throw new Error("wrk doesn't run: apt-get install wrk", { cause: error });
  } finally {
    rmSync(file);
  }
  if (/Non-2xx/.test(output)) throw new Error(`not every answer was good:\n${output}`);
  return number(output, /Requests\/sec:\s+([\d.]+)/);
}

/** Linux notes the most memory that a process ever had; this begins anew. */
function forgetPeak(pid: number) {
  writeFileSync(`/proc/${pid}/clear_refs`, "5");
}

function peakMegabytes(pid: number): number {
  return number(readFileSync(`/proc/${pid}/status`, "utf8"), /VmHWM:\s+(\d+) kB/) / 1000;
}

function number(text: string, pattern: RegExp): number {
  const value = Number(pattern.exec(text)?.[1]);
  if (Number.isNaN(value)) throw new Error(`there is no number in:\n${text}`);
  return value;
}
