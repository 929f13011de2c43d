import type { FileSink } from './file-sink';

/** Copies a file piece by piece. @throws whatever the sink does, which then has been aborted */
export async function copyFile(file: Blob, sink: FileSink): Promise<void> {
  try {
    const reader = file.stream().getReader();
    let position = 0;
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      const { byteLength } = chunk.value;
      await sink.write(position, chunk.value);
      position += byteLength;
    }
    await sink.close();
  } catch (cause) {
    await sink.abort();
    throw cause;
  }
}
