/** The mux worker on a machine with faults. */
import './worker-faults';
import '../../src/workers/mux.worker';
