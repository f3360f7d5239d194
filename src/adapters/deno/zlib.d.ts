// Deno's own types say nothing of its node:zlib; those of Node would bring all of Node with them.
declare module "node:zlib";
