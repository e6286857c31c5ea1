/// e to the power of each lane, for lanes in -80...0, within 3e-7 of the true value relatively.
///
/// The power of two is split into a whole part, set into the exponent bits, and a rest within half,
/// by its Taylor polynomial. Rounding by a large summand needs no instruction beyond SSE2.
@inline(__always)
func fastExponential(_ power: SIMD4<Float>) -> SIMD4<Float> {
  let scaled = max(power, SIMD4(repeating: -80)) * 1.442_695_04
  let large: Float = 12_582_912  // 1.5 * 2^23: adding it leaves no bits for a fraction.
  let shifted = scaled + large
  let rest = (scaled - (shifted - large)) * 0.693_147_18
  var sum = SIMD4<Float>(repeating: 1 / 720)
  sum = sum * rest + 1 / 120
  sum = sum * rest + 1 / 24
  sum = sum * rest + 1 / 6
  sum = sum * rest + 0.5
  sum = sum * rest + 1
  sum = sum * rest + 1
  let exponent = unsafeBitCast(shifted, to: SIMD4<Int32>.self) &<< 23
  let bits = unsafeBitCast(sum, to: SIMD4<Int32>.self) &+ exponent
  return unsafeBitCast(bits, to: SIMD4<Float>.self)
}

@inline(__always)
private func max(_ a: SIMD4<Float>, _ b: SIMD4<Float>) -> SIMD4<Float> {
  a.replacing(with: b, where: a .< b)
}
