/** The encode worker on a machine with faults. */
import './worker-faults';
import '../../src/workers/encode.worker';
