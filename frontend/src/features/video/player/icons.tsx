// The icons of the player's buttons.

const PATHS = {
  play: 'M7 4v16l13-8z',
  pause: 'M6 4h4v16H6zm8 0h4v16h-4z',
  loud: 'M3 9v6h4l5 5V4L7 9zm12-1.500a5 5 0 0 1 0 9zM15 3.200v2.200a7 7 0 0 1 0 13.200v2.200a9 9 0 0 0 0-17.600z',
  mute: 'M3 9v6h4l5 5V4L7 9zm18.500.900L20.100 8.500 18 10.600l-2.100-2.100-1.400 1.400 2.100 2.100-2.100 2.100 1.400 1.400 2.100-2.100 2.100 2.100 1.400-1.400-2.100-2.100z',
  captions: 'M3 5h18v14H3zm4 4v6h4v-2H9v-2h2V9zm6 0v6h4v-2h-2v-2h2V9z',
  pictureInPicture: 'M3 5h18v14H3zm2 2v10h14V7zm6 4h7v5h-7z',
  fullscreen: 'M4 4h6v2H6v4H4zm10 0h6v6h-2V6h-4zM4 14h2v4h4v2H4zm14 0h2v6h-6v-2h4z',
} as const;

export function Icon({ name }: { name: keyof typeof PATHS }) {
  return (
    <svg viewBox="0 0 24 24" width="22" height="22" fill="currentColor" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
