import { expect, test } from 'vitest';
import { packagesFor, parseMissing } from '../../../scripts/lib/shared-libraries.mjs';

const lddOutput = `/desk/electron:
\tlinux-vdso.so.1 (0x00007fdcd98bf000)
\tlibffmpeg.so => /desk/libffmpeg.so (0x00007fdcd9825000)
\tlibnss3.so => not found
\tlibX11.so.6 => not found
\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007fdcd9698000)
/desk/libGLESv2.so:
\tlibX11.so.6 => not found
`;

test('names each library that the loader could not find once', () => {
  expect(parseMissing(lddOutput)).toEqual(['libnss3.so', 'libX11.so.6']);
  expect(parseMissing('\tnot a dynamic executable\n')).toEqual([]);
});

test('asks for each Debian package once, in a stable order', () => {
  expect(packagesFor(['libnss3.so', 'libnssutil3.so', 'libgbm.so.1'])).toEqual({
    packages: ['libgbm1', 'libnss3'],
    unknown: [],
  });
});

test('says which libraries it knows no package for', () => {
  expect(packagesFor(['libnovelty.so.7', 'libasound.so.2'])).toEqual({
    packages: ['libasound2'],
    unknown: ['libnovelty.so.7'],
  });
});
