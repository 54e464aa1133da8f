/**
 * The body of an answer, as long as it is not larger than it may be; what is larger is not read to its end.
 * @param most bytes
 * @returns null where it is larger
 */
export async function bodyWithin(response: Response, most: number): Promise<Buffer | null> {
  if (Number(response.headers.get('content-length') ?? 0) > most) {
    await response.body?.cancel();
    return null;
  }
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of response.body ?? []) {
    size += piece.length;
    // Leaving the loop ends the download.
    if (size > most) return null;
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
