import { type IncomingMessage, ServerResponse } from 'node:http';
import type { Connection } from './connection.ts';

/** A response that no `http.Server` made, for a request that is the last of its connection: it ends with it. */
export function responseWithoutServer(request: IncomingMessage, connection: Connection): ServerResponse {
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  response.assignSocket(connection.socket);
  response.on('finish', () => {
    response.detachSocket(connection.socket);
    connection.socket.destroySoon();
    response.emit('close');
  });
  return response;
}
