/** The encode worker in a browser whose encoders break. */
import './breaking-encoder';
import '../../src/workers/encode.worker';
