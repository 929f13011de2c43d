/** The encode worker with encoders that pad what they make. */
import './padding-encoder';
import '../../src/workers/encode.worker';
