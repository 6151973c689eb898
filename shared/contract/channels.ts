// Free of schemas: the preload is bundled from this file and the pipe alone.

/** Version of the protocol; both sides refuse another one. */
export const PROTOCOL = 1;

/** IPC channel of the desktop host, and the WebSocket subprotocol of the headless one. */
export const PIPE_CHANNEL = 'headroom.v1';

/** Name under which the desktop's preload offers its pipe to the page. */
export const PRELOAD_PIPE = 'headroomPipe';
