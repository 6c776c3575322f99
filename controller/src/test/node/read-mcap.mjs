// Reads an MCAP file with @mcap/core, the official TypeScript library of the format, and prints a
// summary as JSON. Verifies all checksums, validates messages against Foxglove's published schemas,
// and reads the file truncated at many lengths.
//   node read-mcap.mjs FILE TRUNCATIONS
import { readFile } from "node:fs/promises";
import * as published from "@foxglove/schemas/jsonschema.js";
import { McapIndexedReader, McapStreamReader } from "@mcap/core";
import { decompress } from "fzstd";

const file = new Uint8Array(await readFile(process.argv[2]));
const truncations = Number(process.argv[3]);

const decompressHandlers = { zstd: (bytes) => decompress(bytes) };

const readable = {
  size: async () => BigInt(file.length),
  read: async (offset, size) => file.subarray(Number(offset), Number(offset + size)),
};

/** Throws if a value does not match a published schema. */
function check(value, schema, where) {
  const type = schema.type ?? "integer"; // Enumerations have choices instead of a type.
  const fits = {
    object: () => value !== null && typeof value === "object" && !Array.isArray(value),
    array: () => Array.isArray(value),
    string: () => typeof value === "string",
    boolean: () => typeof value === "boolean",
    number: () => typeof value === "number",
    integer: () => Number.isInteger(value) && value >= (schema.minimum ?? -Infinity),
  };
  if (!fits[type]()) throw new Error(`${where} is not of type ${type}: ${JSON.stringify(value)}`);
  if (schema.oneOf && !schema.oneOf.some((choice) => choice.const === value)) {
    throw new Error(`${where} is not one of the choices: ${value}`);
  }
  if (type === "array") {
    value.forEach((element, i) => check(element, schema.items, `${where}[${i}]`));
  } else if (type === "object") {
    for (const [key, inner] of Object.entries(value)) {
      if (!schema.properties[key]) throw new Error(`${where}.${key} is not in the schema`);
      check(inner, schema.properties[key], `${where}.${key}`);
    }
  }
}

const reader = await McapIndexedReader.Initialize({ readable, decompressHandlers });
const topics = {};
let last = 0n;
let checked = 0;
for await (const message of reader.readMessages({ validateCrcs: true })) {
  const { topic } = reader.channelsById.get(message.channelId);
  if (message.logTime < last) throw new Error(`${topic} is out of order in an indexed read`);
  last = message.logTime;
  const content = JSON.parse(new TextDecoder().decode(message.data));
  const { name } = reader.schemasById.get(reader.channelsById.get(message.channelId).schemaId);
  if (name.startsWith("foxglove.")) {
    check(content, published[name.slice("foxglove.".length)], topic);
    checked++;
  }
  topics[topic] = (topics[topic] ?? 0) + 1;
}
for (const schema of reader.schemasById.values()) {
  JSON.parse(new TextDecoder().decode(schema.data));
}
for (const [id, count] of reader.statistics.channelMessageCounts) {
  const { topic } = reader.channelsById.get(id);
  if (Number(count) !== (topics[topic] ?? 0)) throw new Error(`statistics of ${topic}`);
}

/** Reads the first bytes of the file as a stream; counts messages and detects the end of the file. */
function readBeginning(length) {
  const stream = new McapStreamReader({ validateCrcs: true, decompressHandlers });
  stream.append(file.subarray(0, length));
  let messages = 0;
  for (let record; (record = stream.nextRecord()); ) {
    if (record.type === "Message") messages++;
  }
  return { messages, done: stream.done() };
}

const messagesOf = new Map();
{
  const stream = new McapStreamReader({ includeChunks: true, decompressHandlers });
  stream.append(file);
  let end = 0n;
  const byStart = reader.chunkIndexes.toSorted((a, b) => Number(a.chunkStartOffset - b.chunkStartOffset));
  let chunk = -1;
  for (let record; (record = stream.nextRecord()); ) {
    if (record.type === "Chunk") {
      chunk++;
      end = byStart[chunk].chunkStartOffset + byStart[chunk].chunkLength;
      messagesOf.set(end, 0);
    } else if (record.type === "Message") {
      messagesOf.set(end, messagesOf.get(end) + 1);
    }
  }
}
for (let i = 0; i < truncations; i++) {
  const length = Math.floor((file.length * i) / truncations);
  let expected = 0;
  for (const [end, count] of messagesOf) if (end <= length) expected += count;
  const found = readBeginning(length).messages;
  if (found !== expected) {
    throw new Error(`truncated at ${length}: ${found} messages, not ${expected}`);
  }
}

console.log(
  JSON.stringify({
    topics,
    checked,
    chunks: reader.chunkIndexes.length,
    complete: readBeginning(file.length).done,
    metadata: reader.metadataIndexes.map((index) => index.name),
    summaryCrc: reader.footer.summaryCrc,
    dataCrc: reader.dataSectionCrc ?? 0,
    bytes: file.length,
  }),
);
