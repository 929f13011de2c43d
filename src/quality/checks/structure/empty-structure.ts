import type { ContainerKind, Structure } from '../file-facts';

/** What is known of a container before it is read. */
export function emptyStructure(container: ContainerKind): Structure {
  return {
    container,
    problems: [],
    fastStart: null,
    fragmented: false,
    edits: 0,
    colour: null,
    timecode: null,
    reel: null,
    title: null,
    author: null,
    chapters: [],
    captions: [],
    codecTag: null,
    picture: null,
    sound: null,
  };
}
