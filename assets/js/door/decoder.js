// One decoder a page, from our own origin: the library's default would fetch it
// from a public network.
import { BarcodeDetector, prepareZXingModule } from "barcode-detector/ponyfill";

export function decoder(wasm) {
  prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true });
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  return async (picture) => {
    const [code] = await detector.detect(picture);
    return code?.rawValue ?? "";
  };
}
