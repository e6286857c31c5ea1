/// The random generator of everything in this package: xoshiro256** by Blackman and Vigna
/// (2018, public domain), seeded through SplitMix64, so that results depend on the seed alone and
/// on no library's version.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  @usableFromInline var state: (UInt64, UInt64, UInt64, UInt64)

  /// A generator whose sequence is a function of `seed` and `stream`. Different streams of one
  /// seed are independent for all practical purposes: use one for each replica or task.
  public init(seed: UInt64, stream: UInt64 = 0) {
    var mixer = SplitMix64(state: seed)
    var streamMixer = SplitMix64(state: mixer.next() ^ (stream &* 0xD134_2543_DE82_EF95))
    state = (streamMixer.next(), streamMixer.next(), streamMixer.next(), streamMixer.next())
  }

  /// Where the generator stands in its sequence, as four words.
  public var position: [UInt64] { [state.0, state.1, state.2, state.3] }

  /// A generator that goes on from the ``position`` of another; nil for words that are none.
  public init?(position: [UInt64]) {
    guard position.count == 4, position.contains(where: { $0 != 0 }) else { return nil }
    state = (position[0], position[1], position[2], position[3])
  }

  /// The next 64 random bits.
  @inlinable public mutating func next() -> UInt64 {
    let product = state.1 &* 5
    let result = ((product << 7) | (product >> 57)) &* 9
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = (state.3 << 45) | (state.3 >> 19)
    return result
  }

  /// A number in 0 ..< 1, uniform over multiples of 2⁻⁵³.
  @inlinable public mutating func uniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// A number in `0 ..< bound`, without modulo bias worth measuring (Lemire's multiply-shift).
  @inlinable public mutating func index(below bound: Int) -> Int {
    Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(bound)).high)
  }
}

/// The seeding generator of Steele, Lea and Flood (2014).
struct SplitMix64 {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
