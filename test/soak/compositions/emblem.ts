import player from 'lottie-web';
import { emblem } from '../../../src/editor/compositions/lottie-emblem';
import { fromLottie } from '../../../src/index';

/** The emblem of the demo's Lottie composition without what lies behind it there: every alpha from 0 to 255. */
export default fromLottie({ id: 'soak-emblem', name: 'Emblem, transparent', data: emblem, player });
