// What the maker of photos with a place is for the type checker.
export function withPlace(jpeg: Uint8Array, place: { latitude: number; longitude: number; at: string }): Uint8Array<ArrayBuffer>;
