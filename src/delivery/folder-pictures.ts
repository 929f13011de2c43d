/** The pictures in a folder under these names. One that is gone is left out. @throws DOMException as the folder does */
export async function readPictures(
  folder: FileSystemDirectoryHandle,
  names: readonly string[],
): Promise<{ name: string; file: File }[]> {
  const pictures: { name: string; file: File }[] = [];
  for (const name of names) {
    const file = await fileIn(folder, name);
    if (file) pictures.push({ name, file });
  }
  return pictures;
}

async function fileIn(folder: FileSystemDirectoryHandle, name: string): Promise<File | null> {
  try {
    return await (await folder.getFileHandle(name)).getFile();
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'NotFoundError') return null;
    throw cause;
  }
}
