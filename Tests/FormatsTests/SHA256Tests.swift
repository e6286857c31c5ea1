import Formats
import Testing

/// Vectors of NIST's examples for FIPS 180.
@Suite struct SHA256Tests {
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqr"
        + "lmnopqrsmnopqrstnopqrstu",
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
    ),
  ])
  func publishedVectors(text: String, hash: String) {
    #expect(SHA256.hex(text) == hash)
  }

  @Test func partsGiveTheHashOfTheWhole() {
    let bytes = (0..<333).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    var whole = SHA256()
    whole.update(bytes)
    let expected = whole.finish()
    for cut in [0, 1, 55, 63, 64, 65, 128, 300] {
      var parts = SHA256()
      parts.update(bytes[..<cut])
      parts.update(bytes[cut...])
      #expect(parts.finish() == expected)
    }
  }
}
