/** The audio worker on a machine with faults. */
import './worker-faults';
import '../../src/workers/audio.worker';
