/**
 * E09: formData() as the Fetch standard has it.
 *
 * @module
 */
import type { InsideCase } from "../inside/case.ts";
import { bytesOf, type Classes, outcomes, standard } from "./standard.ts";
import { outcomeOf } from "./within.ts";

const lines = (...all: readonly string[]): string => all.join("\r\n");

/** A multipart body of these parts. */
const parts = (...all: readonly (readonly string[])[]): string =>
  `${all.map((part) => `--xx\r\n${part.join("\r\n")}\r\n`).join("")}--xx--\r\n`;

const TYPE = "multipart/form-data; boundary=xx";

const parse = (
  c: Classes,
  body: BodyInit | null,
  type: string | null = TYPE,
): Promise<FormData> => {
  const response = new c.Response(body);
  if (type === null) response.headers.delete("content-type");
  else response.headers.set("content-type", type);
  return response.formData();
};

/** What a form consists of. */
async function contents(form: FormData): Promise<unknown[]> {
  const told: unknown[] = [];
  for (const [name, value] of form) {
    told.push(
      typeof value === "string"
        ? [name, value]
        : [name, value.name, value.type, await value.text(), value instanceof File],
    );
  }
  return told;
}

/** What a body is parsed to. */
const parsed = (
  id: string,
  title: string,
  body: string,
  wanted: unknown,
  type: string = TYPE,
): InsideCase =>
  standard(`form-${id}`, title, async (c) => contents(await parse(c, bytesOf(body), type)), wanted);

const field = 'Content-Disposition: form-data; name="a"';

export const standardForm: readonly InsideCase[] = [
  parsed(
    "fields",
    "fields come in their order, with repeats, and values keep their line ends",
    parts(
      [field, "", "1"],
      ['content-disposition: form-data; name="b"', "", "x\r\ny"],
      [field, "", ""],
    ),
    [
      ["a", "1"],
      ["b", "x\r\ny"],
      ["a", ""],
    ],
  ),
  parsed(
    "files",
    "files have their name, their type or text/plain, and their bytes",
    parts(
      [`${field}; filename="f.bin"`, "Content-Type: application/x-own", "", "\0\r\n\x01"],
      [`${field}; filename=""`, "", "unnamed"],
    ),
    [
      ["a", "f.bin", "application/x-own", "\0\r\n\x01", true],
      ["a", "", "text/plain", "unnamed", true],
    ],
  ),
  parsed(
    "names",
    "names are UTF-8, and have their quotes and line ends written with a percent sign",
    parts(['Content-Disposition: form-data; name="é%22%0D%0A"', "", "1"]),
    [['é"\r\n', "1"]],
  ),
  parsed(
    "quoted-boundary",
    "the boundary may be quoted",
    parts([field, "", "1"]),
    [["a", "1"]],
    'multipart/form-data; boundary="xx"',
  ),
  parsed(
    "more-parameters",
    "it may stand behind other parameters",
    parts([field, "", "1"]),
    [["a", "1"]],
    "multipart/form-data; charset=utf-8; boundary=xx",
  ),
  parsed("none", "no part at all is an empty form", "--xx--\r\n", []),
  standard(
    "form-round",
    "what FormData writes is parsed to the same again",
    async (c) => {
      const form = new FormData();
      form.append("a", "1");
      form.append('q"\r\n', 'v"\r\n');
      form.append("f", new File(["content"], 'f".txt', { type: "text/own" }));
      form.append("b", new Blob(["blob"]));
      return contents(await new c.Response(form).formData());
    },
    [
      ["a", "1"],
      ['q"\r\n', 'v"\r\n'],
      ["f", 'f".txt', "text/own", "content", true],
      ["b", "blob", "application/octet-stream", "blob", true],
    ],
  ),
  standard(
    "form-empty",
    "an empty FormData is parsed to one",
    async (c) => contents(await new c.Response(new FormData()).formData()),
    [],
  ),
  standard(
    "form-bad",
    "a multipart body that is none rejects with a TypeError",
    (c) => {
      const bad =
        (body: string, type = TYPE) =>
        () =>
          parse(c, bytesOf(body), type);
      return outcomes({
        empty: bad(""),
        text: bad("hello"),
        "no boundary": bad(parts([field, "", "1"]), "multipart/form-data"),
        "another boundary": bad(parts([field, "", "1"]), "multipart/form-data; boundary=yy"),
        "no end": bad(lines("--xx", field, "", "1")),
        "no disposition": bad(parts(["Content-Type: text/plain", "", "1"])),
        "another disposition": bad(parts(['Content-Disposition: attachment; name="a"', "", "1"])),
        "no name": bad(parts(["Content-Disposition: form-data", "", "1"])),
        "no blank line": bad(parts([field, "1"])),
        "bare line feeds": bad(parts([field, "", "1"]).replaceAll("\r\n", "\n")),
      });
    },
    Object.fromEntries(
      [
        "empty",
        "text",
        "no boundary",
        "another boundary",
        "no end",
        "no disposition",
        "another disposition",
        "no name",
        "no blank line",
        "bare line feeds",
      ].map((name) => [name, "throws TypeError"]),
    ),
  ),
  standard(
    "form-type-bad",
    "without a type of a form formData() rejects with a TypeError",
    (c) =>
      Promise.all(
        [null, "", "text/plain", "multipart/mixed; boundary=xx", "application/json"].map((type) =>
          outcomeOf(() => parse(c, bytesOf(parts([field, "", "1"])), type)),
        ),
      ),
    Array.from({ length: 5 }, () => "throws TypeError"),
  ),
  standard(
    "form-urlencoded",
    "urlencoded bodies are parsed leniently: what is no escape stays, what is no UTF-8 is replaced",
    async (c) =>
      contents(
        await parse(
          c,
          bytesOf("a=1&b&=2&&c=%zz&d=%FF&e=%2B+&\ufeff=x"),
          "application/x-www-form-urlencoded;charset=latin1",
        ),
      ),
    [
      ["a", "1"],
      ["b", ""],
      ["", "2"],
      ["c", "%zz"],
      ["d", "\ufffd"],
      ["e", "+ "],
      ["\ufeff", "x"],
    ],
  ),
  standard(
    "form-urlencoded-empty",
    "an empty urlencoded body is an empty form",
    async (c) => contents(await parse(c, "", "application/x-www-form-urlencoded")),
    [],
  ),
];
