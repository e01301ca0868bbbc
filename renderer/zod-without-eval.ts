import { z } from 'zod';

// Zod tries whether it may compile code when the first schema is made; the page's policy forbids it and
// would report the try. Imported before everything that makes schemas.
z.config({ jitless: true });
