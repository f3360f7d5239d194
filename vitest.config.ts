/** Two projects: `unit` (pure, under a second) and `matrix` (real runtimes as child processes). */
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { MatrixTable } from "./test/matrix/table.ts";

/** By name, with agreement last: it compares what the wire test has seen. */
class MatrixOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): string =>
      `${moduleId.includes("/matrix/agree") ? 1 : 0}${moduleId}`;
    return files.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1));
  }
}

const report = process.env["EVERYSERVE_REPORT"];

export default defineConfig({
  test: {
    reporters: [
      "default",
      new MatrixTable(),
      // For the sum that `npm test` prints last.
      ...(report === undefined ? [] : [["json", { outputFile: report }] as ["json", object]]),
    ],
    // No retries anywhere: a flaky row is a wrong row.
    retry: 0,
    sequence: { sequencer: MatrixOrder },
    projects: [
      {
        test: {
          name: "unit",
          include: ["src/**/*.test.ts", "test/**/unit/**/*.test.ts", "scripts/**/*.test.ts"],
          isolate: false, // a worker for each file would take longer than all the tests
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: "house",
          include: ["test/house/**/*.test.ts"],
          // Each test runs tools as child processes: compiler, linter, bundler, npm.
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: "matrix",
          include: ["test/matrix/*.test.ts"],
          globalSetup: ["test/matrix/stage.ts"],
          testTimeout: 15_000,
          hookTimeout: 30_000,
          // One file at a time, in order: hosts share two cores with the runner.
          fileParallelism: false,
          // So many of a file's hosts, or of a host's listed rows: they mostly wait, for a third of
          // the time two cores have nothing to do with three.
          maxConcurrency: 3,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: "demo",
          include: ["test/demo/*.test.ts"],
          // A browser and all the servers at once, on two cores.
          testTimeout: 30_000,
          hookTimeout: 60_000,
          expect: { poll: { timeout: 5_000 } },
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
