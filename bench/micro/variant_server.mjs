/** Serves one variant of a family. Arguments: the family, the variant. */
import { createServer } from "node:http";
import { createServer as createNetServer } from "node:net";
import process from "node:process";
import { announce } from "../subjects/announce.mjs";

const [, , family, name] = process.argv;
const { variants } = await import(`./${family}_variants.mjs`);
const variant = variants[name];
const {
  options = {},
  listener,
  connection,
} = typeof variant === "function" ? { listener: variant } : variant;

const server = connection
  ? createNetServer({ noDelay: true }, connection)
  : createServer(options, listener);
server.listen(0, "127.0.0.1", () => announce(server.address().port));
