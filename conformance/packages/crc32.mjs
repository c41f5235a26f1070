// napi-rs; a loader that looks for the binary of the platform, imported by name.
import { crc32, crc32c } from '@node-rs/crc32';

console.log(crc32('hello'), crc32c(Buffer.from('hello')), crc32('lo', crc32('hel')));
for (const wrong of [undefined, 5, {}]) {
  try {
    console.log(crc32(wrong));
  } catch (error) {
    console.log(error instanceof Error, error.code);
  }
}
