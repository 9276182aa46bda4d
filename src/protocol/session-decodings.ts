// Where there is one there is the other: they are fetched in one piece.
export { engineIoDecoding } from './engine-io-decoding';
export { socketIoDecoding } from './socket-io-decoding';
