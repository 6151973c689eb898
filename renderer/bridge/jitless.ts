import { z } from 'zod';

// zod probes `new Function` when the first object schema is made, which a strict content policy reports. So this file is
// imported before everything else.
z.config({ jitless: true });
